package org.emishub.routes.system;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a system over HTTP and waits for the end of its answer, which a request's own timeout does not: that one ends with the headers.
 *
 * @param within from the first byte sent to the last one received
 * @param most bytes of an answer; a longer one is a fault where it says yes, and cut off where it says no
 */
public record BoundedCall(HttpClient http, Duration within, int most) {

    /**
     * Sends one request and takes the whole answer.
     *
     * @throws SystemFault {@code TIMEOUT} for what drips, hangs or never begins, {@code TOO_LARGE}, {@code UNREACHABLE} for what breaks, {@code INTERRUPTED}
     */
    public HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> call =
                http.sendAsync(request, head -> new BoundedBody(most, head.statusCode() / 100 != 2));
        try {
            return call.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SystemFault("TIMEOUT", "no whole answer within " + within, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFault("INTERRUPTED", "the hub stops", false);
        } catch (ExecutionException e) {
            throw fault(e.getCause());
        } finally {
            // Ends the connection of an answer that is not waited for; nothing to a call that has ended.
            call.cancel(true);
        }
    }

    private static SystemFault fault(@Nullable Throwable cause) {
        if (cause instanceof BoundedBody.TooLarge) {
            return new SystemFault("TOO_LARGE", "the answer is larger than is taken", false);
        }
        return cause instanceof HttpTimeoutException
                ? new SystemFault("TIMEOUT", "no answer in time", false)
                : new SystemFault(
                        "UNREACHABLE", cause == null ? "" : cause.getClass().getSimpleName(), false);
    }
}
