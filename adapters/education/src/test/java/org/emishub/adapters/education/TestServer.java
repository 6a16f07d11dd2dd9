package org.emishub.adapters.education;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.emishub.adapters.education.intake.PackageDoor;
import org.emishub.security.member.SystemId;

/** Tomcat on a free port of the loopback with one servlet, behind a filter that knows who sends. */
public final class TestServer implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final String path;

    /** @param member who the filter says has sent; empty when nobody was authenticated */
    public TestServer(String path, HttpServlet servlet, Optional<String> member)
            throws IOException, LifecycleException {
        this.path = path;
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "servlet", servlet);
        context.addServletMappingDecoded(path, "servlet");
        Filter filter = (request, response, chain) -> {
            member.ifPresent(id -> request.setAttribute(PackageDoor.MEMBER, SystemId.of(id)));
            chain.doFilter(request, response);
        };
        FilterDef definition = new FilterDef();
        definition.setFilterName("member");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("member");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        tomcat.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
