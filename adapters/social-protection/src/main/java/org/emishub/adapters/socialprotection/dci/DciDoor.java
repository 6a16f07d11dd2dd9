package org.emishub.adapters.socialprotection.dci;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Locale;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/**
 * The hub as a DCI 1.0.0 registry: {@code POST /dci/registry/sync/search}, about school attendance.
 *
 * <p>Whoever cannot be told apart from a stranger gets an HTTP error and no signature; a member gets a signed answer, also when it is a no.
 */
public final class DciDoor extends HttpServlet {
    /** The request attribute with the member that showed its registered TLS certificate; absent where the door is mounted without TLS. */
    public static final String MEMBER = "org.emishub.member";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(DciDoor.class.getName());

    private final transient Gateway gateway;
    private final transient DciCaller caller;
    private final transient DciConversation conversation;

    /**
     * Makes the door.
     *
     * @param signer signs answers with the hub's key
     * @param verifier knows the members' signing keys
     * @param hub the hub's own identity: {@code receiver_id} of what it takes, {@code sender_id} of what it answers
     */
    public DciDoor(Gateway gateway, ProtocolSigner signer, ProtocolVerifier verifier, SystemId hub, Clock clock) {
        this.gateway = gateway;
        this.caller = new DciCaller(verifier, hub);
        this.conversation = new DciConversation(gateway, new DciAnswers(signer, hub, clock), clock);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(DciJson.MAX_BYTES + 1);
        try {
            answer(request, body, response);
        } catch (RuntimeException e) {
            // The ledger or a provider failed: nothing was released, so nothing may leave but this. No text of the
            // exception does.
            LOG.log(Level.ERROR, "DCI search failed: {0}", e.getClass().getName());
            write(response, 503, NotAMember.body("err.service.unavailable", "Try again later."));
        }
    }

    private void answer(HttpServletRequest request, byte[] body, HttpServletResponse response) throws IOException {
        try {
            if (body.length > DciJson.MAX_BYTES) {
                throw new NotAMember(413, "err.request.bad", Code.TOO_LARGE, "message over 2 MiB");
            }
            if (!isJson(request)) {
                throw new NotAMember(400, "err.request.bad", Code.MALFORMED, "not application/json");
            }
            DciCaller.Recognised asked = caller.recognise(body);
            requirePeer(request, asked);
            write(response, 200, conversation.answer(asked));
        } catch (NotAMember e) {
            gateway.refused(request.getRemoteAddr(), new Refusal(e.code(), e.rule()));
            write(response, e.status(), e.body());
        }
    }

    /** Whoever brings a message must be who signed it: a stored answer is signed only, and goes to whoever stands at the door. */
    private static void requirePeer(HttpServletRequest request, DciCaller.Recognised asked) throws NotAMember {
        Object peer = request.getAttribute(MEMBER);
        if (peer != null && !peer.equals(asked.sender())) {
            throw new NotAMember(
                    401, "err.sender_id.invalid", Code.UNKNOWN_MEMBER, "the TLS certificate is not the signer's");
        }
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    }

    private static void write(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
