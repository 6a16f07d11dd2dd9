package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ReadListener;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in front of a simulator and keeps all it is sent: request line, headers, body. */
final class Recorder implements Servlet {
    private final Servlet behind;
    private final List<String> received = new CopyOnWriteArrayList<>();

    Recorder(Servlet behind) {
        this.behind = behind;
    }

    /** Everything since the last time this was asked. */
    String taken() {
        String all = String.join("\n", received);
        received.clear();
        return all;
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        HttpServletRequest http = (HttpServletRequest) request;
        byte[] body = http.getInputStream().readAllBytes();
        StringBuilder text = new StringBuilder(http.getMethod() + " " + http.getRequestURI());
        if (http.getQueryString() != null) {
            text.append('?').append(http.getQueryString()).append('\n');
            text.append(URLDecoder.decode(http.getQueryString(), UTF_8));
        }
        for (String name : Collections.list(http.getHeaderNames())) {
            text.append('\n').append(name).append(": ").append(Collections.list(http.getHeaders(name)));
        }
        String form = new String(body, UTF_8);
        text.append("\n\n").append(form);
        if (String.valueOf(http.getContentType()).contains("form-urlencoded")) {
            text.append('\n').append(URLDecoder.decode(form, UTF_8));
        }
        received.add(text.toString());
        behind.service(new Again(http, body), response);
    }

    /** The request with a body that can still be read. */
    private static final class Again extends HttpServletRequestWrapper {
        private final byte[] body;

        Again(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Body(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), UTF_8));
        }
    }

    private static final class Body extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Body(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("read at once");
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        behind.init(config);
    }

    @Override
    public ServletConfig getServletConfig() {
        return behind.getServletConfig();
    }

    @Override
    public String getServletInfo() {
        return behind.getServletInfo();
    }

    @Override
    public void destroy() {
        behind.destroy();
    }
}
