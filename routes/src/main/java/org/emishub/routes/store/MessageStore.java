package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.refusal.Code;
import org.jspecify.annotations.Nullable;

/** The inbox: every message received once, with the answer it got; works on the caller's connection. */
public final class MessageStore {
    private static final String KEEP =
            """
            insert into inbox (sender, message_id, payload_hash, agreement, state, ciphertext, received_at)
            values (?, ?, ?, ?, 'RECEIVED', ?, ?) on conflict do nothing""";
    private static final String FIND =
            "select payload_hash, state, code, answer, receipt from inbox where sender = ? and message_id = ?";
    private static final String FINISH =
            """
            update inbox set state = ?, code = ?, answer = ?, receipt = ?, sequence = ?
            where sender = ? and message_id = ? and state = 'RECEIVED'""";
    private static final String COUNT =
            """
            insert into quota as q (agreement, day, used) values (?, ?, ?)
            on conflict (agreement, day) do update set used = q.used + excluded.used returning used""";
    private static final String FORGET =
            """
            update inbox set ciphertext = null, answer = null
            where received_at < ? and (ciphertext is not null or answer is not null)""";

    /** Keeps a message; false when its sender used the id before. */
    public boolean keep(Connection connection, Inbound inbound) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setString(1, inbound.sender().toString());
            insert.setString(2, inbound.messageId());
            insert.setString(3, inbound.payloadHash());
            insert.setString(4, inbound.agreement());
            insert.setBytes(5, inbound.ciphertext());
            insert.setTimestamp(6, Timestamp.from(inbound.receivedAt()));
            return insert.executeUpdate() == 1;
        }
    }

    /** What is held of a sender's message. */
    public Optional<Kept> find(Connection connection, Inbound inbound) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, inbound.sender().toString());
            select.setString(2, inbound.messageId());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(kept(row)) : Optional.empty();
            }
        }
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String state = row.getString(2);
        String receipt = row.getString(5);
        return new Kept(
                row.getString(1),
                !state.equals("RECEIVED"),
                state.equals("REFUSED") ? Code.valueOf(row.getString(3)) : null,
                row.getBytes(4),
                receipt == null ? "" : receipt);
    }

    /**
     * Keeps the final answer of a message.
     *
     * @param state {@code ANSWERED}, {@code ACCEPTED} or {@code REFUSED}
     * @param code {@code OK} or the code that its sender is shown
     * @return false when it has one already: nothing was changed, and the stored one counts
     */
    public boolean finish(
            Connection connection,
            Inbound inbound,
            String state,
            String code,
            byte @Nullable [] answer,
            @Nullable String receipt,
            long sequence)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FINISH)) {
            update.setString(1, state);
            update.setString(2, code);
            update.setBytes(3, answer);
            update.setString(4, receipt);
            update.setLong(5, sequence);
            update.setString(6, inbound.sender().toString());
            update.setString(7, inbound.messageId());
            return update.executeUpdate() == 1;
        }
    }

    /** Counts questions against an agreement's day, in its own time zone; false when its limit is now passed. */
    public boolean count(Connection connection, Agreement agreement, Instant at, int more) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(COUNT)) {
            upsert.setString(1, agreement.id());
            upsert.setObject(2, at.atZone(agreement.timeZone()).toLocalDate());
            upsert.setInt(3, more);
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return row.getInt(1) <= agreement.limits().perDay();
            }
        }
    }

    /** Destroys the ciphertexts and answers received before an instant; the facts about them stay. */
    public int forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FORGET)) {
            update.setTimestamp(1, Timestamp.from(before));
            return update.executeUpdate();
        }
    }
}
