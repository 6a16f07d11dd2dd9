package org.emishub.routes.exchange;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.routes.store.MessageStore;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** The Idempotent Receiver and the record of receipt: row, count and entry in one commit. */
final class Receiving {
    static final Refusal REPLAYED = new Refusal(Code.REPLAYED, "message id: used once");

    private final Ledger ledger;
    private final MessageStore store;

    Receiving(Ledger ledger, MessageStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    static Refusal limitReached(Agreement agreement) {
        return new Refusal(
                Code.LIMIT_REACHED, "limits.perDay: " + agreement.limits().perDay());
    }

    /** What a receipt came to. */
    sealed interface Receipt {
        /** It goes on, unless the agreement's limit of the day is passed with it. */
        record New(Appended entry, boolean withinLimit) implements Receipt {}

        /** It was answered before. */
        record Repeated(Kept kept) implements Receipt {}

        /** Its id was used for another payload. */
        record Replayed() implements Receipt {}
    }

    /** Records a message as received, and each of its questions against the agreement's limit of the day. */
    Receipt receive(Passage passage) {
        Inbound inbound = passage.inbound();
        Optional<Agreement> agreement = passage.foundAgreement();
        EntryDraft entry = Entries.received(inbound, agreement, Sha256.hex(inbound.ciphertext()));
        return ledger.<Receipt>commit((connection, appender) -> {
            MessageStore.Keeping keeping = keep(connection, passage);
            if (keeping == MessageStore.Keeping.KNOWN) {
                Kept kept = store.find(connection, inbound).orElseThrow();
                Optional<Receipt> before = before(kept, passage, appender);
                if (before.isPresent()) {
                    return before.get();
                }
            }
            boolean withinLimit = keeping != MessageStore.Keeping.BEYOND_LIMIT
                    && (keeping != MessageStore.Keeping.KNOWN || stillWithinLimit(connection, inbound, agreement));
            return new Receipt.New(appender.append(entry), withinLimit);
        });
    }

    /** What a message that comes too late to be begun was given when it was in time; empty when it was given nothing. */
    Optional<Receipt> before(Passage passage) {
        return ledger.<Optional<Receipt>>commit((connection, appender) -> {
            Optional<Kept> kept = store.find(connection, passage.inbound());
            return kept.isPresent() ? before(kept.get(), passage, appender) : Optional.empty();
        });
    }

    private static Optional<Receipt> before(Kept kept, Passage passage, Appender appender) {
        if (!kept.samePayload()) {
            Refusals.enter(appender, passage, REPLAYED);
            return Optional.of(new Receipt.Replayed());
        }
        return kept.answered() ? Optional.of(new Receipt.Repeated(kept)) : Optional.empty();
    }

    /** Counted when it first came, which may have passed the limit: the refusal of that need not be durable yet. */
    private boolean stillWithinLimit(Connection connection, Inbound inbound, Optional<Agreement> agreement)
            throws SQLException {
        return agreement.isEmpty() || store.withinLimit(connection, agreement.get(), inbound.receivedAt());
    }

    private MessageStore.Keeping keep(Connection connection, Passage passage) throws SQLException {
        Optional<Agreement> agreement = passage.foundAgreement();
        if (agreement.isPresent()) {
            return store.keep(connection, passage.inbound(), agreement.get(), passage.questions());
        }
        return store.keep(connection, passage.inbound()) ? MessageStore.Keeping.NEW : MessageStore.Keeping.KNOWN;
    }
}
