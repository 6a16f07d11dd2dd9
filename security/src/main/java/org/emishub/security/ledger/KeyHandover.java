package org.emishub.security.ledger;

import java.util.List;
import org.emishub.security.ledger.EntryDraft.Side;

/** Hands the ledger over to another key: an entry names it, the key before signs the checkpoint over that entry, and the new one every later checkpoint. */
public final class KeyHandover {
    private final Ledger ledger;
    private final CheckpointKeys keys;

    public KeyHandover(Ledger ledger, CheckpointKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    /**
     * What was entered.
     *
     * @param sequence of the entry; from the first checkpoint over it on the change counts
     * @param from verifier key (C2SP signed note); {@code to} alike
     */
    public record Handed(long sequence, String from, String to) {}

    /**
     * Enters that the one held key that never signed signs from now on.
     *
     * @param by who has it changed; {@code reason} is why: both are sealed with the entry
     * @throws IllegalArgumentException when it cannot be: no or several such keys are held, or a change is under way; says what to do
     */
    public Handed handOver(String by, String reason) {
        return ledger.commit((connection, appender) -> {
            LedgerTables tables = new LedgerTables(connection);
            KeyHistory history = keys.history(tables);
            if (history.pending()) {
                throw new IllegalArgumentException("a change of the key is under way: ask again in 10 seconds");
            }
            CheckpointKey now = history.signer(tables.head().size() + 1);
            CheckpointKey next = next(history);
            String note = now.handOver(next);
            long sequence =
                    appender.append(entry(note, new Side("", by, reason))).sequence();
            tables.insertKeyChange(sequence, note);
            return new Handed(sequence, now.verifierKey(), next.verifierKey());
        });
    }

    private CheckpointKey next(KeyHistory history) {
        List<CheckpointKey> fresh = keys.held().stream()
                .filter(key -> !history.knows(key.verifier()))
                .toList();
        if (fresh.size() != 1) {
            throw new IllegalArgumentException(
                    fresh.isEmpty()
                            ? "this node holds no key that has not signed yet: make one with 'hub keys checkpoint', give it to every node, start them anew"
                            : "this node holds several keys that have not signed yet, and one must be meant: " + fresh);
        }
        return fresh.get(0);
    }

    private static EntryDraft entry(String note, Side side) {
        return EntryDraft.ofHub(Event.KEY_CHANGED, KeyChange.RULE, KeyChange.hash(note), side);
    }
}
