package org.emishub.deployment.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.emishub.deployment.pressure.BackPressure;

/** Turns away whatever comes while there is no room for it, before a byte of it is read; the sender keeps it and comes again. */
public final class PressureFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final int RETRY_SECONDS = 10;

    private final transient BackPressure pressure;

    public PressureFilter(BackPressure pressure) {
        this.pressure = pressure;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (pressure.full()) {
            Problem.unavailable(response, RETRY_SECONDS);
        } else {
            chain.doFilter(request, response);
        }
    }
}
