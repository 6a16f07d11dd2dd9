package org.emishub.security.erasure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.emishub.security.vault.ChildKey;

/** What stands in the place of a destroyed key; works on the caller's connection. */
public final class Tombstones {
    private static final String PUT =
            "INSERT INTO tombstone (year, slot, erased_at, reason, sequence) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String FIND = "SELECT erased_at, reason, sequence FROM tombstone WHERE year = ? AND slot = ?";

    private Tombstones() {}

    /**
     * When and why a key was destroyed.
     *
     * @param reason name of an {@link ErasureReason}, perhaps of another version of the hub
     * @param sequence of the {@code ERASED} entry
     */
    public record Tombstone(Instant erasedAt, String reason, long sequence) {}

    public static void put(Connection connection, Collection<ChildKey> keys, Tombstone tombstone) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT)) {
            for (ChildKey key : keys) {
                insert.setInt(1, key.year());
                insert.setLong(2, key.slot());
                insert.setTimestamp(3, Timestamp.from(tombstone.erasedAt()));
                insert.setString(4, tombstone.reason());
                insert.setLong(5, tombstone.sequence());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Of the key under which something was sealed; empty while it can be opened, and for what a vault did not seal. */
    public static Optional<Tombstone> of(Connection connection, byte[] sealed) throws SQLException {
        Optional<ChildKey> key = ChildKey.of(sealed);
        return key.isPresent() ? find(connection, key.get()) : Optional.empty();
    }

    public static Optional<Tombstone> find(Connection connection, ChildKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setInt(1, key.year());
            select.setLong(2, key.slot());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Tombstone(row.getTimestamp(1).toInstant(), row.getString(2), row.getLong(3)))
                        : Optional.empty();
            }
        }
    }
}
