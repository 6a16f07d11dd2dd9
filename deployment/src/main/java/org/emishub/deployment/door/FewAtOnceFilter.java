package org.emishub.deployment.door;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Serves only a few at a time of those whom nobody knows, so that they never have all the threads of the door; the others come again. */
public final class FewAtOnceFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String RETRY_SECONDS = "2";

    private static final byte[] FULL = "Only a few are served at a time. Come again.\n".getBytes(US_ASCII);

    private final transient Semaphore room;

    public FewAtOnceFilter(int atOnce) {
        this.room = new Semaphore(atOnce);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // One answer to a connection fits into its buffers. Who asks for a thousand and reads none would hold a thread.
        response.setHeader("Connection", "close");
        if (!room.tryAcquire()) {
            response.setHeader("Retry-After", RETRY_SECONDS);
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setContentType("text/plain; charset=utf-8");
            response.getOutputStream().write(FULL);
            return;
        }
        try {
            chain.doFilter(request, response);
            // What is small is written only when the answer is complete, which is here and not behind this filter.
            response.flushBuffer();
        } finally {
            room.release();
        }
    }
}
