package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The operations by name; each takes and gives JSON, so that it is the same called from near and from far. */
public final class Operations {
    /** Blanks but the common one, and characters without a shape. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}&&[^ ]]");

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

    /** The text of an argument that may be absent; blanks around it make it no other, for facts and records are found without them. */
    static Optional<String> given(JsonNode arguments, String name) {
        return Optional.of(arguments.path(name).asString("").strip()).filter(text -> !text.isEmpty());
    }

    /**
     * Whom it names, where something is kept of them from now on.
     *
     * @throws NotPossible when it holds what nobody sees: it would be another child, whom no erasure of this one reaches
     */
    static Optional<String> named(JsonNode arguments, String name) {
        Optional<String> named = given(arguments, name);
        if (named.filter(text -> UNSEEN.matcher(text).find()).isPresent()) {
            throw new NotPossible("'" + name + "' holds a character that cannot be seen: write it anew, by hand");
        }
        return named;
    }
}
