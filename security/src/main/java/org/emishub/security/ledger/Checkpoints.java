package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signs a checkpoint when one is due, and never one that is inconsistent with the last. Used by the committing thread alone. */
final class Checkpoints {
    private static final Duration NEVER = Duration.ofDays(1);

    private final CheckpointKeys keys;
    private final CheckpointFolder folder;
    private final long maxEntries;
    private final Duration maxAge;
    private volatile @Nullable Checkpoint last;
    private long size;
    private long waitingSince;

    Checkpoints(CheckpointKeys keys, CheckpointFolder folder, long maxEntries, Duration maxAge) {
        this.keys = keys;
        this.folder = folder;
        this.maxEntries = maxEntries;
        this.maxAge = maxAge;
    }

    Optional<String> newest() {
        Checkpoint newest = last;
        return newest == null ? folder.newest() : Optional.of(newest.note());
    }

    /** Told how large the ledger is after each group. */
    void grown(long newSize) {
        if (signed() == size && newSize > size) {
            waitingSince = System.nanoTime();
        }
        size = newSize;
    }

    private long signed() {
        Checkpoint newest = last;
        return newest == null ? 0 : newest.size();
    }

    /** How long until one is due; zero when it is now. */
    Duration due() {
        if (size <= signed()) {
            return NEVER;
        }
        if (size - signed() >= maxEntries) {
            return Duration.ZERO;
        }
        Duration left = maxAge.minusNanos(System.nanoTime() - waitingSince);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Compares the ledger with every last checkpoint there is: this node's, the database's (another node may have signed it) and the file's.
     *
     * @return which key signs what
     * @throws LedgerAltered when one of them is not by our key or not a beginning of the ledger, or when the key that is to sign the next is not held here
     */
    KeyHistory requireConsistent(Connection connection, Frontier head) throws SQLException {
        LedgerTables tables = new LedgerTables(connection);
        KeyHistory history = keys.history(tables);
        Optional<String> stored = tables.lastNote();
        Set<String> notes = new LinkedHashSet<>();
        stored.ifPresent(notes::add);
        folder.newest().ifPresent(notes::add);
        newest().ifPresent(notes::add);
        for (String note : notes) {
            require(tables, head, history.require(note));
        }
        if (stored.isPresent()) {
            last = history.require(stored.get());
        }
        return history;
    }

    private static void require(LedgerTables tables, Frontier head, Checkpoint checkpoint) throws SQLException {
        if (checkpoint.size() > head.size()) {
            throw new LedgerAltered("entries from " + head.size() + " to " + checkpoint.size() + " are gone");
        }
        if (!checkpoint.says(new MerkleTree(tables).root(checkpoint.size()))) {
            throw new LedgerAltered("an entry before " + checkpoint.size() + " is not what was signed");
        }
    }

    /** Signs the committed head and keeps the note, as a file first, so that the database never holds one that is not outside it; says how long until the next is due. */
    Duration sign(Connection connection) throws SQLException {
        LedgerTables tables = new LedgerTables(connection);
        Frontier head = tables.lockHead();
        KeyHistory history = requireConsistent(connection, head);
        size = head.size();
        if (size == signed()) {
            return NEVER;
        }
        Checkpoint own = history.signer(size).sign(size, head.root());
        Checkpoint next = keys.second().map(second -> second.on(own)).orElse(own);
        if (!next.says(new MerkleTree(tables).root(size))) {
            throw new LedgerAltered("the ledger's head is not the tree of its entries");
        }
        folder.keep(next.note());
        tables.insert(next);
        last = next;
        return due();
    }
}
