package org.emishub.routes.facts;

import java.time.Instant;
import java.util.Optional;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.security.agreement.Seal;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;

/** Of which children nothing, or not everything, may be told. */
public final class Seals {
    /** It reaches further back when that is said later, and never less far; what was against one guardian becomes one against all, from its own moment on. */
    private static final String FROM_ALL =
            """
            insert into sealed_child as s (key, since) values (?, ?)
            on conflict (key) do update set since = excluded.since where s.since is null or excluded.since < s.since""";

    private static final String FROM_SOMEBODY =
            "insert into sealed_child (key, since) values (?, null) on conflict do nothing";

    /**
     * From when on is a matter of the person: what they saw until then stays, for its going would tell them of the seal. Rows of those who were named stay when the child
     * is sealed from all, so that they do not see again what was kept from them before.
     */
    private static final String AGAINST =
            """
            insert into sealed_against as a (key, who, since)
            select s.key, ?, ? from sealed_child as s where s.key = ? and (s.since is null or s.since > ?)
            on conflict (key, who) do update set since = excluded.since where excluded.since < a.since""";

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
     * @param against from whom; from every guardian where nobody is named. Naming one of a child that is sealed from all lets no other see: a seal only ever keeps more
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
            if (log.against().isEmpty()) {
                return FactBook.update(connection, FROM_ALL, key, since) > 0;
            }
            String who = keys.sealedAgainst(kind, child, log.against().get());
            boolean sealed = FactBook.update(connection, FROM_SOMEBODY, key) > 0;
            return FactBook.update(connection, AGAINST, who, since, key, since) > 0 || sealed;
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
