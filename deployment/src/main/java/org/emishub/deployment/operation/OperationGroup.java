package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Operations that belong together. */
public interface OperationGroup {
    /**
     * Runs one of them.
     *
     * @return its answer, empty when the name is none of theirs
     * @throws Operations.NotPossible when it cannot be done as asked
     * @throws SQLException when the database is not available
     */
    Optional<JsonNode> run(String operation, JsonNode arguments) throws SQLException;
}
