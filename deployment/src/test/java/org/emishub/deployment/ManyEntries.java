package org.emishub.deployment;

import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;

/** So many entries that a checkpoint over them is due at once: it is at most 10 seconds or 1,000 entries old, and nobody need wait for the seconds. */
public final class ManyEntries {
    private static final int DUE = 1_000;

    private ManyEntries() {}

    /** One entry of a test. */
    public static EntryDraft about(String message) {
        return EntryDraft.ofHub(Event.LOOKED_UP, message, "a test", "", new EntryDraft.Side("", "tester", "a test"));
    }

    /** Enters them; gives the sequence number of the last. */
    public static long enter(Ledger ledger) {
        return ledger.commit((connection, appender) -> {
            for (int i = 1; i < DUE; i++) {
                appender.append(about("many"));
            }
            return appender.append(about("many")).sequence();
        });
    }
}
