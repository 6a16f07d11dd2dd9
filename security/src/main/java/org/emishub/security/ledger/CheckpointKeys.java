package org.emishub.security.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.security.note.VerifierKey;

/**
 * The ledger's keys that this node holds; which of them signs, the ledger itself tells.
 *
 * @param held the first is the one that signs while no other was entered
 * @param second what signs beside it, where somebody wants that
 */
public record CheckpointKeys(List<CheckpointKey> held, Optional<PostQuantumLine> second) {
    /** All are of one ledger. */
    public CheckpointKeys {
        held = List.copyOf(held);
        if (held.isEmpty()
                || held.stream().map(CheckpointKey::origin).distinct().count() != 1) {
            throw new IllegalArgumentException("a ledger's keys are at least one, all under the ledger's name");
        }
    }

    /** With nothing beside. */
    public CheckpointKeys(List<CheckpointKey> held) {
        this(held, Optional.empty());
    }

    /** A ledger's only key. */
    public CheckpointKeys(CheckpointKey key) {
        this(List.of(key));
    }

    /** The ledger's name in the world. */
    public String origin() {
        return held.get(0).origin();
    }

    Optional<CheckpointKey> find(VerifierKey key) {
        return held.stream().filter(one -> one.verifier().is(key)).findFirst();
    }

    /**
     * As the tables tell it.
     *
     * @throws LedgerAltered when it does not lead to a key that is held here: whoever writes to the database could hand the ledger to himself
     */
    KeyHistory history(LedgerTables tables) throws SQLException {
        List<KeyChange> changes = new ArrayList<>();
        for (LedgerTables.StoredChange stored : tables.keyChanges()) {
            changes.add(KeyChange.read(stored.sequence(), stored.note(), stored.over()));
        }
        KeyHistory history = new KeyHistory(this, changes);
        history.signer(tables.lastNote().map(Checkpoint::size).orElse(0L) + 1);
        return history;
    }
}
