package org.emishub.deployment.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** Lets through only members, known by their registered TLS certificate, and tells the door who it is. */
public final class MemberFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Refusal UNKNOWN = new Refusal(Code.UNKNOWN_MEMBER, "door: registered TLS certificate");

    /** The request attribute that holds the {@link SystemId} of the caller. */
    public static final String ATTRIBUTE = "org.emishub.member";

    private final transient Members members;
    private final transient Gateway gateway;

    public MemberFilter(Members members, Gateway gateway) {
        this.members = members;
        this.gateway = gateway;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<SystemId> member = caller(request).flatMap(members::byTlsCertificate);
        if (member.isEmpty()) {
            gateway.refused(request.getRemoteAddr(), UNKNOWN);
            Problem.write(response, UNKNOWN.code());
            return;
        }
        request.setAttribute(ATTRIBUTE, member.get());
        chain.doFilter(request, response);
    }

    private static Optional<X509Certificate> caller(HttpServletRequest request) {
        Object chain = request.getAttribute("jakarta.servlet.request.X509Certificate");
        return chain instanceof X509Certificate[] certificates && certificates.length > 0
                ? Optional.of(certificates[0])
                : Optional.empty();
    }
}
