package org.emishub.routes.gateway;

import java.sql.Connection;
import java.sql.SQLException;

/** What a door writes for itself in a commit of the gateway: it becomes durable with the entries, or not at all. */
@FunctionalInterface
public interface Keeping {
    /**
     * Writes it.
     *
     * @return false when another run was first: then nothing of the commit is done
     */
    boolean keep(Connection connection) throws SQLException;
}
