package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations by name; each takes and gives JSON, so that it is the same called from near and from far. */
public final class Operations {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_LETTERS = 1_000;

    private final LedgerOperations ledger;
    private final HubRoutes routes;
    private final Explain explain;
    private final Translation translation;
    private final RecipientOperations recipients;
    private final PackageOperations packages;
    private final FactOperations facts;
    private final AuditOperations audit;
    private final EvidenceOperations evidence;
    private final AuditFeedOperations feed;
    private final ErasureOperations erasure;
    private final UsageOperations usage;
    private final TestimonyOperations testimony;

    public Operations(
            LedgerOperations ledger,
            HubRoutes routes,
            Explain explain,
            Translation translation,
            FactOperations facts,
            AuditOperations audit,
            EvidenceOperations evidence,
            AuditFeedOperations feed,
            ErasureOperations erasure,
            UsageOperations usage,
            TestimonyOperations testimony) {
        this.ledger = ledger;
        this.routes = routes;
        this.explain = explain;
        this.translation = translation;
        this.audit = audit;
        this.evidence = evidence;
        this.feed = feed;
        this.erasure = erasure;
        this.usage = usage;
        this.testimony = testimony;
        this.recipients = new RecipientOperations(routes);
        this.packages = new PackageOperations(routes);
        this.facts = facts;
    }

    /**
     * Runs one.
     *
     * @throws NotPossible when it is unknown, or cannot be done as asked
     */
    public JsonNode run(String operation, JsonNode arguments) {
        try {
            return switch (operation) {
                case "ledger.verify" -> ledger.verify();
                case "ledger.proof" -> ledger.proof(arguments);
                case "ledger.export" -> ledger.export();
                case "ledger.rotate-key" -> ledger.rotateKey(arguments);
                case "message.list" -> list(arguments);
                case "message.show" -> letter(one(arguments));
                case "message.retry" -> retry(arguments);
                case "recipient.list" -> recipients.list();
                case "recipient.stop" -> recipients.stop(arguments);
                case "recipient.start" -> recipients.start(arguments);
                case "package.list" -> packages.list();
                case "package.show" -> packages.show(arguments);
                case "codes.unmapped" -> unmapped();
                case "explain" -> explain.run(arguments);
                case "pseudonym.translate" -> translation.run(arguments);
                default ->
                    facts.run(operation, arguments)
                            .or(() -> audited(operation, arguments))
                            .or(() -> evidence.run(operation, arguments))
                            .or(() -> usage.run(operation, arguments))
                            .or(() -> testimony.run(operation, arguments))
                            .orElseThrow(() -> new NotPossible("there is no operation '" + operation + "'"));
            };
        } catch (SQLException e) {
            throw new IllegalStateException("the database is not available", e);
        }
    }

    private Optional<JsonNode> audited(String operation, JsonNode arguments) {
        try {
            Optional<JsonNode> answer = audit.run(operation, arguments);
            answer = answer.isPresent() ? answer : feed.run(operation, arguments);
            return answer.isPresent() ? answer : erasure.run(operation, arguments);
        } catch (SQLException e) {
            throw new IllegalStateException("the database is not available", e);
        }
    }

    private ObjectNode list(JsonNode arguments) throws SQLException {
        String word = arguments.path("state").asString("");
        Letter.State state = word.isEmpty() ? null : state(word);
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode letters = result.putArray("messages");
        for (Letter letter : routes.messages().list(state, MOST_LETTERS)) {
            letters.add(letter(letter));
        }
        return result;
    }

    private static Letter.State state(String word) {
        try {
            return Letter.State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new NotPossible("'" + word + "' is no state: " + List.of(Letter.State.values()));
        }
    }

    private Letter one(JsonNode arguments) throws SQLException {
        UUID id = id(arguments);
        return routes.messages()
                .show(id)
                .orElseThrow(() -> new NotPossible("there is no message " + id + ": see 'hub message list'"));
    }

    private static UUID id(JsonNode arguments) {
        String id = arguments.path("id").asString("");
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotPossible("'" + id + "' is no message's id: see 'hub message list'");
        }
    }

    private static ObjectNode letter(Letter letter) {
        return MAPPER.createObjectNode()
                .put("id", letter.id().toString())
                .put("state", letter.state().name())
                .put("agreement", letter.agreement())
                .put("kind", letter.kind())
                .put("sender", letter.sender().toString())
                .put("recipient", letter.recipient().toString())
                .put("attempts", letter.attempts())
                .put("reason", letter.reason())
                .put("owner", letter.owner())
                .put("deadline", letter.deadline().toString())
                .put("createdAt", letter.createdAt().toString());
    }

    private ObjectNode retry(JsonNode arguments) {
        Optional<String> reason = given(arguments, "reason");
        if (reason.isPresent()) {
            return retryAll(reason.get(), given(arguments, "recipient").map(recipients::named));
        }
        UUID id = id(arguments);
        return switch (routes.deliveries().retry(id)) {
            case WAITING -> MAPPER.createObjectNode().put("id", id.toString()).put("state", "PENDING");
            case NOT_DEAD -> throw new NotPossible("message " + id + " is not a dead letter: see 'hub message list'");
            case EXPIRED -> throw new NotPossible("message " + id + " is past its time: its sender has to send again");
            case AGREEMENT_CHANGED ->
                throw new NotPossible("message " + id
                        + " was made under another version of its agreement: its sender has to send again");
            case SUPERSEDED ->
                throw new NotPossible(
                        "message " + id + " is older than another about the same child that was accepted");
        };
    }

    private ObjectNode retryAll(String reason, Optional<SystemId> recipient) {
        Map<Retried, Integer> counts = routes.deliveries().retryAll(reason, recipient);
        ObjectNode result = MAPPER.createObjectNode().put("reason", reason);
        ObjectNode outcomes = result.putObject("outcomes");
        for (Retried retried : Retried.values()) {
            outcomes.put(retried.name(), counts.getOrDefault(retried, 0));
        }
        return result;
    }

    private ObjectNode unmapped() throws SQLException {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode codes = result.putArray("codes");
        for (UnmappedCodes.Seen seen : routes.unmappedCodes().list()) {
            codes.addObject()
                    .put("system", seen.system())
                    .put("list", seen.list())
                    .put("code", seen.code())
                    .put("count", seen.count())
                    .put("lastSeen", seen.last().toString());
        }
        return result;
    }

    /** What was asked cannot be done; the message says why and what to do. */
    public static final class NotPossible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotPossible(String message) {
            super(message);
        }
    }

    /** The text of an argument that may be absent. */
    static Optional<String> given(JsonNode arguments, String name) {
        return Optional.of(arguments.path(name).asString("")).filter(text -> !text.isBlank());
    }
}
