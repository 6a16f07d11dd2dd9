package org.emishub.security.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The keys themselves, for whoever erases a child and for nobody else. */
public interface ChildKeys {
    /** Those of every year that a child has, oldest first. */
    List<ChildKey> of(Connection connection, String child) throws SQLException;

    /**
     * Destroys keys: what was sealed under them is unreadable from here on, on every node, whether the caller's transaction commits or not; durable on return.
     *
     * <p>Whatever is sealed of the child afterwards is sealed under a new key.
     */
    void destroy(Connection connection, Collection<ChildKey> keys) throws SQLException;
}
