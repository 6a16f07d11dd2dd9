package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.emishub.adapters.education.intake.Kind;
import org.emishub.adapters.education.oneroster.Tally;

/** Which packages came and what became of them. */
final class PackageTable {
    private static final String BEGIN =
            """
            insert into education_package as p (provider, message_id, kind, state, as_of) values (?, ?, ?, 'LOADING', ?)
            on conflict (provider, message_id) do update set kind = excluded.kind
            returning number, state, as_of, accepted, refused, tally, refusals""";
    private static final String END =
            "update education_package set state = ?, accepted = ?, refused = ?, tally = ?, refusals = ? where number = ?";

    private PackageTable() {}

    /**
     * A package by its number.
     *
     * @param loaded false when it is new, or when its loading was interrupted
     * @param asOf the day on which it first came
     * @param refusals its {@link Verdicts}, packed; empty when it was not loaded
     */
    record Entry(
            long number, boolean loaded, LocalDate asOf, long accepted, long refused, Tally tally, byte[] refusals) {}

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
                        row.getLong(5),
                        tally(row.getString(6)),
                        row.getBytes(7) == null ? new byte[0] : row.getBytes(7));
            }
        }
    }

    /** Notes what a package came to, with its verdicts. */
    static void loaded(Connection connection, long number, Tally tally, Verdicts verdicts) throws SQLException {
        end(connection, number, "LOADED", tally, verdicts.packed());
    }

    /** Notes that a package cannot be read as a whole. */
    static void refused(Connection connection, long number) throws SQLException {
        end(connection, number, "REFUSED", new Tally(), new byte[0]);
    }

    private static void end(Connection connection, long number, String state, Tally tally, byte[] refusals)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END)) {
            update.setString(1, state);
            update.setLong(2, tally.accepted());
            update.setLong(3, tally.refused());
            update.setString(4, text(tally));
            update.setBytes(5, refusals);
            update.setLong(6, number);
            update.executeUpdate();
        }
    }

    /** {@code users.csv 40 2}, one file to a line. */
    private static String text(Tally tally) {
        StringBuilder lines = new StringBuilder();
        tally.byFile()
                .forEach((file, count) -> lines.append(file + " " + count.accepted() + " " + count.refused() + "\n"));
        return lines.toString();
    }

    private static Tally tally(String text) {
        Tally tally = new Tally();
        text.lines()
                .map(line -> line.split(" ", 3))
                .forEach(line -> tally.add(line[0], Long.parseLong(line[1]), Long.parseLong(line[2])));
        return tally;
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
