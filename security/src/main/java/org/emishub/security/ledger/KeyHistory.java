package org.emishub.security.ledger;

import java.util.List;
import java.util.Optional;
import org.emishub.security.note.VerifierKey;

/** Which key signs the checkpoint of which size: each up to the first over the entry that names the next. */
record KeyHistory(CheckpointKeys keys, List<KeyChange> changes) {

    /**
     * Takes the changes, oldest first.
     *
     * @throws LedgerAltered when one does not follow the one before
     */
    KeyHistory {
        changes = List.copyOf(changes);
        for (int i = 1; i < changes.size(); i++) {
            KeyChange before = changes.get(i - 1);
            KeyChange change = changes.get(i);
            if (!change.from().is(before.to()) || change.sequence() < before.size()) {
                throw new LedgerAltered("the change of the ledger's key at entry " + change.sequence()
                        + " does not follow the one before");
            }
        }
        if (!changes.isEmpty() && !changes.get(0).from().name().equals(keys.origin())) {
            throw new LedgerAltered("the ledger's key was that of another ledger");
        }
    }

    /** The key that signs the checkpoint of this size. */
    VerifierKey of(long size) {
        VerifierKey key = changes.isEmpty()
                ? keys.held().get(0).verifier()
                : changes.get(0).from();
        for (KeyChange change : changes) {
            key = size > change.size() ? change.to() : key;
        }
        return key;
    }

    /** Reads a checkpoint; empty when it is none, or not signed by the key that it had to be signed by. */
    Optional<Checkpoint> read(String note) {
        return Checkpoint.read(note, of(Checkpoint.size(note)));
    }

    Checkpoint require(String note) {
        return read(note).orElseThrow(() -> new LedgerAltered("a checkpoint is not signed by this ledger's key"));
    }

    /**
     * What signs the checkpoint of this size.
     *
     * @throws LedgerAltered when this node does not hold it
     */
    CheckpointKey signer(long size) {
        VerifierKey key = of(size);
        return keys.find(key)
                .orElseThrow(
                        () -> new LedgerAltered("a checkpoint of " + size + " entries is to be signed with the key "
                                + key + ", which is not this ledger's key here: put it into the key store"));
    }

    /** Whether this key signs, signed, or is entered to sign. */
    boolean knows(VerifierKey key) {
        return of(0).is(key) || changes.stream().anyMatch(change -> change.to().is(key));
    }

    /** Whether a change was entered that does not count yet. */
    boolean pending() {
        return changes.stream().anyMatch(change -> change.size() == KeyChange.NOT_YET);
    }

    /** The newest that was entered, whether it signs yet or not. */
    VerifierKey announced() {
        return changes.isEmpty() ? of(0) : changes.get(changes.size() - 1).to();
    }
}
