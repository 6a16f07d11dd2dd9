package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an operator sees of messages and of the codes in them that nobody mapped, and how dead letters are tried again. */
public final class MessageOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_LETTERS = 1_000;

    private final HubRoutes routes;
    private final RecipientOperations recipients;

    public MessageOperations(HubRoutes routes, RecipientOperations recipients) {
        this.routes = routes;
        this.recipients = recipients;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) throws SQLException {
        return switch (operation) {
            case "message.list" -> Optional.of(list(arguments));
            case "message.show" -> Optional.of(letter(one(arguments)));
            case "message.retry" -> Optional.of(retry(arguments));
            case "codes.unmapped" -> Optional.of(unmapped());
            default -> Optional.empty();
        };
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
        Optional<String> reason = Operations.given(arguments, "reason");
        if (reason.isPresent()) {
            return retryAll(
                    reason.get(), Operations.given(arguments, "recipient").map(recipients::named));
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
}
