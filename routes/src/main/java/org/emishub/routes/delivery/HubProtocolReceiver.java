package org.emishub.routes.delivery;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.emishub.routes.exchange.Content;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.envelope.DeliveryReceipt;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Envelopes.Signed;
import org.emishub.security.envelope.Message;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Delivers to a member of the hub's own protocol: one sealed envelope, posted until the member has signed that it has these bytes. */
public final class HubProtocolReceiver implements Receiver {
    private static final String MEDIA_TYPE = "application/jose";
    /** As long as a letter may wait; retries send the identical envelope. */
    private static final Duration VALID = Duration.ofHours(24);

    private static final int LARGEST_RECEIPT = 64 * 1024;
    /** The same bytes will never be taken: not well-formed, too large, of no kind it takes, against its rules. */
    private static final Set<Integer> PERMANENT = Set.of(400, 405, 413, 415, 422);

    private final SystemId hub;
    private final Peer peer;
    private final BoundedCall call;
    private final Envelopes envelopes;
    private final Clock clock;

    /**
     * The member.
     *
     * @param endpoint where it takes envelopes
     * @param timeout for the whole answer, to its last byte
     */
    public record Peer(SystemId id, URI endpoint, Duration timeout) {}

    /** Delivers to {@code peer}; {@code http} must follow no redirects. */
    public HubProtocolReceiver(SystemId hub, Peer peer, HttpClient http, Envelopes envelopes, Clock clock) {
        this.hub = hub;
        this.peer = peer;
        this.call = new BoundedCall(http, peer.timeout(), LARGEST_RECEIPT);
        this.envelopes = envelopes;
        this.clock = clock;
    }

    @Override
    public Wire translate(String messageId, Disclosure disclosure) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.set("record", Content.fields(disclosure.fields()));
        content.put("source", disclosure.source()).put("asOf", disclosure.asOf().toString());
        Instant now = clock.instant();
        Message message = new Message(
                messageId, hub, peer.id(), disclosure.agreement().id(), "event", now, now.plus(VALID), "", content);
        return new Wire(MEDIA_TYPE, envelopes.seal(message));
    }

    @Override
    public Delivered deliver(String idempotencyKey, Wire wire) {
        HttpResponse<byte[]> response = call.send(HttpRequest.newBuilder(peer.endpoint())
                .header("Content-Type", wire.mediaType())
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(wire.bytes()))
                .build());
        int status = response.statusCode();
        if (status / 100 != 2) {
            boolean later = status / 100 == 5 || status == 408 || status == 429;
            throw new SystemFault(later ? "UNREACHABLE" : "REJECTED", "HTTP " + status, PERMANENT.contains(status));
        }
        requireReceipt(DeliveryReceipt.of(idempotencyKey, peer.id(), hub, wire.bytes()), response.body());
        String certificate =
                response.sslSession().map(HubProtocolReceiver::certificate).orElse("");
        return new Delivered(true, response.body(), certificate);
    }

    /** A yes alone may come from anything in between, and a receipt for something else proves nothing about this. */
    private void requireReceipt(DeliveryReceipt due, byte[] answer) {
        if (!(envelopes.verify(answer) instanceof Outcome.Ok<Signed> signed) || !due.isSaidBy(signed.value())) {
            throw new SystemFault("WRONG_RECEIPT", "the answer is not the member's receipt for this letter", false);
        }
    }

    private static String certificate(SSLSession session) {
        try {
            return Sha256.hex(session.getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return "";
        }
    }
}
