package org.emishub.adapters.education.snapshot;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements on the snapshot's rows; every one works on the caller's connection and transaction. */
final class ChildTable {
    /** One statement for a whole batch: a statement per row costs a round of planning and messages each. */
    private static final String INSERT =
            """
            insert into education_child (generation, package, child, national, emis, enrolled, sealed, announce)
            select ?, ?, r.* from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::bytea[], ?::boolean[]) r
            on conflict (generation, child) do update set national = excluded.national, emis = excluded.emis,
                enrolled = excluded.enrolled, package = excluded.package, sealed = excluded.sealed,
                announce = education_child.announce or excluded.announce""";

    private static final String INSERT_NAMES =
            """
            insert into education_name (generation, name, child)
            select ?, r.* from unnest(?::uuid[], ?::uuid[]) r on conflict do nothing""";
    private static final String DELETE = "delete from education_child where generation = ? and child = ?";
    private static final String DELETE_NAMES = "delete from education_name where generation = ? and child = ?";

    private final Connection connection;
    private final long generation;

    ChildTable(Connection connection, long generation) {
        this.connection = connection;
        this.generation = generation;
    }

    /** The generation to be read; empty before the first bulk package. */
    static OptionalLong current(Connection connection, String provider) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select generation from education_current where provider = ?")) {
            select.setString(1, provider);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** A row and whether its enrolment is news. */
    record Put(SealedRow row, boolean announce) {}

    void put(List<Put> puts, long packageNumber) throws SQLException {
        if (puts.isEmpty()) {
            return;
        }
        List<SealedRow> rows = puts.stream().map(Put::row).toList();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, generation);
            insert.setLong(2, packageNumber);
            insert.setArray(3, array("uuid", rows.stream().map(SealedRow::child)));
            insert.setArray(
                    4, array("uuid", rows.stream().map(row -> row.national().orElse(null))));
            insert.setArray(5, array("uuid", rows.stream().map(SealedRow::emis)));
            insert.setArray(
                    6, array("uuid", rows.stream().map(row -> row.enrolled().orElse(null))));
            insert.setArray(
                    7,
                    connection.createArrayOf(
                            "bytea", rows.stream().map(SealedRow::sealed).toArray(byte[][]::new)));
            insert.setArray(8, array("boolean", puts.stream().map(Put::announce)));
            insert.executeUpdate();
        }
        putNames(rows);
    }

    private void putNames(List<SealedRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_NAMES)) {
            insert.setLong(1, generation);
            insert.setArray(2, array("uuid", rows.stream().flatMap(row -> row.names().stream())));
            insert.setArray(3, array("uuid", rows.stream().flatMap(row -> row.names().stream()
                    .map(name -> row.child()))));
            insert.executeUpdate();
        }
    }

    private Array array(String type, Stream<? extends @Nullable Object> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    void delete(Collection<UUID> children) throws SQLException {
        deleteFrom(DELETE, children);
        deleteNames(children);
    }

    void deleteNames(Collection<UUID> children) throws SQLException {
        deleteFrom(DELETE_NAMES, children);
    }

    private void deleteFrom(String sql, Collection<UUID> children) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (UUID child : children) {
                delete.setLong(1, generation);
                delete.setObject(2, child);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** What is held of one child. {@code enrolled} is its hash as text, empty when on no roll. */
    record Held(UUID child, String enrolled, byte[] sealed) {}

    Map<UUID, Held> find(Collection<UUID> children) throws SQLException {
        Map<UUID, Held> found = new HashMap<>();
        for (Held held : select("child = any(?)", children)) {
            found.put(held.child(), held);
        }
        return found;
    }

    List<Held> byNational(UUID national) throws SQLException {
        return select("national = any(?)", List.of(national));
    }

    List<Held> byEmis(UUID emis) throws SQLException {
        return select("emis = any(?)", List.of(emis));
    }

    List<Held> byNames(Collection<UUID> names) throws SQLException {
        return select(
                "child in (select n.child from education_name n where n.generation = education_child.generation"
                        + " and n.name = any(?))",
                names);
    }

    private List<Held> select(String condition, Collection<UUID> hashes) throws SQLException {
        List<Held> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select child, enrolled, sealed from education_child where generation = ? and " + condition)) {
            select.setLong(1, generation);
            select.setArray(2, connection.createArrayOf("uuid", hashes.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String enrolled = row.getString(2);
                    found.add(
                            new Held(row.getObject(1, UUID.class), enrolled == null ? "" : enrolled, row.getBytes(3)));
                }
            }
        }
        return found;
    }
}
