package org.emishub.deployment.door;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the hub publishes to anybody: the same bytes for everyone. */
public final class PublishedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String mediaType;
    private final byte[] body;

    public PublishedServlet(String mediaType, byte[] body) {
        this.mediaType = mediaType;
        this.body = body.clone();
    }

    /** A page of text. */
    public static PublishedServlet page(String html) {
        return new PublishedServlet("text/html;charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(mediaType);
        response.setContentLength(body.length);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'self'");
        response.getOutputStream().write(body);
    }
}
