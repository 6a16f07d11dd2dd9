package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The connections of one load: one for the rows, one for the children's keys, and a lock so that packages of a provider are loaded one after the other,
 * whichever node they came to.
 */
record Session(Connection rows, Connection keys, long lock) implements AutoCloseable {
    static Session open(DataSource dataSource, String provider) throws SQLException {
        long lock = (0x656475L << 32) | (provider.hashCode() & 0xFFFFFFFFL);
        Connection keys = dataSource.getConnection();
        try {
            advisory(keys, "select pg_advisory_lock(?)", lock);
            keys.setAutoCommit(false);
            Connection rows = dataSource.getConnection();
            rows.setAutoCommit(false);
            return new Session(rows, keys, lock);
        } catch (SQLException e) {
            keys.close();
            throw e;
        }
    }

    private static void advisory(Connection connection, String sql, long lock) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, lock);
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        // In this order, so that a broken row connection cannot leave the lock held by a pooled one.
        try (rows;
                keys) {
            keys.rollback();
            keys.setAutoCommit(true);
            advisory(keys, "select pg_advisory_unlock(?)", lock);
            rows.rollback();
            rows.setAutoCommit(true);
        }
    }
}
