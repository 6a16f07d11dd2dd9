package org.emishub.adapters.socialprotection.dci;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** What every door of DCI does before and after its own part: size, form, who wrote it and who brings it; and the no to a stranger. */
final class DciEntrance {
    private static final Logger LOG = System.getLogger(DciEntrance.class.getName());

    private final Gateway gateway;
    private final DciCaller caller;

    DciEntrance(Gateway gateway, DciCaller caller) {
        this.gateway = gateway;
        this.caller = caller;
    }

    /** What a door answers to a recognised message: the bytes of an HTTP 200. */
    @FunctionalInterface
    interface Door {
        byte[] answer(DciCaller.Recognised recognised) throws NotAMember;
    }

    void serve(HttpServletRequest request, HttpServletResponse response, Door door) throws IOException {
        byte[] body = request.getInputStream().readNBytes(DciJson.MAX_BYTES + 1);
        try {
            answer(request, body, response, door);
        } catch (RuntimeException e) {
            // The ledger or a provider failed: nothing was released, so nothing may leave but this. No text of the
            // exception does.
            LOG.log(Level.ERROR, "DCI message failed: {0}", e.getClass().getName());
            write(response, 503, NotAMember.body("err.service.unavailable", "Try again later."));
        }
    }

    private void answer(HttpServletRequest request, byte[] body, HttpServletResponse response, Door door)
            throws IOException {
        try {
            if (body.length > DciJson.MAX_BYTES) {
                throw new NotAMember(413, "err.request.bad", Code.TOO_LARGE, "message over 2 MiB");
            }
            if (!isJson(request)) {
                throw new NotAMember(400, "err.request.bad", Code.MALFORMED, "not application/json");
            }
            DciCaller.Recognised recognised = caller.recognise(body);
            requirePeer(request, recognised.asked());
            write(response, 200, door.answer(recognised));
        } catch (NotAMember e) {
            gateway.refused(request.getRemoteAddr(), new Refusal(e.code(), e.rule()));
            write(response, e.status(), e.body());
        }
    }

    /** Whoever brings a message must be who signed it: a stored answer is signed only, and goes to whoever stands at the door. */
    private static void requirePeer(HttpServletRequest request, DciAsked asked) throws NotAMember {
        Object peer = request.getAttribute(DciDoor.MEMBER);
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
