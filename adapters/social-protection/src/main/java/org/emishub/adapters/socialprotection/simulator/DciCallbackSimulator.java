package org.emishub.adapters.socialprotection.simulator;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the management information system takes answers that come later: {@code POST /registry/on-search}, DCI 1.0.0.
 *
 * <p>It takes what the hub certainly wrote to it, as the answer to something it asked, under the correlation it was given; each once, however often it is brought.
 */
public final class DciCallbackSimulator extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final transient Identity self;
    private final transient String hub;
    private final transient Keys hubKeys;
    private final transient Clock clock;
    /** Transaction to the correlation acknowledged for it; empty until it is known. */
    private final transient Map<String, String> expected = new HashMap<>();

    private final transient Map<String, Taken> taken = new HashMap<>();
    private final transient List<String> answered = new ArrayList<>();

    /**
     * Makes it.
     *
     * @param hub the hub's name, {@code organisation/system}
     * @param hubKeys the hub's published keys
     */
    public DciCallbackSimulator(Identity self, String hub, Keys hubKeys, Clock clock) {
        this.self = self;
        this.hub = hub;
        this.hubKeys = hubKeys;
        this.clock = clock;
    }

    /**
     * An answer that came.
     *
     * @param status {@code succ} or {@code rjct} of the first search, or of the header when no search was looked at
     * @param records the records of the first search
     * @param wire its bytes
     */
    public record Taken(
            String correlation, String status, String reason, String message, List<JsonNode> records, byte[] wire) {
        public Taken {
            records = List.copyOf(records);
        }

        /** Outcome only. */
        @Override
        public String toString() {
            return "Taken[" + status + " " + reason + "]";
        }
    }

    /** Says that something is about to be asked: its answer may come before its acknowledgement. */
    public synchronized void expect(String transaction) {
        expected.putIfAbsent(transaction, "");
    }

    /** Says under which correlation the answer will come; throws when it came under another. */
    public synchronized void acknowledged(String transaction, String correlation) {
        expected.put(transaction, correlation);
        Taken early = taken.get(transaction);
        if (early != null && !early.correlation().equals(correlation)) {
            throw new IllegalStateException("the answer came under another correlation than its acknowledgement");
        }
    }

    /** Waits for the answer; empty when none came in time. */
    public synchronized Optional<Taken> await(String transaction, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!taken.containsKey(transaction) && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return Optional.ofNullable(taken.get(transaction));
    }

    /** How every post was answered, in order: {@code ACK}, {@code ACK again} or a no. */
    public synchronized List<String> answered() {
        return List.copyOf(answered);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        String verdict = body.length > MAX_BYTES ? "ERR err.request.bad" : verdict(body);
        synchronized (this) {
            answered.add(verdict);
        }
        String[] words = verdict.split(" ", 2);
        boolean ack = words[0].equals("ACK");
        String error = ack ? "" : ",\"error\":{\"code\":\"" + words[1] + "\",\"message\":\"not taken\"}";
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        byte[] answer = ("{\"message\":{\"ack_status\":\"" + words[0] + "\",\"timestamp\":\"" + now
                        + "\",\"correlation_id\":\"" + Integer.toHexString(verdict.hashCode()) + "\"" + error + "}}")
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }

    private String verdict(byte[] body) {
        try {
            SignedMessage message = SignedMessage.read(body);
            JsonNode header = message.headerNode();
            if (message.signature().isEmpty()) {
                return "ERR err.signature.missing";
            }
            if (!message.signedBy(hub, hubKeys, clock.instant())) {
                return "ERR err.signature.invalid";
            }
            if (!header.path("receiver_id").asString("").equals(self.system())) {
                return "ERR err.receiver_id.invalid";
            }
            return header.path("action").asString("").equals("on-search")
                    ? take(header, message.messageNode(), body)
                    : "ERR err.request.bad";
        } catch (JacksonException | IllegalArgumentException e) {
            return "ERR err.request.bad";
        }
    }

    private synchronized String take(JsonNode header, JsonNode message, byte[] body) {
        String transaction = message.path("transaction_id").asString("");
        String correlation = message.path("correlation_id").asString("");
        String known = expected.get(transaction);
        if (known == null || correlation.isEmpty() || !(known.isEmpty() || known.equals(correlation))) {
            return "NACK err.request.not_found";
        }
        JsonNode first = message.path("search_response").path(0);
        JsonNode from = first.isObject() ? first : header;
        Taken answer = new Taken(
                correlation,
                from.path("status").asString(""),
                from.path("status_reason_code").asString(""),
                from.path("status_reason_message").asString(""),
                from.path("data").path("reg_records").valueStream().toList(),
                body.clone());
        boolean again = taken.putIfAbsent(transaction, answer) != null;
        notifyAll();
        return again ? "ACK again" : "ACK";
    }
}
