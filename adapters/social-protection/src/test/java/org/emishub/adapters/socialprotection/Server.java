package org.emishub.adapters.socialprotection;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Servlets on a real Tomcat on a free port of the loopback interface. */
public final class Server implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Context context;

    public Server() {
        try {
            tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setSilent(true);
        context = tomcat.addContext("", null);
    }

    public Server mount(String pattern, Servlet servlet) {
        Tomcat.addServlet(context, pattern, servlet).setLoadOnStartup(1);
        context.addServletMappingDecoded(pattern, pattern);
        return this;
    }

    public Server start() {
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
