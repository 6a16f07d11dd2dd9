package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Where every request comes by: too large or without a certificate it goes no further; the last few are remembered. */
@Interceptor
public final class Entrance {
    private static final int LARGEST = 1 << 20;
    private static final int REMEMBERED = 500;
    private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

    private final boolean certificateRequired;
    private final Deque<ReceivedRequest> received = new ArrayDeque<>();

    Entrance(boolean certificateRequired) {
        this.certificateRequired = certificateRequired;
    }

    /** Called by HAPI's server after it has read the request line and headers, before it reads a body. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
    public void enter(ServletRequestDetails details, HttpServletRequest request) {
        long length = request.getContentLengthLong();
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        if (length > LARGEST || chunked) {
            throw Rejection.of(413, IssueType.TOOLONG, "a body has a length of at most " + LARGEST + " bytes");
        }
        remember(request, length > 0 ? details.loadRequestContents() : new byte[0]);
        if (certificateRequired && request.getAttribute(CERTIFICATE) == null) {
            throw Rejection.of(401, IssueType.LOGIN, "show a client certificate");
        }
    }

    private synchronized void remember(HttpServletRequest request, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), String.join(",", Collections.list(request.getHeaders(name))));
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        received.addLast(
                new ReceivedRequest(request.getMethod(), request.getRequestURI() + query, Map.copyOf(headers), body));
        if (received.size() > REMEMBERED) {
            received.removeFirst();
        }
    }

    synchronized List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    synchronized void forget() {
        received.clear();
    }
}
