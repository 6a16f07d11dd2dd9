package org.emishub.adapters.education.snapshot;

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

/** The statements on the snapshot's rows; every one works on the caller's connection and transaction. */
final class ChildTable {
    private static final String INSERT =
            """
            insert into education_child (generation, child, national, emis, enrolled, package, sealed, announce)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (generation, child) do update set national = excluded.national, emis = excluded.emis,
                enrolled = excluded.enrolled, package = excluded.package, sealed = excluded.sealed,
                announce = education_child.announce or excluded.announce""";
    private static final String INSERT_NAME =
            "insert into education_name (generation, name, child) values (?, ?, ?) on conflict do nothing";
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

    void put(Collection<Put> rows, long packageNumber) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement names = connection.prepareStatement(INSERT_NAME)) {
            for (Put put : rows) {
                SealedRow row = put.row();
                insert.setLong(1, generation);
                insert.setObject(2, row.child());
                insert.setObject(3, row.national().orElse(null));
                insert.setObject(4, row.emis());
                insert.setObject(5, row.enrolled().orElse(null));
                insert.setLong(6, packageNumber);
                insert.setBytes(7, row.sealed());
                insert.setBoolean(8, put.announce());
                insert.addBatch();
                for (UUID name : row.names()) {
                    names.setLong(1, generation);
                    names.setObject(2, name);
                    names.setObject(3, row.child());
                    names.addBatch();
                }
            }
            insert.executeBatch();
            names.executeBatch();
        }
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
