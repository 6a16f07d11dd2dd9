package org.emishub.adapters.socialprotection.dci;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;

/** The social registry, asked over DCI 1.0.0 for a child's household and benefits (about {@code benefits}) or right to school meals (about {@code meals}). */
public final class DciRegistryProvider implements Provider {
    private final Peer peer;
    private final DciPost post;
    private final DciQuestion questions;
    private final DciReply replies;
    private final Clock clock;

    /**
     * The registry.
     *
     * @param system its identity: {@code receiver_id} of what we ask
     * @param search the address of its {@code /registry/sync/search}
     * @param tls the trust and the client certificate to show it; empty only on loopback
     * @param timeout for connecting, and again for the whole answer
     */
    public record Peer(SystemId system, URI search, Optional<SSLContext> tls, Duration timeout) {}

    /**
     * Makes the provider.
     *
     * @param signer signs questions with the hub's key
     * @param verifier knows the registry's signing key
     * @param hub the hub's own identity: {@code sender_id} of what it asks
     */
    public DciRegistryProvider(Peer peer, ProtocolSigner signer, ProtocolVerifier verifier, SystemId hub, Clock clock) {
        this.peer = peer;
        this.post = new DciPost(peer.search(), peer.tls(), peer.timeout());
        this.questions = new DciQuestion(signer, hub, peer.system());
        this.replies = new DciReply(verifier, hub, peer.system());
        this.clock = clock;
    }

    /** Whoever answers with a signed no answers. */
    @Override
    public void probe() {
        String transaction = UUID.randomUUID().toString();
        Instant now = clock.instant();
        replies.groups(
                post.post(questions.aboutNobody(transaction, now), Map.of()).body(), transaction, clock.instant());
    }

    @Override
    public Found find(Question question) {
        String transaction = UUID.randomUUID().toString();
        byte[] answer = post.post(questions.write(question, transaction, clock.instant()), Map.of())
                .body();
        var groups = replies.groups(answer, transaction, clock.instant());
        try {
            return new DciHouseholds(peer.system(), clock).found(groups, question);
        } catch (Malformed e) {
            throw new SystemFault("BAD_ANSWER", String.valueOf(e.getMessage()), true);
        }
    }
}
