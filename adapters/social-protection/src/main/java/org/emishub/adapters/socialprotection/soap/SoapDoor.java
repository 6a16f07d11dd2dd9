package org.emishub.adapters.socialprotection.soap;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** The hub's SOAP service {@code POST /soap/attendance}, to be mounted at {@code /soap/*}: one operation, WS-Security both ways. */
public final class SoapDoor extends CXFNonSpringServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 256 * 1024;

    private final transient Gateway gateway;
    private final transient AttendanceEndpoint endpoint;

    /**
     * Makes the door.
     *
     * @param self the hub's key and whom it trusts
     * @param members finds the member whose registered certificate this is
     */
    public SoapDoor(
            Gateway gateway, SoapIdentity self, Function<X509Certificate, Optional<SystemId>> members, Clock clock) {
        this.gateway = gateway;
        this.endpoint = new AttendanceEndpoint(gateway, self, members, clock);
    }

    @Override
    protected void loadBus(ServletConfig config) {
        // A bus of its own: the default one is shared by the whole process.
        setBus(BusFactory.newInstance().createBus());
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        endpoint.publish(getBus());
    }

    /** What can be refused without reading XML is refused here: methods, attachments (MTOM), size. */
    @Override
    protected void invoke(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try {
            if (!request.getMethod().equals("POST")) {
                response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
                return;
            }
            byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, Code.TOO_LARGE);
            } else if (!isXml(request)) {
                refuse(request, response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, Code.MALFORMED);
            } else {
                super.invoke(new ReadRequest(request, body), response);
            }
        } catch (IOException e) {
            throw new ServletException("the caller went away", e);
        }
    }

    private static boolean isXml(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("text/xml");
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, Code code)
            throws IOException {
        try {
            gateway.refused(request.getRemoteAddr(), new Refusal(code, "soap"));
            fault(response, status, code.name(), code.remedy());
        } catch (RuntimeException e) {
            // A refusal that cannot be entered is not given.
            fault(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "UNAVAILABLE", "Try again later.");
        }
    }

    private static void fault(HttpServletResponse response, int status, String code, String remedy) throws IOException {
        byte[] fault = ("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
                        + "<faultcode>s:Client</faultcode><faultstring>" + code + "</faultstring><detail>"
                        + "<refusal xmlns=\"urn:emishub:attendance:1\"><code>" + code + "</code><remedy>"
                        + remedy + "</remedy></refusal></detail></s:Fault></s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/xml;charset=UTF-8");
        response.setContentLength(fault.length);
        response.getOutputStream().write(fault);
    }
}
