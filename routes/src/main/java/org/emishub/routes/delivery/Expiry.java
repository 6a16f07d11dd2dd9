package org.emishub.routes.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.MessageStore;
import org.emishub.routes.store.OneNode;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Event;

/** Destroys what is past its time: letters nobody took, and ciphertexts older than they may be. */
final class Expiry {
    private static final int AT_ONCE = 100;

    private final HubParts parts;
    private final Outbox outbox;
    private final MessageStore store = new MessageStore();

    Expiry(HubParts parts, Outbox outbox) {
        this.parts = parts;
        this.outbox = outbox;
    }

    /** One node at a time: the others have nothing to do then. */
    void run() throws SQLException {
        OneNode.at(parts.dataSource(), OneNode.HOUSEKEEPING, this::expireAll);
    }

    private void expireAll() throws SQLException {
        Instant now = parts.clock().instant();
        List<Letter> overdue;
        try (Connection connection = parts.dataSource().getConnection()) {
            store.forget(connection, now.minus(parts.settings().keep()));
            overdue = outbox.overdue(connection, now, AT_ONCE);
        }
        for (Letter letter : overdue) {
            expire(letter, now);
        }
    }

    private void expire(Letter letter, Instant now) {
        Optional<Agreement> agreement = parts.agreements().get().byId(letter.agreement());
        parts.ledger().commit((connection, appender) -> {
            String child = outbox.payload(connection, letter.id())
                    .map(payload -> child(letter, payload))
                    .orElse("");
            boolean first = outbox.end(connection, letter.id(), Letter.State.EXPIRED, letter.reason(), now);
            if (first) {
                appender.append(LetterEntries.ended(
                        letter, Event.EXPIRED, agreement, "EXPIRED", "retention.hub: 24h after receipt", child));
            }
            return first;
        });
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
