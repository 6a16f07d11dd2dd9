package org.emishub.routes.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.OneNode;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Event;

/** Ends letters that nobody took in their time, and destroys what they carried. */
final class Expiry {
    private static final int AT_ONCE = 100;
    /** So that no payload ever lies longer than agreed. */
    private static final Duration BEFORE_THE_NEXT_LOOK = Duration.ofSeconds(90);

    private final HubParts parts;
    private final Outbox outbox;
    private final Runnable wake;

    /** @param wake called when something has expired: another letter may have waited for it */
    Expiry(HubParts parts, Outbox outbox, Runnable wake) {
        this.parts = parts;
        this.outbox = outbox;
        this.wake = wake;
    }

    /** One node at a time: the others have nothing to do then. */
    void run() throws SQLException {
        OneNode.at(parts.dataSource(), OneNode.HOUSEKEEPING, this::expireAll);
    }

    private void expireAll() throws SQLException {
        Instant now = parts.clock().instant();
        List<Letter> overdue = look(now);
        while (!overdue.isEmpty()) {
            int expired = expire(overdue, now);
            wake.run();
            overdue = expired == 0 ? List.of() : look(now);
        }
    }

    private List<Letter> look(Instant now) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection()) {
            return outbox.overdue(connection, now.plus(BEFORE_THE_NEXT_LOOK), AT_ONCE);
        }
    }

    private int expire(List<Letter> letters, Instant now) {
        return parts.ledger().commit((connection, appender) -> {
            int expired = 0;
            for (Letter letter : letters) {
                expired += expire(connection, appender, letter, now) ? 1 : 0;
            }
            return expired;
        });
    }

    private boolean expire(Connection connection, Appender appender, Letter letter, Instant now) throws SQLException {
        Optional<Agreement> agreement =
                parts.agreements().get().acceptedUnder(letter.agreement(), letter.agreementVersion());
        String child = outbox.payload(connection, letter.id())
                .map(payload -> child(letter, payload))
                .orElse("");
        boolean first =
                outbox.end(connection, letter.id(), Letter.State.EXPIRED, letter.reason(), now) != Outbox.Ended.NO;
        if (first) {
            appender.append(LetterEntries.ended(
                    letter, Event.EXPIRED, agreement, "EXPIRED", "retention.hub: 24h after receipt", child));
        }
        return first;
    }

    /** Who it was about; a parcel that cannot be opened expires all the same. */
    private String child(Letter letter, byte[] payload) {
        try {
            return Parcel.open(parts.atRest(), letter.id(), payload).child();
        } catch (SecurityException e) {
            return "";
        }
    }
}
