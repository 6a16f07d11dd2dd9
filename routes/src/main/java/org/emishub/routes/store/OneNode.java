package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Lets one node at a time do what must not be done twice: an advisory lock, held by a transaction that the database ends when its node is gone or stopped.
 */
public final class OneNode {
    /** The first eight bytes of SHA-256("emishub housekeeping"). */
    public static final long HOUSEKEEPING = -3_621_335_943_257_669_869L;

    private static final String LOCK = "select pg_try_advisory_xact_lock(?)";

    private OneNode() {}

    /** Work on the database. */
    @FunctionalInterface
    public interface Job {
        void run() throws SQLException;
    }

    /** Does it unless another node is doing it; false when one is. */
    public static boolean at(DataSource database, long lock, Job job) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!taken(connection, lock)) {
                    return false;
                }
                job.run();
                return true;
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean taken(Connection connection, long lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setLong(1, lock);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
