package org.emishub.security.vault;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Which slot holds whose key: the table {@code child_key}, with the committed rows seen last in memory. */
final class Slots {
    private static final int REMEMBERED = 50_000;

    /** A row of our own open transaction may yet be rolled back, so it is told apart and not remembered. */
    private static final String SELECT =
            """
            SELECT child_blind, slot, xmin::text = coalesce(pg_current_xact_id_if_assigned()::xid::text, '')
              FROM child_key WHERE year = ? AND child_blind = ANY (?)""";

    /** Sorted, so that two transactions that take keys for the same children wait for each other and never for ever. */
    private static final String INSERT =
            """
            INSERT INTO child_key (child_blind, year, slot)
            SELECT blind, ?, slot FROM unnest(?::bytea[], ?::bigint[]) AS new (blind, slot) ORDER BY blind
            ON CONFLICT (child_blind, year) DO NOTHING
            RETURNING child_blind, slot""";

    private static final String REPLACE =
            "UPDATE child_key SET slot = ? WHERE child_blind = ? AND year = ? AND slot = ?";

    private final Map<Owner, Long> remembered = Collections.synchronizedMap(new LinkedHashMap<>(1_024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Long> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** A child, blinded, and a year. */
    record Owner(ByteBuffer blind, int year) {}

    /** The slots of all owners, of one year; those that have none, or a destroyed one, are given a new one. At most four statements. */
    Map<Owner, Long> of(Connection connection, KeyFile file, List<Owner> owners) throws SQLException {
        Map<Owner, Long> found = new HashMap<>();
        Set<Owner> missing = new LinkedHashSet<>();
        for (Owner owner : owners) {
            Long slot = remembered.get(owner);
            if (slot != null && file.holdsKey(slot)) {
                found.put(owner, slot);
            } else {
                missing.add(owner);
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(look(connection, missing));
            missing.removeAll(found.keySet());
        }
        if (!missing.isEmpty()) {
            found.putAll(give(connection, file, missing));
            missing.removeAll(found.keySet());
        }
        if (!missing.isEmpty()) {
            // Another transaction gave them theirs meanwhile, and its commit was waited for.
            found.putAll(look(connection, missing));
        }
        for (Map.Entry<Owner, Long> entry : found.entrySet()) {
            if (!file.holdsKey(entry.getValue())) {
                entry.setValue(replace(connection, file, entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }

    OptionalLong find(Connection connection, Owner owner) throws SQLException {
        Long slot = look(connection, Set.of(owner)).get(owner);
        return slot == null ? OptionalLong.empty() : OptionalLong.of(slot);
    }

    private Map<Owner, Long> look(Connection connection, Collection<Owner> owners) throws SQLException {
        int year = owners.iterator().next().year();
        Map<Owner, Long> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, year);
            select.setArray(2, blinds(connection, owners));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Owner owner = new Owner(ByteBuffer.wrap(rows.getBytes(1)), year);
                    found.put(owner, rows.getLong(2));
                    if (!rows.getBoolean(3)) {
                        remembered.put(owner, rows.getLong(2));
                    }
                }
            }
        }
        return found;
    }

    private static Map<Owner, Long> give(Connection connection, KeyFile file, Collection<Owner> owners)
            throws SQLException {
        int year = owners.iterator().next().year();
        Map<Owner, Long> given = new HashMap<>();
        Long[] taken = owners.stream().map(owner -> file.take()).toArray(Long[]::new);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, year);
            insert.setArray(2, blinds(connection, owners));
            insert.setArray(3, connection.createArrayOf("bigint", taken));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    given.put(new Owner(ByteBuffer.wrap(rows.getBytes(1)), year), rows.getLong(2));
                }
            }
        }
        return given;
    }

    /** After an erasure the child's next record begins under a new key. */
    private long replace(Connection connection, KeyFile file, Owner owner, long destroyed) throws SQLException {
        remembered.remove(owner);
        try (PreparedStatement update = connection.prepareStatement(REPLACE)) {
            update.setLong(1, file.take());
            update.setBytes(2, owner.blind().array());
            update.setInt(3, owner.year());
            update.setLong(4, destroyed);
            update.executeUpdate();
        }
        return find(connection, owner).orElseThrow();
    }

    /** Those of every year, oldest first. */
    static List<ChildKey> all(Connection connection, byte[] blind) throws SQLException {
        List<ChildKey> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT year, slot FROM child_key WHERE child_blind = ? ORDER BY year, slot")) {
            select.setBytes(1, blind);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(new ChildKey(rows.getInt(1), rows.getLong(2)));
                }
            }
        }
        return keys;
    }

    /** Takes their owners from them. */
    static void forget(Connection connection, Collection<ChildKey> keys) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM child_key WHERE year = ? AND slot = ?")) {
            for (ChildKey key : keys) {
                delete.setInt(1, key.year());
                delete.setLong(2, key.slot());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static Array blinds(Connection connection, Collection<Owner> owners) throws SQLException {
        return connection.createArrayOf(
                "bytea", owners.stream().map(owner -> owner.blind().array()).toArray(byte[][]::new));
    }
}
