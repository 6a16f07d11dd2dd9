package org.emishub.routes.facts;

import java.util.Optional;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.security.agreement.Seal;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;

/** Of which children nothing, or not everything, may be told. */
public final class Seals {
    private final FactBook book;
    private final FactKeys keys;

    Seals(FactBook book, FactKeys keys) {
        this.book = book;
        this.keys = keys;
    }

    /** Seals a child from now on; false when it is so sealed already. */
    public boolean seal(String child, Seal kind, String by) {
        return book.change(
                entry("child: sealed", child, by, kind),
                connection -> FactBook.update(
                                connection,
                                "insert into sealed_child (key) values (?) on conflict do nothing",
                                keys.seal(kind, child))
                        > 0);
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
