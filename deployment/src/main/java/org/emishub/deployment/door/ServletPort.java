package org.emishub.deployment.door;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A loopback port of its own for a simulator's servlets. */
public final class ServletPort implements AutoCloseable {
    private static final int THREADS = 8;

    private final Tomcat tomcat;
    private final String scheme;

    private ServletPort(Tomcat tomcat, String scheme) {
        this.tomcat = tomcat;
        this.scheme = scheme;
    }

    /**
     * Opens it.
     *
     * @param port 0 for any that is free
     * @param tls mutual TLS; empty for plain HTTP
     * @param servlets by path pattern ({@code /fhir/*})
     * @throws IllegalStateException when the port is taken
     */
    public static ServletPort open(int port, Optional<Tls> tls, Map<String, Servlet> servlets) {
        try {
            Tomcat tomcat = new Tomcat();
            Path base = Files.createTempDirectory("hub-simulator");
            tomcat.setBaseDir(base.toString());
            Connector connector = new Connector();
            connector.setPort(port);
            connector.setProperty("address", "127.0.0.1");
            connector.setProperty("maxThreads", Integer.toString(THREADS));
            connector.setProperty("minSpareThreads", "1");
            tls.ifPresent(t -> t.secure(connector));
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", base.toString());
            servlets.forEach((path, servlet) -> {
                Tomcat.addServlet(context, path, servlet).setAsyncSupported(true);
                context.addServletMappingDecoded(path, path);
            });
            tomcat.start();
            if (!connector.getState().isAvailable()) {
                tomcat.destroy();
                throw new IllegalStateException(
                        "port " + port + " cannot be opened: another program has it; give another port");
            }
            return new ServletPort(tomcat, tls.isPresent() ? "https" : "http");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for a simulator", e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(
                    "port " + port + " cannot be opened: another program has it; give another port", e);
        }
    }

    /** Scheme, host and port, without a slash at the end. */
    public String address() {
        return scheme + "://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("a simulator did not stop in order", e);
        }
    }
}
