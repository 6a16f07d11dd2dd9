package org.emishub.security.stamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;

/** The stamps of this hub's checkpoints. Table: {@code V105__testimony.sql}. */
public final class Stamps {
    private static final String SELECT =
            "SELECT size, note, response, stamped_at FROM ledger_stamp JOIN ledger_checkpoint USING (size) ";
    private static final String INSERT =
            "INSERT INTO ledger_stamp (size, response, stamped_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private final DataSource database;

    public Stamps(DataSource database) {
        this.database = database;
    }

    /**
     * A checkpoint and its stamp.
     *
     * @param note the signed note; what is stamped is its text, up to and with the newline before the empty line
     */
    public record Stamped(long size, String note, Stamp stamp) {}

    /** The newest stamped checkpoint. */
    public Optional<Stamped> newest() {
        return one(SELECT + "ORDER BY size DESC LIMIT 1");
    }

    /** The newest stamped checkpoint of at most this size. */
    public Optional<Stamped> upTo(long size) {
        return one(SELECT + "WHERE size <= ? ORDER BY size DESC LIMIT 1", size);
    }

    /** The stamped checkpoint of this size, or the next larger one: it too shows that what the smaller held was there by then. */
    public Optional<Stamped> from(long size) {
        return one(SELECT + "WHERE size >= ? ORDER BY size LIMIT 1", size);
    }

    /** Keeps one; the first of a checkpoint stays. */
    public void keep(long size, Stamp stamp) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, size);
            insert.setBytes(2, stamp.response());
            insert.setTimestamp(3, Timestamp.from(stamp.time()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    private Optional<Stamped> one(String sql, long... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setLong(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Instant at = row.getTimestamp(4).toInstant();
                return Optional.of(new Stamped(row.getLong(1), row.getString(2), new Stamp(at, row.getBytes(3))));
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }
}
