package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Message;
import org.emishub.security.envelope.Opened;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A member that speaks the hub protocol: seals what it asks and opens what it is answered. */
public final class HubProtocolClient {
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient http;
    private final URI exchange;
    private final SystemId self;
    private final SystemId hub;
    private final Envelopes envelopes;
    private final Clock clock;

    /** @param exchange the address of the hub's {@code /exchange} */
    public HubProtocolClient(
            HttpClient http, URI exchange, SystemId self, SystemId hub, Envelopes envelopes, Clock clock) {
        this.http = http;
        this.exchange = exchange;
        this.self = self;
        this.hub = hub;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    /**
     * What came back.
     *
     * @param status HTTP status
     * @param refusal the code of a no, empty for an answer
     * @param content the answer's content, the claims of the hub's receipt for an event, or the problem details
     */
    public record Answer(String messageId, int status, String refusal, JsonNode content) {}

    /** With which it seals and opens. */
    public Envelopes envelopes() {
        return envelopes;
    }

    /** Asks, or sends, one message under an agreement. */
    public Answer send(String agreement, String kind, JsonNode content) {
        String id = UUID.randomUUID().toString();
        return post(id, seal(id, agreement, kind, content));
    }

    /**
     * What became of a message that we sent.
     *
     * @param outcome one of the words that MessageStatus writes, {@code waiting} while it is on its way
     * @param deliveries one for each agreement under which it went on, each with {@code agreement, outcome, reason, at}
     */
    public record Told(String id, String outcome, String reason, List<JsonNode> deliveries) {
        /** Whether there is nothing more to wait for. */
        public boolean isFinal() {
            return !outcome.equals("waiting");
        }
    }

    /**
     * Asks what became of messages of ours, at most 100.
     *
     * @throws IllegalStateException when the hub gives no answer, or says no
     */
    public List<Told> status(List<String> messageIds) {
        ObjectNode content = MAPPER.createObjectNode();
        messageIds.forEach(content.putArray("messages")::add);
        Answer answer = send("status", "status", content);
        if (answer.status() != 200) {
            throw new IllegalStateException("the hub tells no status: " + answer.status() + " " + answer.refusal());
        }
        return answer.content()
                .path("messages")
                .valueStream()
                .map(HubProtocolClient::told)
                .toList();
    }

    private static Told told(JsonNode message) {
        return new Told(
                message.path("id").asString(""),
                message.path("outcome").asString(""),
                message.path("reason").asString(""),
                message.path("deliveries").valueStream().toList());
    }

    /** The sealed bytes of a message. */
    public byte[] seal(String id, String agreement, String kind, JsonNode content) {
        Instant now = clock.instant();
        return envelopes.seal(new Message(id, self, hub, agreement, kind, now, now.plus(VALIDITY), "", content));
    }

    /** Posts sealed bytes as they are, also such as were tampered with. */
    public Answer post(String id, byte[] sealed) {
        HttpRequest request = HttpRequest.newBuilder(exchange)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(sealed))
                .build();
        try {
            return read(id, http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException("the hub at " + exchange + " cannot be reached: is it running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the hub", e);
        }
    }

    private Answer read(String id, HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            JsonNode problem = MAPPER.readTree(response.body());
            return new Answer(id, response.statusCode(), problem.path("code").asString("UNAVAILABLE"), problem);
        }
        if (isReceipt(response.body())) {
            return new Answer(id, 200, "", receipt(id, response.body()));
        }
        Outcome<Opened> opened = envelopes.open(response.body());
        if (opened instanceof Outcome.Ok<Opened> ok) {
            JsonNode content = ok.value().message().content();
            return new Answer(id, 200, content.path("refusal").asString(""), content);
        }
        throw new IllegalStateException("the hub's answer could not be opened: " + opened);
    }

    /** A receipt is signed and not sealed: three parts, where an answer has five. */
    private static boolean isReceipt(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).split("\\.", -1).length == 3;
    }

    private JsonNode receipt(String id, byte[] body) {
        if (envelopes.verify(body) instanceof Outcome.Ok<Envelopes.Signed> signed
                && signed.value().signer().equals(hub)
                && signed.value().claims().path("jti").asString("").equals(id)) {
            return signed.value().claims();
        }
        throw new IllegalStateException("the answer is not the hub's receipt for " + id);
    }
}
