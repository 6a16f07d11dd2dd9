package org.emishub.adapters.socialprotection.dci;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.SystemFault;
import org.jspecify.annotations.Nullable;

/** Posts messages to one address; connecting has the deadline, and so has the whole answer. */
final class DciPost {
    /** What says that these bytes will never be taken; everything else may be a mistake that somebody corrects. */
    private static final Set<Integer> PERMANENT = Set.of(400, 405, 413, 415, 422);

    private final URI to;
    private final Duration timeout;
    private final HttpClient http;

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
        this.http = builder.build();
    }

    /**
     * Posts a message; gives the answer of HTTP 200.
     *
     * @throws SystemFault {@code TIMEOUT}, {@code UNREACHABLE}, {@code REJECTED} or, over 2 MiB, {@code BAD_ANSWER}
     */
    HttpResponse<byte[]> post(byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        var sent = http.sendAsync(request.build(), info -> new BoundedBody(DciJson.MAX_BYTES));
        try {
            return accepted(sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new SystemFault("TIMEOUT", "no answer within " + timeout, false);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new SystemFault("TIMEOUT", "interrupted", false);
        } catch (ExecutionException | CompletionException e) {
            throw unreachable(e.getCause());
        }
    }

    private static SystemFault unreachable(@Nullable Throwable cause) {
        if (cause instanceof BoundedBody.TooLarge) {
            return new SystemFault("BAD_ANSWER", "answer over 2 MiB", true);
        }
        return cause instanceof HttpTimeoutException
                ? new SystemFault("TIMEOUT", "no answer in time", false)
                : new SystemFault(
                        "UNREACHABLE", cause == null ? "" : cause.getClass().getSimpleName(), false);
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
