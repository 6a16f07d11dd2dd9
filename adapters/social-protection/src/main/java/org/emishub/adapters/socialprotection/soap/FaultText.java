package org.emishub.adapters.socialprotection.soap;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Replaces whatever went wrong by one code and its remedy: no text of an exception ever reaches a caller. */
final class FaultText extends AbstractSoapInterceptor {
    private static final Logger LOG = System.getLogger(FaultText.class.getName());
    private static final String NAMESPACE = "urn:emishub:attendance:1";

    private final Gateway gateway;

    FaultText(Gateway gateway) {
        super(Phase.SETUP);
        this.gateway = gateway;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        Exception cause = message.getContent(Exception.class);
        Caller caller = message.getExchange().get(Caller.class);
        Optional<Code> code = FaultCode.of(cause, caller != null);
        if (code.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "SOAP call failed: {0}",
                    FaultCode.root(cause).getClass().getName());
        }
        message.setContent(Exception.class, fault(code.filter(no -> entered(no, message, caller))));
    }

    /** Whether the refusal is on record; one that cannot be entered is not given. */
    private boolean entered(Code code, SoapMessage message, @Nullable Caller caller) {
        if (fromGateway(message)) {
            return true;
        }
        try {
            gateway.refused(source(message, caller), new Refusal(code, "soap"));
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "a refusal could not be entered: {0}",
                    e.getClass().getName());
            return false;
        }
    }

    /** The gateway has entered its own refusals already: it was asked, and answered. */
    private static boolean fromGateway(SoapMessage message) {
        return message.getExchange().get(Asked.class) != null;
    }

    private static String source(SoapMessage message, @Nullable Caller caller) {
        if (caller != null) {
            return caller.system().toString();
        }
        Object request = message.getExchange().getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
        return request instanceof HttpServletRequest http ? http.getRemoteAddr() : "unknown";
    }

    private static SoapFault fault(Optional<Code> code) {
        Code shown = code.map(Code::shown).orElse(null);
        QName side = shown == null ? Fault.FAULT_CODE_SERVER : Fault.FAULT_CODE_CLIENT;
        SoapFault fault = new SoapFault(shown == null ? "UNAVAILABLE" : shown.name(), side);
        fault.setDetail(detail(shown));
        return fault;
    }

    private static Element detail(@Nullable Code code) {
        Document document = DOMUtils.createDocument();
        Element detail = document.createElement("detail");
        Element refusal = document.createElementNS(NAMESPACE, "refusal");
        detail.appendChild(refusal);
        text(refusal, "code", code == null ? "UNAVAILABLE" : code.name());
        text(refusal, "remedy", code == null ? "Try again later." : code.remedy());
        return detail;
    }

    private static void text(Element parent, String name, String value) {
        Element child = parent.getOwnerDocument().createElementNS(NAMESPACE, name);
        child.setTextContent(value);
        parent.appendChild(child);
    }
}
