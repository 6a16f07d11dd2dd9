package org.emishub.deployment.operation;

import java.util.Optional;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.delivery.Recipients;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an operator sees of recipients, and the button that stops one. */
public final class RecipientOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int LONGEST = 200;

    private final HubRoutes routes;

    public RecipientOperations(HubRoutes routes) {
        this.routes = routes;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return switch (operation) {
            case "recipient.list" -> Optional.of(list());
            case "recipient.stop" -> Optional.of(stop(arguments));
            case "recipient.start" -> Optional.of(start(arguments));
            default -> Optional.empty();
        };
    }

    private Recipients recipients() {
        return routes.deliveries().recipients();
    }

    private ObjectNode list() {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode all = result.putArray("recipients");
        for (Recipients.Recipient recipient : recipients().list()) {
            ObjectNode one = all.addObject()
                    .put("recipient", recipient.id().toString())
                    .put("stopped", recipient.stop().isPresent())
                    .put("breaker", recipient.breaker())
                    .put("open", recipient.open())
                    .put("dead", recipient.dead());
            recipient.stop().ifPresent(stop -> one.put("since", stop.at().toString())
                    .put("by", stop.by())
                    .put("reason", stop.why()));
        }
        return result;
    }

    private ObjectNode stop(JsonNode arguments) {
        SystemId recipient = named(arguments.path("recipient").asString(""));
        if (!recipients().stop(recipient, said(arguments, "by"), said(arguments, "reason"))) {
            throw new NotPossible(recipient + " is stopped already: see 'hub recipient list'");
        }
        return MAPPER.createObjectNode().put("recipient", recipient.toString()).put("stopped", true);
    }

    private ObjectNode start(JsonNode arguments) {
        SystemId recipient = named(arguments.path("recipient").asString(""));
        if (!recipients().start(recipient, said(arguments, "by"))) {
            throw new NotPossible(recipient + " is not stopped");
        }
        return MAPPER.createObjectNode().put("recipient", recipient.toString()).put("stopped", false);
    }

    /** A recipient that the hub can deliver to. */
    SystemId named(String name) {
        return recipients().ids().stream()
                .filter(id -> id.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotPossible("the hub delivers to no '" + name + "', but to "
                        + recipients().ids()));
    }

    /** Who and why are part of the ledger's entry. */
    private static String said(JsonNode arguments, String name) {
        return Operations.given(arguments, name)
                .filter(text -> text.length() <= LONGEST)
                .orElseThrow(() -> new NotPossible("say '" + name + "', in at most " + LONGEST + " characters"));
    }
}
