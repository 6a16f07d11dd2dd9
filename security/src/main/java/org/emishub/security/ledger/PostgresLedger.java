package org.emishub.security.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.security.vault.ChildVault;

/**
 * The ledger in PostgreSQL: an RFC 6962 tree appended to by group commit, with C2SP checkpoints in the database and in a folder outside it.
 *
 * <p>Several nodes may append to one database; an advisory lock lets one at a time. Tables: {@code V101__ledger.sql}.
 */
public final class PostgresLedger implements Ledger {
    /** A group more may come before the next is signed, and then it is 1,000. */
    private static final long CHECKPOINT_ENTRIES = 1_000 - GroupCommit.MAX_GROUP;

    /** A second to sign and publish it, and then it is 10. */
    private static final Duration CHECKPOINT_AGE = Duration.ofSeconds(9);

    private final DataSource database;
    private final CheckpointKeys keys;
    private final ChildVault vault;
    private final CheckpointFolder folder;
    private final Checkpoints checkpoints;
    private final LedgerWriter writer;
    private final GroupCommit committer;

    /**
     * Opens the ledger; the first commit fails when it is not what was last signed.
     *
     * @param folder for checkpoints, outside the database and its backups
     * @param vault seals the personal side of each entry
     */
    public PostgresLedger(
            DataSource database, CheckpointKeys keys, Path folder, ChildVault vault, InstantSource clock) {
        this(database, keys, folder, vault, clock, CHECKPOINT_ENTRIES, CHECKPOINT_AGE);
    }

    PostgresLedger(
            DataSource database,
            CheckpointKeys keys,
            Path folder,
            ChildVault vault,
            InstantSource clock,
            long checkpointEntries,
            Duration checkpointAge) {
        this.database = database;
        this.keys = keys;
        this.vault = vault;
        this.folder = new CheckpointFolder(folder);
        this.checkpoints = new Checkpoints(keys, this.folder, checkpointEntries, checkpointAge);
        this.writer = new LedgerWriter(
                new LedgerConnection(database), new Leaves(vault), new ChainHeads(vault), checkpoints, clock);
        this.committer = new GroupCommit(writer::commit);
    }

    @Override
    public <T> T commit(Work<T> work) {
        return committer.submit(work);
    }

    @Override
    public long size() {
        return Snapshot.of(database, tables -> tables.head().size());
    }

    @Override
    public Optional<String> checkpoint() {
        return checkpoints.newest();
    }

    @Override
    public Verification verify() {
        List<String> outside =
                Stream.concat(folder.all().stream(), folder.newest().stream()).toList();
        return Snapshot.of(database, tables -> new LedgerCheck(tables, keys, outside, new ChainCheck(vault)).run());
    }

    /** Commits what waits and signs a last checkpoint. */
    @Override
    public void close() {
        committer.close();
        writer.signLast();
    }
}
