package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.Optional;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.packages.PackageState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an operator may see of packages: how far they are, never what they ask. */
public final class PackageOperations implements OperationGroup {
    private static final int MOST = 1_000;

    private final HubRoutes routes;

    public PackageOperations(HubRoutes routes) {
        this.routes = routes;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) throws SQLException {
        return switch (operation) {
            case "package.list" -> Optional.of(list());
            case "package.show" -> Optional.of(show(arguments));
            default -> Optional.empty();
        };
    }

    private ObjectNode list() throws SQLException {
        ObjectNode result = JsonMapper.shared().createObjectNode();
        ArrayNode packages = result.putArray("packages");
        for (PackageState held : routes.packages().list(MOST)) {
            packages.add(json(held));
        }
        return result;
    }

    private ObjectNode show(JsonNode arguments) throws SQLException {
        String number = arguments.path("number").asString("");
        return routes.packages().list(MOST).stream()
                .filter(held -> Long.toString(held.number()).equals(number))
                .findFirst()
                .map(PackageOperations::json)
                .orElseThrow(() -> new NotPossible("there is no package " + number + ": see 'hub package list'"));
    }

    private static ObjectNode json(PackageState held) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("number", Long.toString(held.number()))
                .put("id", held.packageId())
                .put("sender", held.sender().toString())
                .put("agreement", held.agreement())
                .put("state", held.state().name())
                .put("code", held.code())
                .put("parts", Integer.toString(held.parts()))
                .put("rows", Integer.toString(held.rows()))
                .put("answered", Integer.toString(held.answered()))
                .put("attempts", Integer.toString(held.attempts()))
                .put("receivedAt", held.receivedAt().toString())
                .put("deadline", held.deadline().toString());
    }
}
