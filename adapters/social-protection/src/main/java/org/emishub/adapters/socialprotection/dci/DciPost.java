package org.emishub.adapters.socialprotection.dci;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;

/** Posts messages to one address; connecting has the deadline, and so has the whole answer. */
final class DciPost {
    /** What says that these bytes will never be taken; everything else may be a mistake that somebody corrects. */
    private static final Set<Integer> PERMANENT = Set.of(400, 405, 413, 415, 422);

    private final URI to;
    private final Duration timeout;
    private final BoundedCall call;

    /** @throws IllegalArgumentException for an address of TLS without a context */
    DciPost(URI to, Optional<SSLContext> tls, Duration timeout) {
        if (tls.isEmpty() && to.getScheme().equals("https")) {
            throw new IllegalArgumentException("https needs a TLS context");
        }
        this.to = to;
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        tls.ifPresent(builder::sslContext);
        this.call = new BoundedCall(builder.build(), timeout, DciJson.MAX_BYTES);
    }

    /**
     * Posts a message; gives the answer of HTTP 200.
     *
     * @throws SystemFault {@code REJECTED}, and what {@link BoundedCall} throws
     */
    HttpResponse<byte[]> post(byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return accepted(call.send(request.build()));
    }

    private static HttpResponse<byte[]> accepted(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status != 200) {
            boolean permanent = PERMANENT.contains(status);
            throw new SystemFault("REJECTED", "HTTP " + status, permanent);
        }
        return response;
    }
}
