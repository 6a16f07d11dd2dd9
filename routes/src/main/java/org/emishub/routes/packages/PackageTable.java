package org.emishub.routes.packages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.routes.exchange.PartHeading;
import org.emishub.routes.packages.PackageState.State;
import org.emishub.security.member.SystemId;

/** Packages and their parts; works on the caller's connection. */
final class PackageTable {
    static final String COLUMNS =
            """
            number, sender, package_id, agreement, parts, rows, state, code, content_hash, receipt, batch_receipt, answers, answered,
            next_part, next_row, attempts, received_at, deadline""";
    private static final String BEGIN =
            """
            insert into package (sender, package_id, agreement, parts, rows, state, next_attempt_at, received_at, deadline)
            values (?, ?, ?, ?, ?, 'COMING', ?, ?, ?) on conflict do nothing""";
    private static final String FIND =
            "select " + COLUMNS + " from package where sender = ? and package_id = ? for update";
    private static final String PUT =
            "insert into package_part (package, part, message_id, payload_hash, rows) values (?, ?, ?, ?, ?) on conflict do nothing";
    private static final String PARTS =
            "select part, message_id, payload_hash, rows from package_part where package = ? order by part";
    private static final String COMPLETE =
            "update package set state = 'WAITING', content_hash = ?, receipt = ? where number = ? and state = 'COMING'";
    private static final String REFUSE =
            "update package set state = ?, code = ?, finished_at = ?, claim = null, leased_until = null"
                    + " where number = ? and state in ('COMING', 'WAITING')";
    private static final String OVERDUE =
            "select " + COLUMNS + " from package where deadline <= ? and state in ('COMING', 'WAITING') limit ?";
    private static final String FETCHED = "update package set fetched_at = ? where number = ? and fetched_at is null";

    /** A part that is there. */
    record Part(int number, String messageId, String payloadHash, int rows) {}

    /** Makes the package where it is not there yet, and holds its row to the end of the transaction. */
    PackageState begin(
            Connection connection, SystemId sender, String agreement, PartHeading heading, Instant now, Duration keep)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, sender.toString());
            insert.setString(2, heading.packageId());
            insert.setString(3, agreement);
            insert.setInt(4, heading.of());
            insert.setInt(5, heading.packageRows());
            insert.setTimestamp(6, Timestamp.from(now));
            insert.setTimestamp(7, Timestamp.from(now));
            insert.setTimestamp(8, Timestamp.from(now.plus(keep)));
            insert.executeUpdate();
        }
        return find(connection, sender, heading.packageId()).orElseThrow();
    }

    Optional<PackageState> find(Connection connection, SystemId sender, String packageId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, sender.toString());
            select.setString(2, packageId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(state(row)) : Optional.empty();
            }
        }
    }

    /** Puts a part into its place; false when another is there. */
    boolean put(Connection connection, long number, Part part) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT)) {
            insert.setLong(1, number);
            insert.setInt(2, part.number());
            insert.setString(3, part.messageId());
            insert.setString(4, part.payloadHash());
            insert.setInt(5, part.rows());
            return insert.executeUpdate() == 1;
        }
    }

    /** The parts that are there, in order. */
    List<Part> parts(Connection connection, long number) throws SQLException {
        List<Part> parts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PARTS)) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    parts.add(new Part(row.getInt(1), row.getString(2), row.getString(3), row.getInt(4)));
                }
            }
        }
        return parts;
    }

    void complete(Connection connection, long number, String contentHash, String receipt) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(COMPLETE)) {
            update.setString(1, contentHash);
            update.setString(2, receipt);
            update.setLong(3, number);
            update.executeUpdate();
        }
    }

    /** Ends a package without its answers; false when it has ended before. */
    boolean end(Connection connection, long number, State state, String code, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REFUSE)) {
            update.setString(1, state.name());
            update.setString(2, code);
            update.setTimestamp(3, Timestamp.from(now));
            update.setLong(4, number);
            return update.executeUpdate() == 1;
        }
    }

    List<PackageState> overdue(Connection connection, Instant now, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERDUE)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, most);
            return states(select);
        }
    }

    /** Notes that its answers left; false when they had before. */
    boolean fetched(Connection connection, long number, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FETCHED)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setLong(2, number);
            return update.executeUpdate() == 1;
        }
    }

    static List<PackageState> states(PreparedStatement select) throws SQLException {
        List<PackageState> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(state(row));
            }
        }
        return found;
    }

    static PackageState state(ResultSet row) throws SQLException {
        return new PackageState(
                row.getLong("number"),
                SystemId.of(row.getString("sender")),
                row.getString("package_id"),
                row.getString("agreement"),
                row.getInt("parts"),
                row.getInt("rows"),
                State.valueOf(row.getString("state")),
                row.getString("code"),
                row.getString("content_hash"),
                row.getString("receipt"),
                row.getString("batch_receipt"),
                row.getInt("answers"),
                row.getInt("answered"),
                row.getInt("next_part"),
                row.getInt("next_row"),
                row.getInt("attempts"),
                row.getTimestamp("received_at").toInstant(),
                row.getTimestamp("deadline").toInstant());
    }
}
