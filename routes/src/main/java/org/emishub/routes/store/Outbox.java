package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/** The outbox: what is still to be delivered, and what became of it; works on the caller's connection. */
public final class Outbox {
    static final String COLUMNS =
            """
            id, sender, message_id, agreement, agreement_version, recipient, kind, state, wire_hash, released, attempts,
            reason, owner, deadline, created_at""";
    private static final String PUT =
            """
            insert into outbox (id, sender, message_id, agreement, agreement_version, recipient, kind, state, wire_hash,
              reason, owner, deadline, created_at, next_attempt_at, payload, released)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String DUE =
            """
            select id, recipient, sends, payload from outbox
            where state in ('PENDING', 'SENT') and next_attempt_at <= ? and payload is not null
            order by next_attempt_at limit ? for update skip locked""";
    private static final String SENT =
            "update outbox set state = 'SENT', sends = sends + 1, next_attempt_at = ? where id = ?";
    private static final String RESTARTED =
            "update outbox set next_attempt_at = ? where state = 'SENT' and (leased_until is null or leased_until < ?)";
    private static final String CLAIM =
            """
            update outbox set attempts = attempts + 1, released = true, leased_until = ?, next_attempt_at = ?
            where id = (select id from outbox where id = ? and state in ('PENDING', 'SENT')
              and (leased_until is null or leased_until < ?) for update skip locked)""";
    private static final String END =
            """
            update outbox set state = ?, reason = ?, finished_at = ?, leased_until = null,
              payload = case when ? then payload end, receipt = coalesce(?, receipt), receipt_signed = ?
            where id = ? and state in ('PENDING', 'SENT', 'DEAD')""";
    private static final String AGAIN =
            """
            update outbox set state = 'PENDING', reason = ?, next_attempt_at = ?, leased_until = null
            where id = ? and state = 'SENT'""";
    private static final String RETRY =
            """
            update outbox set state = 'PENDING', attempts = 0, released = false, next_attempt_at = ?, leased_until = null,
              finished_at = null
            where id = ? and state = 'DEAD' and payload is not null""";

    /** A letter to be put into its recipient's queue; {@code sends} counts how often it was before. */
    public record Due(UUID id, SystemId recipient, int sends, byte[] payload) {}

    /** Puts a letter in; {@code payload} is sealed, absent for one that was refused. */
    public void put(Connection connection, Letter letter, byte @Nullable [] payload) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT)) {
            insert.setObject(1, letter.id());
            insert.setString(2, letter.sender().toString());
            insert.setString(3, letter.messageId());
            insert.setString(4, letter.agreement());
            insert.setInt(5, letter.agreementVersion());
            insert.setString(6, letter.recipient().toString());
            insert.setString(7, letter.kind());
            insert.setString(8, letter.state().name());
            insert.setString(9, letter.wireHash());
            insert.setString(10, letter.reason());
            insert.setString(11, letter.owner());
            insert.setTimestamp(12, Timestamp.from(letter.deadline()));
            insert.setTimestamp(13, Timestamp.from(letter.createdAt()));
            insert.setTimestamp(14, Timestamp.from(letter.createdAt()));
            insert.setBytes(15, payload);
            insert.setBoolean(16, letter.released());
            insert.executeUpdate();
        }
    }

    /** Letters whose time has come, locked until the caller's transaction ends; those another node holds are left out. */
    public List<Due> due(Connection connection, Instant now, int most) throws SQLException {
        List<Due> due = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(
                            row.getObject(1, UUID.class),
                            SystemId.of(row.getString(2)),
                            row.getInt(3),
                            row.getBytes(4)));
                }
            }
        }
        return due;
    }

    /** Notes that letters are in their queues; when nothing has become of one by {@code again}, it is due once more. */
    public void sent(Connection connection, List<Due> letters, Instant again) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SENT)) {
            for (Due letter : letters) {
                update.setTimestamp(1, Timestamp.from(again));
                update.setObject(2, letter.id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Makes everything due that may have been lost with a broker; what was not is told apart by its state. */
    public void restarted(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RESTARTED)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setTimestamp(2, Timestamp.from(now));
            update.executeUpdate();
        }
    }

    public Optional<Letter> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select " + COLUMNS + " from outbox where id = ?")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(letter(row)) : Optional.empty();
            }
        }
    }

    static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getObject(1, UUID.class),
                SystemId.of(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                SystemId.of(row.getString(6)),
                row.getString(7),
                Letter.State.valueOf(row.getString(8)),
                row.getString(9),
                row.getBoolean(10),
                row.getInt(11),
                row.getString(12),
                row.getString(13),
                row.getTimestamp(14).toInstant(),
                row.getTimestamp(15).toInstant());
    }

    /** Takes a letter for one attempt until {@code lease}; false when another has it or it is done. */
    public boolean claim(Connection connection, UUID id, Instant now, Instant lease) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setTimestamp(1, Timestamp.from(lease));
            update.setTimestamp(2, Timestamp.from(lease));
            update.setObject(3, id);
            update.setTimestamp(4, Timestamp.from(now));
            return update.executeUpdate() == 1;
        }
    }

    /** Marks a letter as ended; only a dead one keeps its payload, for a retry. False when it had ended before. */
    public boolean end(Connection connection, UUID id, Letter.State state, String reason, Instant now)
            throws SQLException {
        return end(connection, id, state, reason, now, null, false);
    }

    /** Marks a letter as ended and keeps the recipient's receipt, sealed. */
    public boolean end(
            Connection connection,
            UUID id,
            Letter.State state,
            String reason,
            Instant now,
            byte @Nullable [] receipt,
            boolean signed)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END)) {
            update.setString(1, state.name());
            update.setString(2, reason);
            update.setTimestamp(3, Timestamp.from(now));
            update.setBoolean(4, state == Letter.State.DEAD);
            update.setBytes(5, receipt);
            update.setBoolean(6, signed);
            update.setObject(7, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Puts a letter back for another attempt at {@code next}. */
    public void again(Connection connection, UUID id, String reason, Instant next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(AGAIN)) {
            update.setString(1, reason);
            update.setTimestamp(2, Timestamp.from(next));
            update.setObject(3, id);
            update.executeUpdate();
        }
    }

    /** Wakes a dead letter, as if it had never been tried; false when it is not dead or its payload is gone. */
    public boolean retry(Connection connection, UUID id, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RETRY)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setObject(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** The sealed parcel of a letter that may still be delivered. */
    public Optional<byte[]> payload(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select payload from outbox where id = ?")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** Letters not delivered by their deadline, whose payload must go now. */
    public List<Letter> overdue(Connection connection, Instant now, int most) throws SQLException {
        List<Letter> overdue = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                + " from outbox where payload is not null and deadline <= ? order by deadline limit ?")) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    overdue.add(letter(row));
                }
            }
        }
        return overdue;
    }
}
