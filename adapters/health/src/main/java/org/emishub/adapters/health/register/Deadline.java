package org.emishub.adapters.health.register;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.AbstractExecutionAwareRequest;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** When one request is broken off, whatever it is at: waiting for a connection, sending, reading headers or reading the answer. */
final class Deadline {
    private static final String ATTRIBUTE = "org.emishub.deadline";

    private final long end;

    private Deadline(Duration within) {
        this.end = System.nanoTime() + within.toNanos();
    }

    /** Starts the time of a request; the socket's own timeout counts anew with each byte. */
    static void start(HttpRequest request, HttpContext context, Duration within, ScheduledExecutorService timer) {
        context.setAttribute(ATTRIBUTE, new Deadline(within));
        if (request instanceof HttpRequestWrapper wrapper
                && wrapper.getOriginal() instanceof AbstractExecutionAwareRequest running) {
            // A request that has ended meanwhile no longer has a connection that this could break off.
            ScheduledFuture<?> unused = timer.schedule(running::abort, within.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    static @Nullable Deadline of(HttpContext context) {
        return (Deadline) context.getAttribute(ATTRIBUTE);
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** A connection broken off by the deadline looks like any other that broke. */
    IOException named(IOException broken) {
        return isOver() ? tooLate() : broken;
    }

    static SocketTimeoutException tooLate() {
        return new SocketTimeoutException("the answer took too long");
    }
}
