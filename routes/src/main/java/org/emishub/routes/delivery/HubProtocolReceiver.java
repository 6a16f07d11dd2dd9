package org.emishub.routes.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.emishub.routes.exchange.Content;
import org.emishub.routes.exchange.Hashes;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Message;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Delivers to a member of the hub's own protocol: one sealed envelope, posted until it is receipted. */
public final class HubProtocolReceiver implements Receiver {
    private static final String MEDIA_TYPE = "application/jose";
    /** As long as a letter may wait; retries send the identical envelope. */
    private static final Duration VALID = Duration.ofHours(24);

    private static final int LARGEST_RECEIPT = 64 * 1024;

    private final SystemId hub;
    private final Peer peer;
    private final HttpClient http;
    private final Envelopes envelopes;
    private final Clock clock;

    /**
     * The member.
     *
     * @param endpoint where it takes envelopes
     * @param timeout for the whole answer
     * @param ownReceipt whether these bytes are a receipt that the member signed
     */
    public record Peer(SystemId id, URI endpoint, Duration timeout, Predicate<byte[]> ownReceipt) {}

    /** Delivers to {@code peer}; {@code http} must follow no redirects. */
    public HubProtocolReceiver(SystemId hub, Peer peer, HttpClient http, Envelopes envelopes, Clock clock) {
        this.hub = hub;
        this.peer = peer;
        this.http = http;
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
        HttpRequest request = HttpRequest.newBuilder(peer.endpoint())
                .timeout(peer.timeout())
                .header("Content-Type", wire.mediaType())
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(wire.bytes()))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            return delivered(response);
        } catch (HttpTimeoutException e) {
            throw new SystemFault("TIMEOUT", "no answer in time", false);
        } catch (IOException e) {
            throw new SystemFault("UNREACHABLE", e.getClass().getSimpleName(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFault("INTERRUPTED", "the hub stops", false);
        }
    }

    private Delivered delivered(HttpResponse<InputStream> response) throws IOException {
        byte[] body;
        try (InputStream in = response.body()) {
            body = in.readNBytes(LARGEST_RECEIPT);
        }
        int status = response.statusCode();
        if (status / 100 != 2) {
            boolean later = status / 100 == 5 || status == 408 || status == 429;
            throw new SystemFault(later ? "UNREACHABLE" : "REJECTED", "HTTP " + status, !later);
        }
        String certificate =
                response.sslSession().map(HubProtocolReceiver::certificate).orElse("");
        return new Delivered(peer.ownReceipt().test(body), body, certificate);
    }

    private static String certificate(SSLSession session) {
        try {
            return Hashes.sha256(session.getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return "";
        }
    }
}
