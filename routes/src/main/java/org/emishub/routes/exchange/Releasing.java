package org.emishub.routes.exchange;

import java.util.List;
import java.util.Optional;
import org.emishub.routes.store.Kept;
import org.emishub.routes.store.MessageStore;
import org.emishub.security.ledger.Ledger;

/** The record of release: the answer and its entries, durable before the first byte leaves. */
final class Releasing {
    private final Ledger ledger;
    private final MessageStore store;

    Releasing(Ledger ledger, MessageStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    /**
     * Records the release of one answer.
     *
     * @param kept what is kept for a repetition: the bytes that will leave when they are sealed, else those sealed at rest
     * @param wireHash of the bytes that will leave
     * @return empty when they may leave; else the answer that another run of the same message was given first
     */
    Optional<Kept> release(Passage passage, byte[] kept, String wireHash) {
        return release(passage, kept, List.of(passage), List.of(), wireHash);
    }

    /** Records the release of the verdicts on a batch: one entry for each row that was disclosed, one for each that was refused. */
    Optional<Kept> release(
            Passage whole, byte[] kept, List<Passage> disclosed, List<PartRefused> refused, String hash) {
        return ledger.<Optional<Kept>>commit((connection, appender) -> {
            long sequence = whole.received().sequence();
            if (!store.finish(connection, whole.inbound(), "ANSWERED", "OK", kept, null, sequence)) {
                return store.find(connection, whole.inbound());
            }
            disclosed.forEach(passage -> appender.append(Entries.released(passage, hash)));
            refused.forEach(part -> Refusals.enter(appender, part.passage(), part.refusal()));
            return Optional.empty();
        });
    }
}
