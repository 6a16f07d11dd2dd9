package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The operations by name; each takes and gives JSON, so that it is the same called from near and from far. */
public final class Operations {
    private final List<OperationGroup> groups;

    /** @param groups no two of which know the same name */
    public Operations(List<OperationGroup> groups) {
        this.groups = List.copyOf(groups);
    }

    /**
     * Runs one.
     *
     * @throws NotPossible when it is unknown, or cannot be done as asked
     */
    public JsonNode run(String operation, JsonNode arguments) {
        try {
            for (OperationGroup group : groups) {
                Optional<JsonNode> answer = group.run(operation, arguments);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database is not available", e);
        }
        throw new NotPossible("there is no operation '" + operation + "'");
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
