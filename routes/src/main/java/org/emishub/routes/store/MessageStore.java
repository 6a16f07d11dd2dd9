package org.emishub.routes.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/** The inbox: every message received once, with the answer it got; works on the caller's connection. */
public final class MessageStore {
    private static final String KEEP =
            """
            insert into inbox (sender, message_id, payload_hash, agreement, state, ciphertext, received_at)
            values (?, ?, ?, ?, 'RECEIVED', ?, ?) on conflict do nothing""";
    private static final String KEEP_AND_COUNT =
            """
            with kept as (
              insert into inbox (sender, message_id, payload_hash, agreement, state, ciphertext, received_at)
              values (?, ?, ?, ?, 'RECEIVED', ?, ?) on conflict do nothing returning 1),
            counted as (
              insert into quota as q (agreement, day, used) select ?, ?, ? from kept
              on conflict (agreement, day) do update set used = q.used + excluded.used returning used)
            select used from counted""";
    private static final String FIND =
            "select payload_hash, state, code, answer, sealed_receipt, receipt from inbox where sender = ? and message_id = ?";
    private static final String CIPHERTEXT = "select ciphertext from inbox where sender = ? and message_id = ?";
    private static final String FINISH =
            """
            update inbox set state = ?, code = ?, answer = ?, sealed_receipt = ?, sequence = ?
            where sender = ? and message_id = ? and state = 'RECEIVED'""";
    private static final String COUNT =
            """
            insert into quota as q (agreement, day, used) values (?, ?, 1)
            on conflict (agreement, day) do update set used = q.used + 1 returning used""";
    private static final String BEYOND = "select 1 from quota where agreement = ? and day = ? and used > ?";

    private final AtRest atRest;
    private final ChildVault vault;

    /** @param vault blinds payload hashes: a payload has so few possible values that its own hash would tell it */
    public MessageStore(AtRest atRest, ChildVault vault) {
        this.atRest = atRest;
        this.vault = vault;
    }

    /** What came of keeping a message. */
    public enum Keeping {
        /** It is kept. */
        NEW,
        /** It is kept, but with it the agreement's limit of the day is passed. */
        BEYOND_LIMIT,
        /** Its sender used the id before: nothing was changed. */
        KNOWN
    }

    /** Keeps a message; false when its sender used the id before. */
    public boolean keep(Connection connection, Inbound inbound) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            set(insert, inbound);
            return insert.executeUpdate() == 1;
        }
    }

    /** Keeps a message and, when it is new, counts its questions against the agreement's day; one round trip. */
    public Keeping keep(Connection connection, Inbound inbound, Agreement agreement, int questions)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(KEEP_AND_COUNT)) {
            set(insert, inbound);
            insert.setString(7, agreement.id());
            insert.setObject(8, day(agreement, inbound.receivedAt()));
            insert.setInt(9, questions);
            try (ResultSet row = insert.executeQuery()) {
                if (!row.next()) {
                    return Keeping.KNOWN;
                }
                return row.getInt(1) <= agreement.limits().perDay() ? Keeping.NEW : Keeping.BEYOND_LIMIT;
            }
        }
    }

    private void set(PreparedStatement insert, Inbound inbound) throws SQLException {
        insert.setString(1, inbound.sender().toString());
        insert.setString(2, inbound.messageId());
        insert.setString(3, blind(inbound));
        insert.setString(4, inbound.agreement());
        insert.setBytes(5, inbound.ciphertext());
        insert.setTimestamp(6, Timestamp.from(inbound.receivedAt()));
    }

    /** A day of the agreement, in its own time zone. */
    private static LocalDate day(Agreement agreement, Instant at) {
        return at.atZone(agreement.timeZone()).toLocalDate();
    }

    /** What is held of a sender's message. */
    public Optional<Kept> find(Connection connection, Inbound inbound) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, inbound.sender().toString());
            select.setString(2, inbound.messageId());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(kept(row, inbound)) : Optional.empty();
            }
        }
    }

    /** What is kept of a message itself; empty when there is none, or it is past its time. */
    public Optional<byte[]> ciphertext(Connection connection, SystemId sender, String messageId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CIPHERTEXT)) {
            select.setString(1, sender.toString());
            select.setString(2, messageId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private Kept kept(ResultSet row, Inbound inbound) throws SQLException {
        String state = row.getString(2);
        String hash = row.getString(1);
        return new Kept(
                // A row of before hashes were keyed holds the plain one.
                hash.equals(blind(inbound)) || hash.equals(inbound.payloadHash()),
                !state.equals("RECEIVED"),
                state.equals("REFUSED") ? Code.valueOf(row.getString(3)) : null,
                row.getBytes(4),
                receipt(row, inbound));
    }

    private String receipt(ResultSet row, Inbound inbound) throws SQLException {
        byte[] sealed = row.getBytes(5);
        String before = row.getString(6);
        if (sealed == null) {
            return before == null ? "" : before;
        }
        return new String(atRest.open(receiptContext(inbound), sealed), US_ASCII);
    }

    private String blind(Inbound inbound) {
        return vault.blind("inbox", inbound.payloadHash());
    }

    private static String receiptContext(Inbound inbound) {
        return "receipt/" + inbound.sender() + "/" + inbound.messageId();
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
            update.setBytes(
                    4, receipt == null ? null : atRest.seal(receiptContext(inbound), receipt.getBytes(US_ASCII)));
            update.setLong(5, sequence);
            update.setString(6, inbound.sender().toString());
            update.setString(7, inbound.messageId());
            return update.executeUpdate() == 1;
        }
    }

    /** Counts one more under an agreement on a day; false when its limit is now passed. */
    public boolean count(Connection connection, Agreement agreement, Instant at) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(COUNT)) {
            upsert.setString(1, agreement.id());
            upsert.setObject(2, day(agreement, at));
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return row.getInt(1) <= agreement.limits().perDay();
            }
        }
    }

    /** Whether an agreement's limit of a day is not passed; counts nothing. */
    public boolean withinLimit(Connection connection, Agreement agreement, Instant at) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BEYOND)) {
            select.setString(1, agreement.id());
            select.setObject(2, day(agreement, at));
            select.setInt(3, agreement.limits().perDay());
            try (ResultSet row = select.executeQuery()) {
                return !row.next();
            }
        }
    }
}
