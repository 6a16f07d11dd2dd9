package org.emishub.adapters.education.simulator;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets somebody fetch the register's newest bulk package: {@code GET /package}. */
public final class PackageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient EmisSimulator emis;

    public PackageServlet(EmisSimulator emis) {
        this.emis = emis;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"package.zip\"");
        response.setHeader("Cache-Control", "no-store");
        emis.bulk().to(response.getOutputStream());
    }
}
