package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What must become durable together: rows and the entries about them.
 *
 * <p>Run inside a transaction that several units share; when one of them fails, each is run again alone. So it has no effect but on its connection.
 */
@FunctionalInterface
public interface Work<T> {
    T run(Connection connection, Appender ledger) throws SQLException;
}
