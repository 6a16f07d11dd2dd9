package org.emishub.routes.system;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Whoever keeps something of children beyond an exchange, in tables or files of its own. */
public interface Keeper {
    /**
     * Deletes what it has of a child; asked again it finds nothing.
     *
     * @param child the identifier under which the hub knows it
     * @return how many things were deleted
     */
    int erase(String child) throws SQLException, IOException;

    /**
     * Deletes what came before an instant and has no business to be there any longer.
     *
     * @return a line for each thing, which names nobody
     */
    default List<String> destroyBefore(Instant instant) throws SQLException, IOException {
        return List.of();
    }
}
