package org.emishub.routes.facts;

import java.time.Instant;
import java.util.Optional;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.security.agreement.Seal;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;

/** Of which children nothing, or not everything, may be told. */
public final class Seals {
    /** It reaches further back when that is said later, and never less far. */
    private static final String SEAL =
            """
            insert into sealed_child as s (key, since) values (?, ?)
            on conflict (key) do update set since = excluded.since where excluded.since < s.since""";

    private final FactBook book;
    private final FactKeys keys;

    Seals(FactBook book, FactKeys keys) {
        this.book = book;
        this.keys = keys;
    }

    /** Seals a child from now on; false when it is so sealed already. */
    public boolean seal(String child, Seal kind, String by) {
        return seal(child, kind, new Log(Optional.empty(), Optional.empty()), by);
    }

    /**
     * What of the child's own log the seal covers.
     *
     * @param since from when on what happened is kept out of it; from now on where it is not said
     * @param against from whom; from every guardian where nobody is named. Naming one lets the others see it
     */
    public record Log(Optional<Instant> since, Optional<String> against) {
        /** Never prints whom it names. */
        @Override
        public String toString() {
            return "Log[]";
        }
    }

    /**
     * Seals a child, or says more of how it is sealed; false when that is known already.
     *
     * @throws IllegalArgumentException when it is to begin in the future: what happens until then would be seen
     */
    public boolean seal(String child, Seal kind, Log log, String by) {
        Instant now = book.now();
        Instant since = log.since().orElse(now);
        if (since.isAfter(now)) {
            throw new IllegalArgumentException("a seal does not begin in the future");
        }
        String key = keys.seal(kind, child);
        return book.change(entry("child: sealed", child, by, kind), connection -> {
            boolean changed = FactBook.update(connection, SEAL, key, since) > 0;
            return (log.against().isPresent()
                            && FactBook.update(
                                            connection,
                                            "insert into sealed_against (key, who) values (?, ?) on conflict do nothing",
                                            key,
                                            keys.sealedAgainst(
                                                    kind, child, log.against().get()))
                                    > 0)
                    || changed;
        });
    }

    /** Unseals it; false when it was not so sealed. */
    public boolean unseal(String child, Seal kind, String by) {
        return book.change(
                entry("child: unsealed", child, by, kind),
                connection ->
                        FactBook.update(connection, "delete from sealed_child where key = ?", keys.seal(kind, child))
                                > 0);
    }

    /** The kind is as personal as the child. */
    private static Entry entry(String rule, String child, String by, Seal kind) {
        return new Entry(Event.SEAL_CHANGED, Optional.empty(), rule, new Side(child, by, kind.words()));
    }
}
