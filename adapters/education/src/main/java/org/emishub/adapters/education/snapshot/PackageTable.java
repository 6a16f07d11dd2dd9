package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.emishub.adapters.education.intake.Kind;

/** Which packages came and what became of them. */
final class PackageTable {
    private static final String BEGIN =
            """
            insert into education_package as p (provider, message_id, kind, state, as_of) values (?, ?, ?, 'LOADING', ?)
            on conflict (provider, message_id) do update set kind = excluded.kind
            returning number, state, as_of, accepted, refused""";
    private static final String END =
            "update education_package set state = ?, accepted = ?, refused = ? where number = ?";

    private PackageTable() {}

    /**
     * A package by its number.
     *
     * @param loaded false when it is new, or when its loading was interrupted
     * @param asOf the day on which it first came
     */
    record Entry(long number, boolean loaded, LocalDate asOf, long accepted, long refused) {}

    static Entry begin(Connection connection, String provider, String messageId, Kind kind, LocalDate asOf)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, provider);
            insert.setString(2, messageId);
            insert.setString(3, kind.name());
            insert.setObject(4, asOf);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Entry(
                        row.getLong(1),
                        row.getString(2).equals("LOADED"),
                        row.getObject(3, LocalDate.class),
                        row.getLong(4),
                        row.getLong(5));
            }
        }
    }

    static void end(Connection connection, long number, boolean loaded, long accepted, long refused)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END)) {
            update.setString(1, loaded ? "LOADED" : "REFUSED");
            update.setLong(2, accepted);
            update.setLong(3, refused);
            update.setLong(4, number);
            update.executeUpdate();
        }
    }

    /** The number a package has; empty when it never came. */
    static Optional<String> messageId(Connection connection, long number) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select message_id from education_package where number = ?")) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
