package org.emishub.routes.erasure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Outbox;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;

/** Ends what is on its way with an answer that is final, and destroys what is kept of it; each end is an entry that is about nobody. */
final class EndInFlight {
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final long GRACE_NANOS = 5_000_000_000L;
    private static final String RULE = "erasure: ended on its way";

    private static final String FIND_MESSAGE =
            "select state, agreement from inbox where sender = ? and message_id = ? for update";
    private static final String FORGET_MESSAGE =
            """
            update inbox set ciphertext = null, answer = null, sealed_receipt = null, receipt = null, state = ?, code = ?
            where sender = ? and message_id = ?""";
    private static final String KEEP_ENDED =
            "update inbox set ciphertext = null, answer = null, sealed_receipt = null, receipt = null where sender = ? and message_id = ?";
    private static final String FORGET_LETTERS =
            "update outbox set order_key = null, as_of = null, issued_at = null, receipt = null, payload = null where id = any (?)";
    private static final String END_PACKAGE =
            """
            update package set state = 'REFUSED', code = ?, finished_at = coalesce(finished_at, ?), claim = null, leased_until = null
            where number = ? and state in ('COMING', 'WAITING', 'ANSWERED') returning sender, package_id, agreement, content_hash""";
    private static final String FORGET_ANSWERS = "update package_answer set sealed = null where package = ?";
    private static final String PARTS =
            """
            update inbox i set ciphertext = null, answer = null from package_part p, package k
            where p.package = ? and k.number = p.package and i.sender = k.sender and i.message_id = p.message_id""";

    private final HubParts parts;
    private final Outbox outbox = new Outbox();
    private final Runnable wake;

    /** @param wake called when letters have ended: others may have waited for them */
    EndInFlight(HubParts parts, Runnable wake) {
        this.parts = parts;
        this.wake = wake;
    }

    void end(Traces.Found found, Map<String, Integer> counts) throws InterruptedException {
        endLetters(found.letters());
        counts.merge("letters", found.letters().size(), Integer::sum);
        parts.ledger().commit((connection, appender) -> {
            for (long number : found.packages()) {
                endPackage(connection, appender, number);
            }
            for (Traces.Message message : found.messages()) {
                forget(connection, appender, message);
            }
            return found;
        });
        counts.merge("packages", found.packages().size(), Integer::sum);
        counts.merge("messages", found.messages().size(), Integer::sum);
        wake.run();
    }

    /** One that is just being tried is waited for: its bytes may be leaving, and its receipt is worth more than a second. */
    private void endLetters(Collection<UUID> ids) throws InterruptedException {
        Set<UUID> open = new HashSet<>(ids);
        long end = System.nanoTime() + parts.settings().lease().toNanos() + GRACE_NANOS;
        while (!open.isEmpty()) {
            Set<UUID> ended = parts.ledger().commit((connection, appender) -> endThose(connection, appender, open));
            open.removeAll(ended);
            if (!open.isEmpty()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "a letter is still being delivered: the erasure goes on in a minute");
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private Set<UUID> endThose(Connection connection, Appender appender, Set<UUID> open) throws SQLException {
        Set<UUID> ended = new HashSet<>();
        Instant now = parts.clock().instant();
        for (UUID id : open) {
            Optional<Letter> letter = outbox.find(connection, id);
            if (letter.filter(Traces::isOpen).isEmpty()) {
                ended.add(id);
            } else if (outbox.end(connection, id, Letter.State.REFUSED, Code.NO_DATA.name(), now) != Outbox.Ended.NO) {
                ended.add(id);
                appender.append(entry(letter.get()));
            }
        }
        try (PreparedStatement update = connection.prepareStatement(FORGET_LETTERS)) {
            update.setArray(1, connection.createArrayOf("uuid", ended.toArray()));
            update.executeUpdate();
        }
        return ended;
    }

    private EntryDraft entry(Letter letter) {
        Optional<Agreement> agreement =
                parts.agreements().get().acceptedUnder(letter.agreement(), letter.agreementVersion());
        return entry(letter.id().toString(), agreement, Optional.of(letter.recipient()), letter.wireHash());
    }

    private static EntryDraft entry(
            String messageId, Optional<Agreement> agreement, Optional<SystemId> client, String contentHash) {
        Optional<AgreementRef> ref = agreement.map(Agreement::ref);
        return new EntryDraft(
                Event.REFUSED,
                messageId,
                ref,
                Code.NO_DATA.name(),
                RULE,
                agreement.map(Agreement::provider),
                client,
                List.of(),
                0,
                contentHash,
                new Side("", "", RULE));
    }

    /** A package is answered whole: its sender has to send it again without the child. */
    private void endPackage(Connection connection, Appender appender, long number) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END_PACKAGE)) {
            update.setString(1, Code.NO_DATA.name());
            update.setTimestamp(2, Timestamp.from(parts.clock().instant()));
            update.setLong(3, number);
            try (ResultSet row = update.executeQuery()) {
                if (row.next()) {
                    Optional<Agreement> agreement = parts.agreements().get().byId(row.getString(3));
                    appender.append(entry(
                            row.getString(2), agreement, Optional.of(SystemId.of(row.getString(1))), row.getString(4)));
                }
            }
        }
        for (String sql : List.of(FORGET_ANSWERS, PARTS)) {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, number);
                update.executeUpdate();
            }
        }
    }

    /** One that has no answer yet gets this one: whoever is just working on it finds it when it wants to give its own. */
    private void forget(Connection connection, Appender appender, Traces.Message message) throws SQLException {
        String state = "";
        String agreement = "";
        try (PreparedStatement select = connection.prepareStatement(FIND_MESSAGE)) {
            select.setString(1, message.sender());
            select.setString(2, message.id());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    state = row.getString(1);
                    agreement = row.getString(2);
                }
            }
        }
        boolean open = state.equals("RECEIVED");
        try (PreparedStatement update = connection.prepareStatement(open ? FORGET_MESSAGE : KEEP_ENDED)) {
            int at = 1;
            if (open) {
                update.setString(at++, "REFUSED");
                update.setString(at++, Code.NO_DATA.name());
            }
            update.setString(at++, message.sender());
            update.setString(at, message.id());
            update.executeUpdate();
        }
        if (open) {
            appender.append(entry(
                    message.id(),
                    parts.agreements().get().byId(agreement),
                    Optional.of(SystemId.of(message.sender())),
                    ""));
        }
    }
}
