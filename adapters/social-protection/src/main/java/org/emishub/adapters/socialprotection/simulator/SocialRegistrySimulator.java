package org.emishub.adapters.socialprotection.simulator;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A social registry that speaks DCI 1.0.0: {@code POST /registry/sync/search}; it answers the hub and nobody else, and takes nothing that the hub did not sign. */
public final class SocialRegistrySimulator extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 1024 * 1024;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final transient Identity self;
    private final transient String hub;
    private final transient Keys hubKeys;
    private final transient HouseholdIndex households;
    private final transient SeenTransactions seen = new SeenTransactions();
    private final transient Clock clock;

    /**
     * Makes the registry.
     *
     * @param hub the name under which the hub asks, {@code organisation/system}
     * @param hubKeys the hub's published keys
     */
    public SocialRegistrySimulator(
            Identity self, String hub, Keys hubKeys, Iterable<Household> households, Clock clock) {
        this.self = self;
        this.hub = hub;
        this.hubKeys = hubKeys;
        this.households = new HouseholdIndex(households);
        this.clock = clock;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            error(response, 413, "err.request.bad", "too large");
            return;
        }
        try {
            SignedMessage message = SignedMessage.read(body);
            if (message.signature().isEmpty()) {
                error(response, 401, "err.signature.missing", "sign the message");
            } else if (!message.signedBy(hub, hubKeys, clock.instant())) {
                error(response, 401, "err.signature.invalid", "not signed by the hub");
            } else if (!message.headerNode().path("receiver_id").asString("").equals(self.system())) {
                error(response, 403, "err.receiver_id.invalid", "not for this registry");
            } else {
                write(response, 200, answer(message.headerNode(), message.messageNode()));
            }
        } catch (JacksonException | IllegalArgumentException e) {
            error(response, 400, "err.request.bad", "not a DCI message");
        }
    }

    private byte[] answer(JsonNode header, JsonNode message) {
        String transaction = message.path("transaction_id").asString("");
        String fault = headerFault(header, message, transaction);
        ObjectNode head = JSON.objectNode()
                .put("version", "1.0.0")
                .put("message_id", header.path("message_id").asString(""))
                .put("message_ts", now())
                .put("action", "on-search")
                .put("status", fault.isEmpty() ? "succ" : "rjct")
                .put("sender_id", self.system())
                .put("receiver_id", hub);
        ObjectNode body = JSON.objectNode().put("transaction_id", transaction).put("correlation_id", transaction);
        var responses = body.putArray("search_response");
        if (fault.isEmpty()) {
            message.path("search_request").forEach(request -> responses.add(search(request)));
            head.put("total_count", responses.size()).put("completed_count", responses.size());
        } else {
            head.put("status_reason_code", fault);
        }
        return SignedMessage.sign(self, head, body, clock.instant()).bytes();
    }

    /** The reason to take none of it; empty when there is none. */
    private String headerFault(JsonNode header, JsonNode message, String transaction) {
        if (!header.path("action").asString("").equals("search")) {
            return "rjct.action.not_supported";
        }
        if (!header.path("sender_id").asString("").equals(hub) || !timely(header)) {
            return "rjct.message_ts.invalid";
        }
        if (header.path("total_count").asInt(-1)
                != message.path("search_request").size()) {
            return "rjct.total_count.invalid";
        }
        return transaction.isEmpty() || !seen.first(transaction) ? "rjct.message_id.duplicate" : "";
    }

    private boolean timely(JsonNode header) {
        try {
            Instant written =
                    OffsetDateTime.parse(header.path("message_ts").asString("")).toInstant();
            return Duration.between(written, clock.instant()).abs().compareTo(Duration.ofMinutes(5)) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private ObjectNode search(JsonNode request) {
        ObjectNode response = JSON.objectNode()
                .put("reference_id", request.path("reference_id").asString(""))
                .put("timestamp", now());
        try {
            List<Household> found = households.search(request.path("search_criteria"));
            ObjectNode data = response.put("status", "succ").putObject("data").put("version", "1.0.0");
            data.put("reg_type", "ns:org:RegistryType:Social").put("reg_record_type", "spdci-extensions-social:Group");
            var records = data.putArray("reg_records");
            found.forEach(household -> records.add(HouseholdJson.of(household)));
        } catch (IllegalArgumentException e) {
            response.put("status", "rjct").put("status_reason_code", "rjct.search_criteria.invalid");
        }
        return response;
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void error(HttpServletResponse response, int status, String code, String message)
            throws IOException {
        String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
        write(response, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
