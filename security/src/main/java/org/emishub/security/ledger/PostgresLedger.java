package org.emishub.security.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
    private static final long CHECKPOINT_ENTRIES = 1_000;
    private static final Duration CHECKPOINT_AGE = Duration.ofSeconds(10);

    private final DataSource database;
    private final CheckpointKey key;
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
    public PostgresLedger(DataSource database, CheckpointKey key, Path folder, ChildVault vault, InstantSource clock) {
        this(database, key, folder, vault, clock, CHECKPOINT_ENTRIES, CHECKPOINT_AGE);
    }

    PostgresLedger(
            DataSource database,
            CheckpointKey key,
            Path folder,
            ChildVault vault,
            InstantSource clock,
            long checkpointEntries,
            Duration checkpointAge) {
        this.database = database;
        this.key = key;
        this.folder = new CheckpointFolder(folder);
        this.checkpoints = new Checkpoints(key, this.folder, checkpointEntries, checkpointAge);
        this.writer = new LedgerWriter(new LedgerConnection(database), new Leaves(vault), checkpoints, clock);
        this.committer = new GroupCommit(writer::commit);
    }

    @Override
    public <T> T commit(Work<T> work) {
        return committer.submit(work);
    }

    @Override
    public long size() {
        return read(tables -> tables.head().size());
    }

    @Override
    public Optional<String> checkpoint() {
        return checkpoints.newest();
    }

    @Override
    public Verification verify() {
        List<String> outside =
                Stream.concat(folder.all().stream(), folder.newest().stream()).toList();
        return read(tables -> new LedgerCheck(tables, key, outside).run());
    }

    /** The audit path (RFC 6962, section 2.1.1) of an entry in the tree of {@code size} entries; {@link MerkleProofs} checks it. */
    public List<byte[]> inclusion(long sequence, long size) {
        return read(tables -> new MerkleTree(tables).inclusion(sequence, size));
    }

    /** The proof (RFC 6962, section 2.1.2) that the ledger of {@code oldSize} entries is the beginning of that of {@code size}. */
    public List<byte[]> consistency(long oldSize, long size) {
        return read(tables -> new MerkleTree(tables).consistency(oldSize, size));
    }

    private interface Query<T> {
        T run(LedgerTables tables) throws SQLException;
    }

    private <T> T read(Query<T> query) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return query.run(new LedgerTables(connection));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    /** Commits what waits and signs a last checkpoint. */
    @Override
    public void close() {
        committer.close();
        writer.signLast();
    }
}
