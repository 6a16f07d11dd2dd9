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
import org.emishub.security.member.Quotas;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** Lets through only members, known by their registered TLS certificate and within what they may send, and tells the door who it is. */
public final class MemberFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Refusal UNKNOWN = new Refusal(Code.UNKNOWN_MEMBER, "door: registered TLS certificate");

    /** The request attribute that holds the {@link SystemId} of the caller. */
    public static final String ATTRIBUTE = "org.emishub.member";

    private final transient Members members;
    private final transient Quotas quotas;
    private final transient Gateway gateway;

    public MemberFilter(Members members, Quotas quotas, Gateway gateway) {
        this.members = members;
        this.quotas = quotas;
        this.gateway = gateway;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<SystemId> member = caller(request).flatMap(members::byTlsCertificate);
        if (member.isEmpty()) {
            refuse(response, request.getRemoteAddr(), new Quotas.Over(UNKNOWN, true, 0));
            return;
        }
        Optional<Quotas.Over> over = quotas.take(member.get(), bytes(request));
        if (over.isPresent()) {
            refuse(response, member.get().toString(), over.get());
            return;
        }
        request.setAttribute(ATTRIBUTE, member.get());
        chain.doFilter(request, response);
    }

    /** A body whose length nobody says may be of any. */
    private static long bytes(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") == null ? request.getContentLengthLong() : Long.MAX_VALUE;
    }

    /** A refusal that cannot be entered is not given. */
    private void refuse(HttpServletResponse response, String source, Quotas.Over over) throws IOException {
        try {
            if (over.toBeEntered()) {
                gateway.refused(source, over.refusal());
            }
            Problem.write(response, over.refusal().code(), over.retrySeconds());
        } catch (RuntimeException e) {
            Problem.unavailable(response);
        }
    }

    private static Optional<X509Certificate> caller(HttpServletRequest request) {
        Object chain = request.getAttribute("jakarta.servlet.request.X509Certificate");
        return chain instanceof X509Certificate[] certificates && certificates.length > 0
                ? Optional.of(certificates[0])
                : Optional.empty();
    }
}
