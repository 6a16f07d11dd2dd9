package org.emishub.adapters.health;

import jakarta.servlet.Servlet;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A real servlet container on a free loopback port. */
public final class TomcatPort implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();

    public TomcatPort(Servlet servlet) throws Exception {
        this(servlet, new Connector());
    }

    public TomcatPort(Servlet servlet, Connector connector) throws Exception {
        Path base = Files.createTempDirectory("health-register");
        base.toFile().deleteOnExit();
        tomcat.setBaseDir(base.toString());
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        StandardContext context = (StandardContext) tomcat.addContext("", base.toString());
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesRmiTargets(false);
        Tomcat.addServlet(context, "fhir", servlet);
        context.addServletMappingDecoded("/fhir/*", "fhir");
        tomcat.start();
    }

    public URI base() {
        return URI.create(tomcat.getConnector().getScheme() + "://localhost:"
                + tomcat.getConnector().getLocalPort() + "/fhir");
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
