package org.emishub.deployment.door;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.HubReply;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub protocol's door: one sealed message in, one sealed answer or receipt out ({@code POST}, {@code application/jose}). */
public final class ExchangeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeServlet.class);
    private static final Refusal TOO_LARGE =
            new Refusal(Code.TOO_LARGE, "door: at most " + Envelopes.MAX_BYTES + " bytes");
    private static final String JOSE = "application/jose";

    private final transient Gateway gateway;

    public ExchangeServlet(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!JOSE.equals(request.getContentType())) {
            refuse(request, response, new Refusal(Code.MALFORMED, "door: application/jose"));
            return;
        }
        if (request.getContentLengthLong() > Envelopes.MAX_BYTES) {
            refuse(request, response, TOO_LARGE);
            return;
        }
        byte[] sealed = request.getInputStream().readNBytes(Envelopes.MAX_BYTES + 1);
        if (sealed.length > Envelopes.MAX_BYTES) {
            refuse(request, response, TOO_LARGE);
            return;
        }
        exchange(sealed, response);
    }

    private void exchange(byte[] sealed, HttpServletResponse response) throws IOException {
        HubReply reply;
        try {
            reply = gateway.exchange(sealed);
        } catch (RuntimeException e) {
            // No text of the exception: it may quote what was sent or held.
            LOG.error("an exchange failed: {}", e.getClass().getName());
            Problem.unavailable(response);
            return;
        }
        if (reply instanceof HubReply.Sealed answer) {
            response.setContentType(JOSE);
            response.setContentLength(answer.jose().length);
            response.getOutputStream().write(answer.jose());
        } else if (reply instanceof HubReply.Refused refused) {
            Problem.write(response, refused.code(), refused.retrySeconds());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        gateway.refused(request.getRemoteAddr(), refusal);
        Problem.write(response, refusal.code());
    }
}
