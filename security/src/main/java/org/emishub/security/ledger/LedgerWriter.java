package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.jspecify.annotations.Nullable;

/** Commits groups of work and signs checkpoints; used by the committing thread alone. */
final class LedgerWriter {
    private static final System.Logger LOG = System.getLogger(LedgerWriter.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final LedgerConnection database;
    private final Leaves leaves;
    private final ChainHeads chains;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private boolean checked;
    private long seenSize;
    private byte[] seenFrontier = new byte[0];
    private @Nullable LedgerAltered altered;

    LedgerWriter(
            LedgerConnection database, Leaves leaves, ChainHeads chains, Checkpoints checkpoints, InstantSource clock) {
        this.database = database;
        this.leaves = leaves;
        this.chains = chains;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /** Commits the group, then signs a checkpoint if one is due; completes every task and never throws. */
    Duration commit(List<Task<?>> group) {
        if (!checked) {
            checkAtStart();
        }
        if (!group.isEmpty()) {
            commitTogether(group);
        }
        Duration due = checkpoints.due();
        return due.isZero() && altered == null ? signed() : due.isZero() ? RETRY : due;
    }

    /** Work of an earlier life may lack its checkpoint, and nothing may be added to a ledger that was tampered with meanwhile. */
    private void checkAtStart() {
        try {
            Frontier head = database.transaction(connection -> {
                Frontier locked = new LedgerTables(connection).lockHead();
                checkpoints.requireConsistent(connection, locked);
                return locked;
            });
            checked = true;
            remember(head);
        } catch (LedgerAltered e) {
            stop(e);
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the ledger's database does not answer yet");
        }
    }

    private void commitTogether(List<Task<?>> group) {
        try {
            write(group);
            group.forEach(Task::committed);
        } catch (LedgerAltered e) {
            stop(e);
            group.forEach(task -> task.failed(new LedgerUnavailable(e)));
        } catch (SQLException | RuntimeException | Error e) {
            if (group.size() == 1) {
                group.get(0).failed(e instanceof SQLException ? new LedgerUnavailable(e) : e);
            } else if (e instanceof SQLException && !database.works()) {
                group.forEach(task -> task.failed(new LedgerUnavailable(e)));
            } else {
                // One of them failed, and took the shared transaction with it: each has its own now.
                group.forEach(task -> commitTogether(List.of(task)));
            }
        }
    }

    private void write(List<Task<?>> group) throws SQLException {
        Frontier committed = database.transaction(connection -> {
            Frontier head = lockHead(connection);
            chains.begin(head.size() == seenSize);
            LedgerTransaction transaction = new LedgerTransaction(connection, head, leaves, chains, clock);
            for (Task<?> task : group) {
                task.run(transaction);
            }
            transaction.flush();
            return head;
        });
        chains.committed();
        remember(committed);
    }

    private Frontier lockHead(Connection connection) throws SQLException {
        if (altered != null) {
            throw altered;
        }
        Frontier head = new LedgerTables(connection).lockHead();
        if (!checked) {
            checkpoints.requireConsistent(connection, head);
            checked = true;
        }
        boolean same = head.size() == seenSize;
        if (head.size() < seenSize || (same && !Arrays.equals(head.bytes(), seenFrontier))) {
            throw new LedgerAltered(
                    "the ledger's head at " + head.size() + " is not what was committed at " + seenSize);
        }
        return head;
    }

    private void remember(Frontier head) {
        seenSize = head.size();
        seenFrontier = head.bytes();
        checkpoints.grown(seenSize);
    }

    private Duration signed() {
        try {
            return database.transaction(checkpoints::sign);
        } catch (LedgerAltered e) {
            stop(e);
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no checkpoint could be made; it is tried again: " + e.getMessage());
        }
        return RETRY;
    }

    /** Signs what is not yet signed, at the end. */
    void signLast() {
        if (altered == null && checkpoints.due().compareTo(Duration.ofHours(1)) < 0) {
            signed();
        }
        database.close();
    }

    private void stop(LedgerAltered e) {
        if (altered == null) {
            altered = e;
            checked = true;
            LOG.log(System.Logger.Level.ERROR, "the ledger is stopped: " + e.getMessage());
        }
    }
}
