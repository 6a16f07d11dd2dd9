package org.emishub.routes.store;

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
import java.util.UUID;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what is still to be delivered, and what became of it; works on the caller's connection.
 *
 * <p>When a letter is tried and how long a claim holds goes by the database's clock, which all nodes share; its deadline goes by the hub's.
 */
public final class Outbox {
    static final String COLUMNS =
            """
            id, sender, message_id, agreement, agreement_version, recipient, kind, state, wire_hash, released, attempts,
            reason, owner, deadline, created_at""";
    /** No such time is ever reached: facts without a time of their own are older than none of their day. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final String PUT =
            """
            insert into outbox (id, sender, message_id, agreement, agreement_version, recipient, kind, state, wire_hash,
              reason, owner, deadline, created_at, next_attempt_at, payload, order_key, as_of, issued_at, ordinal,
              released)
            select ?::uuid, ?, ?, ?, ?::int, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, now(), ?::bytea, ?::bytea, ?::date,
              ?::timestamptz, ?::bigint, ?::boolean
            where not exists (select 1 from outbox newer where newer.order_key = ?::bytea
              and (newer.as_of > ?::date or (newer.as_of = ?::date and newer.issued_at > ?::timestamptz)))
            on conflict do nothing""";
    private static final String CLAIM =
            """
            update outbox set attempts = attempts + ?, released = true, leased_until = now() + ? * interval '1 ms',
              next_attempt_at = now() + ? * interval '1 ms'
            where id = (select id from outbox where id = ? and state = 'SENT'
              and (leased_until is null or leased_until < now()) for update skip locked)
            returning leased_until, attempts""";
    private static final String END =
            """
            update outbox set state = ?, reason = ?, finished_at = ?, leased_until = null,
              payload = case when ? then payload end, receipt = coalesce(?, receipt), receipt_signed = ?
            where id = ? and state in ('PENDING', 'SENT', 'DEAD') and\s""";
    private static final String NOBODY_TRIES = "(leased_until is null or leased_until < now())";
    private static final String OURS = "leased_until = ?";
    private static final String AGAIN =
            """
            update outbox set state = 'PENDING', reason = ?, next_attempt_at = now() + ? * interval '1 ms', leased_until = null,
              attempts = attempts - ?
            where id = ? and state = 'SENT' and\s""";
    private static final String RETRY =
            """
            update outbox dead set state = 'PENDING', attempts = 0, released = false, next_attempt_at = now(), leased_until = null,
              finished_at = null
            where id = ? and state = 'DEAD' and payload is not null and not exists
              (select 1 from outbox newer where newer.order_key = dead.order_key and newer.ordinal > dead.ordinal)""";
    private static final String SUPERSEDED =
            """
            select 1 from outbox newer, outbox dead
            where dead.id = ? and newer.order_key = dead.order_key and newer.ordinal > dead.ordinal limit 1""";
    private static final String FOLLOWED =
            "\nreturning exists (select 1 from outbox next where next.order_key = outbox.order_key and next.state = 'PENDING')";

    /**
     * Puts a letter in.
     *
     * @param payload sealed, absent for one that was refused
     * @param place absent for one that is about no child or was refused
     * @return false when a newer fact of the same order was put in before: nothing was changed
     */
    public boolean put(Connection connection, Letter letter, byte @Nullable [] payload, @Nullable OrderPlace place)
            throws SQLException {
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
            insert.setBytes(14, payload);
            place(insert, letter, place);
            return insert.executeUpdate() == 1;
        }
    }

    private static void place(PreparedStatement insert, Letter letter, @Nullable OrderPlace place) throws SQLException {
        byte[] key = place == null ? null : place.key();
        java.time.LocalDate asOf = place == null ? null : place.asOf();
        insert.setBytes(15, key);
        insert.setObject(16, asOf, java.sql.Types.DATE);
        insert.setTimestamp(
                17, place == null ? null : Timestamp.from(place.issuedAt().orElse(letter.createdAt())));
        insert.setObject(18, place == null ? null : place.ordinal(), java.sql.Types.BIGINT);
        insert.setBoolean(19, letter.released());
        insert.setBytes(20, key);
        insert.setObject(21, asOf, java.sql.Types.DATE);
        insert.setObject(22, asOf, java.sql.Types.DATE);
        insert.setTimestamp(
                23, place == null ? null : Timestamp.from(place.issuedAt().orElse(NEVER)));
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

    /**
     * A letter with what will leave.
     *
     * @param payload sealed; absent when the letter has ended
     * @param stopped whether an operator has stopped its recipient
     */
    public record Loaded(Letter letter, byte @Nullable [] payload, boolean stopped) {}

    /** All that an attempt needs of a letter, in one look. */
    public Optional<Loaded> load(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                + ", payload, exists (select 1 from recipient_stop s where s.recipient = outbox.recipient)"
                + " from outbox where id = ?")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Loaded(letter(row), row.getBytes(16), row.getBoolean(17)))
                        : Optional.empty();
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

    /**
     * Takes a letter for one attempt; empty when another has it, it has ended, or it is to be relayed again.
     *
     * @param lease how long the claim holds
     * @param counts whether the attempt counts towards the dead letter
     */
    public Optional<Claim> claim(Connection connection, UUID id, Duration lease, boolean counts) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setInt(1, counts ? 1 : 0);
            update.setLong(2, lease.toMillis());
            update.setLong(3, lease.toMillis());
            update.setObject(4, id);
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Claim(row.getTimestamp(1).toInstant(), row.getInt(2)))
                        : Optional.empty();
            }
        }
    }

    /** What came of ending a letter. */
    public enum Ended {
        /** It had ended before, or is not the caller's to end. */
        NO,
        /** It has. */
        YES,
        /** It has, and another letter waited for that. */
        FOLLOWED
    }

    /** Marks a letter as ended that nobody tries at present. */
    public Ended end(Connection connection, UUID id, Letter.State state, String reason, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END + NOBODY_TRIES + FOLLOWED)) {
            set(update, id, state, reason, now);
            return ended(update);
        }
    }

    /** Gives a letter up after an attempt, unless the claim is no longer the letter's; its payload stays for a retry. */
    public Ended dead(Connection connection, UUID id, Claim claim, String reason, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END + OURS + FOLLOWED)) {
            set(update, id, Letter.State.DEAD, reason, now);
            update.setTimestamp(8, Timestamp.from(claim.lease()));
            return ended(update);
        }
    }

    /** Marks a letter as delivered: its recipient has it, whoever holds a claim. */
    public Ended delivered(Connection connection, UUID id, Instant now, byte[] receipt, boolean signed)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END + "true" + FOLLOWED)) {
            set(update, id, Letter.State.DELIVERED, "", now);
            update.setBytes(5, receipt);
            update.setBoolean(6, signed);
            return ended(update);
        }
    }

    private static Ended ended(PreparedStatement update) throws SQLException {
        try (ResultSet row = update.executeQuery()) {
            if (!row.next()) {
                return Ended.NO;
            }
            return row.getBoolean(1) ? Ended.FOLLOWED : Ended.YES;
        }
    }

    private static void set(PreparedStatement update, UUID id, Letter.State state, String reason, Instant now)
            throws SQLException {
        update.setString(1, state.name());
        update.setString(2, reason);
        update.setTimestamp(3, Timestamp.from(now));
        update.setBoolean(4, state == Letter.State.DEAD);
        update.setBytes(5, null);
        update.setBoolean(6, false);
        update.setObject(7, id);
    }

    /** Puts a letter back after an attempt that failed, for another after {@code wait}; nothing when the claim is no longer its. */
    public void again(Connection connection, UUID id, Claim claim, String reason, Duration wait) throws SQLException {
        again(connection, id, claim, reason, wait, 0);
    }

    /**
     * Puts a letter back at once of which no byte has left under this claim: that was no attempt.
     *
     * @param counted whether the claim counted as one
     */
    public void unsent(Connection connection, Letter letter, Claim claim, boolean counted) throws SQLException {
        again(connection, letter.id(), claim, letter.reason(), Duration.ZERO, counted ? 1 : 0);
    }

    private static void again(Connection connection, UUID id, Claim claim, String reason, Duration wait, int notMade)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(AGAIN + OURS)) {
            update.setString(1, reason);
            update.setLong(2, wait.toMillis());
            update.setInt(3, notMade);
            update.setObject(4, id);
            update.setTimestamp(5, Timestamp.from(claim.lease()));
            update.executeUpdate();
        }
    }

    /** Puts a letter back that was not tried, for another look after {@code wait}. */
    public void untried(Connection connection, Letter letter, Duration wait) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(AGAIN + NOBODY_TRIES)) {
            update.setString(1, letter.reason());
            update.setLong(2, wait.toMillis());
            update.setInt(3, 0);
            update.setObject(4, letter.id());
            update.executeUpdate();
        }
    }

    /** Wakes a dead letter, as if it had never been tried; false when it is not dead, its payload is gone, or a newer fact was accepted. */
    public boolean retry(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RETRY)) {
            update.setObject(1, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Whether a newer fact of the same order was accepted. */
    public boolean superseded(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SUPERSEDED)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
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

    /** Letters not delivered by their deadline, whose payload must go now; one that is just being tried ends by that first. */
    public List<Letter> overdue(Connection connection, Instant now, int most) throws SQLException {
        return letters(
                connection,
                "payload is not null and deadline <= ? and " + NOBODY_TRIES + " order by deadline limit ?",
                Timestamp.from(now),
                most);
    }

    /** Dead letters of one reason class, the oldest first. */
    public List<Letter> dead(Connection connection, String reason) throws SQLException {
        return letters(connection, "state = 'DEAD' and reason = ? order by ordinal, created_at", reason);
    }

    private static List<Letter> letters(Connection connection, String which, Object... values) throws SQLException {
        List<Letter> letters = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select " + COLUMNS + " from outbox where " + which)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    letters.add(letter(row));
                }
            }
        }
        return letters;
    }
}
