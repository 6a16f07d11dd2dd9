package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;

/** Reads the ledger as of one moment. */
final class Snapshot {
    private Snapshot() {}

    /** What is read. */
    @FunctionalInterface
    interface Query<T> {
        T run(LedgerTables tables) throws SQLException;
    }

    static <T> T of(DataSource database, Query<T> query) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return query.run(new LedgerTables(connection));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }
}
