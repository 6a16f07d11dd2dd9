package org.emishub.adapters.socialprotection.dci;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.security.member.SystemId;

/** The messages that were accepted and are answered later: names and times, shared by all nodes. */
final class DciQuestions {
    private static final String KEEP =
            """
            insert into dci_question (sender, message_id, correlation, accepted_at, next_attempt_at)
            values (?, ?, ?, ?, ?)""";
    private static final String FIND = "select accepted_at from dci_question where sender = ? and message_id = ?";
    private static final String CORRELATED =
            "select message_id, answered_at from dci_question where sender = ? and correlation::text = ?";
    private static final String TAKE =
            """
            update dci_question set leased_until = ?, attempts = attempts + 1
            where (sender, message_id) = (
              select sender, message_id from dci_question
              where answered_at is null and next_attempt_at <= ? and (leased_until is null or leased_until < ?)
              order by next_attempt_at limit 1 for update skip locked)
            returning sender, message_id, accepted_at, attempts""";
    private static final String RENEW =
            "update dci_question set leased_until = ? where sender = ? and message_id = ? and answered_at is null";
    private static final String AGAIN =
            """
            update dci_question set leased_until = null, next_attempt_at = ?
            where sender = ? and message_id = ? and answered_at is null""";
    private static final String ANSWERED =
            """
            update dci_question set answered_at = ?, leased_until = null
            where sender = ? and message_id = ? and answered_at is null""";

    private final DataSource dataSource;

    DciQuestions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One that waits for its answer; {@code attempts} counts this one. */
    record Waiting(SystemId sender, String messageId, Instant acceptedAt, int attempts) {}

    /** One that was accepted. */
    record Accepted(Instant at) {}

    /** One that was found by its correlation. */
    record Correlated(String messageId, boolean answered) {}

    /** Keeps a new one; its time is kept in whole seconds, as DCI writes it. */
    boolean keep(Connection connection, SystemId sender, String messageId, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setString(1, sender.toString());
            insert.setString(2, messageId);
            insert.setObject(3, DciTo.correlation(sender, messageId));
            insert.setTimestamp(4, Timestamp.from(now));
            insert.setTimestamp(5, Timestamp.from(now));
            return insert.executeUpdate() == 1;
        }
    }

    Optional<Accepted> find(SystemId sender, String messageId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, sender.toString());
            select.setString(2, messageId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Accepted(row.getTimestamp(1).toInstant())) : Optional.empty();
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** A sender's own, by the correlation it was given. */
    Optional<Correlated> correlated(SystemId sender, String correlation) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(CORRELATED)) {
            select.setString(1, sender.toString());
            select.setString(2, correlation);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Correlated(row.getString(1), row.getTimestamp(2) != null))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** Takes the one that has waited longest, until {@code lease}; those that another worker has are left out. */
    Optional<Waiting> take(Instant now, Instant lease) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(TAKE)) {
            update.setTimestamp(1, Timestamp.from(lease));
            update.setTimestamp(2, Timestamp.from(now));
            update.setTimestamp(3, Timestamp.from(now));
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Waiting(
                                SystemId.of(row.getString(1)),
                                row.getString(2),
                                row.getTimestamp(3).toInstant(),
                                row.getInt(4)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** Keeps one that was taken for longer. */
    void renew(Waiting waiting, Instant lease) {
        write(RENEW, lease, waiting);
    }

    /** Puts one that was taken back until {@code next}. */
    void again(Waiting waiting, Instant next) {
        write(AGAIN, next, waiting);
    }

    /** Marks one as answered, in the commit that releases its answer; false when another worker was first. */
    boolean answered(Connection connection, Waiting waiting, Instant now) throws SQLException {
        return write(connection, ANSWERED, now, waiting);
    }

    /** Ends one that cannot be answered any more. */
    void end(Waiting waiting, Instant now) {
        write(ANSWERED, now, waiting);
    }

    private void write(String sql, Instant at, Waiting waiting) {
        try (Connection connection = dataSource.getConnection()) {
            write(connection, sql, at, waiting);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static boolean write(Connection connection, String sql, Instant at, Waiting waiting) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, waiting.sender().toString());
            update.setString(3, waiting.messageId());
            return update.executeUpdate() == 1;
        }
    }

    private static IllegalStateException unavailable(SQLException e) {
        return new IllegalStateException("the accepted questions are not available", e);
    }
}
