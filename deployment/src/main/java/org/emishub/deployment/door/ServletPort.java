package org.emishub.deployment.door;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A port of its own for servlets: a simulator's, on the loopback, or a witness's. */
public final class ServletPort implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int READ_MILLIS = 5_000;

    private final Tomcat tomcat;
    private final String host;

    private ServletPort(Tomcat tomcat, String host) {
        this.tomcat = tomcat;
        this.host = host;
    }

    /**
     * Opens it.
     *
     * @param port 0 for any that is free
     * @param tls mutual TLS; empty for plain HTTP
     * @param servlets by path pattern ({@code /fhir/*})
     * @throws Taken when another program has the port
     */
    public static ServletPort open(int port, Optional<Tls> tls, Map<String, Servlet> servlets) {
        return open("127.0.0.1", port, tls, servlets);
    }

    /** The same on another address of this machine. */
    public static ServletPort open(String host, int port, Optional<Tls> tls, Map<String, Servlet> servlets) {
        try {
            Tomcat tomcat = new Tomcat();
            Path base = Files.createTempDirectory("hub-simulator");
            tomcat.setBaseDir(base.toString());
            Connector connector = new Connector();
            connector.setPort(port);
            connector.setProperty("address", host);
            // A port that is taken is an exception at the start, and not a stack trace in the log before it.
            connector.setProperty("bindOnInit", "false");
            connector.setThrowOnFailure(true);
            // Who sends a body in drips holds a thread.
            connector.setProperty("disableUploadTimeout", "false");
            connector.setProperty("connectionUploadTimeout", Integer.toString(READ_MILLIS));
            connector.setProperty("maxThreads", Integer.toString(THREADS));
            connector.setProperty("minSpareThreads", "1");
            tls.ifPresent(t -> t.secure(connector));
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", base.toString());
            servlets.forEach((path, servlet) -> {
                Tomcat.addServlet(context, path, servlet).setAsyncSupported(true);
                context.addServletMappingDecoded(path, path);
            });
            start(tomcat, port);
            return new ServletPort(tomcat, (tls.isPresent() ? "https://" : "http://") + host);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for a simulator", e);
        }
    }

    private static void start(Tomcat tomcat, int port) {
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            end(tomcat);
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof BindException) {
                    throw new Taken("port " + port + " is taken by another program: give another port");
                }
            }
            throw new IllegalStateException("port " + port + " cannot be opened", e);
        }
    }

    private static void end(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("a simulator did not stop in order", e);
        }
    }

    /** Another program has the port; the message says what to do, and a cause would add nothing to it. */
    public static final class Taken extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public Taken(String message) {
            super(message);
        }
    }

    /** Scheme, host and port, without a slash at the end. */
    public String address() {
        return host + ":" + tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        end(tomcat);
    }
}
