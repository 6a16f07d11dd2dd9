package org.emishub.adapters.socialprotection.dci;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;

/**
 * The hub as a DCI 1.0.0 registry: {@code POST /dci/registry/sync/search}, about school attendance.
 *
 * <p>Whoever cannot be told apart from a stranger gets an HTTP error and no signature; a member gets a signed answer, also when it is a no.
 */
public final class DciDoor extends HttpServlet {
    /** The request attribute with the member that showed its registered TLS certificate; absent where the door is mounted without TLS. */
    public static final String MEMBER = "org.emishub.member";

    private static final long serialVersionUID = 1L;

    private final transient DciEntrance entrance;
    private final transient DciConversation conversation;

    /**
     * Makes the door.
     *
     * @param signer signs answers with the hub's key
     * @param verifier knows the members' signing keys
     * @param hub the hub's own identity: {@code receiver_id} of what it takes, {@code sender_id} of what it answers
     */
    public DciDoor(Gateway gateway, ProtocolSigner signer, ProtocolVerifier verifier, SystemId hub, Clock clock) {
        this.entrance = new DciEntrance(gateway, new DciCaller(verifier, hub));
        this.conversation = new DciConversation(gateway, new DciAnswers(signer, hub, clock), clock);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entrance.serve(request, response, conversation::answer);
    }
}
