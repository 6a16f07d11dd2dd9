package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The committing thread's own connection, kept open so that its statements stay prepared; opened anew when it broke. */
final class LedgerConnection implements AutoCloseable {
    private static final int SECONDS_TO_ANSWER = 2;
    private static final long NANOS_BEFORE_DOUBT = 1_000_000_000;

    private final DataSource database;
    private @Nullable Connection open;
    private long lastUsed;

    LedgerConnection(DataSource database) {
        this.database = database;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface InTransaction<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs and commits; when that fails, nothing of it stays. */
    <T> T transaction(InTransaction<T> body) throws SQLException {
        Connection connection = connection();
        try {
            T result = body.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection);
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        boolean rested = System.nanoTime() - lastUsed > NANOS_BEFORE_DOUBT;
        lastUsed = System.nanoTime();
        if (open != null && (!rested || open.isValid(SECONDS_TO_ANSWER))) {
            return open;
        }
        close();
        Connection fresh = database.getConnection();
        fresh.setAutoCommit(false);
        fresh.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        open = fresh;
        return fresh;
    }

    private void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            close();
        }
    }

    /** Whether the database answers. */
    boolean works() {
        try {
            return open != null && open.isValid(SECONDS_TO_ANSWER);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // It was broken; that is why it is closed.
        } finally {
            open = null;
        }
    }
}
