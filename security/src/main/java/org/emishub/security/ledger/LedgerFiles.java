package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as plain files that anybody can read and copy (C2SP tlog-tiles): what the database holds, up to the newest checkpoint.
 *
 * <p>A cache off the path of the exchange: what is missing is written anew. Tiles come first and the checkpoint last, so that whoever reads a checkpoint finds
 * its tiles. A tree that is not the signed one, or does not continue the published one, is not published.
 */
public final class LedgerFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LedgerFiles.class.getName());
    private static final String CHECKPOINT = "checkpoint";

    private final DataSource database;
    private final CheckpointKeys keys;
    private final Path folder;
    private final UnaryOperator<String> cosigned;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String done = "";
    private volatile @Nullable String refusal;
    private @Nullable Thread thread;

    LedgerFiles(DataSource database, CheckpointKeys keys, Path folder) {
        this(database, keys, folder, UnaryOperator.identity());
    }

    /** @param cosigned gives a checkpoint the signature lines of others that are known by now */
    public LedgerFiles(DataSource database, CheckpointKeys keys, Path folder, UnaryOperator<String> cosigned) {
        this.database = database;
        this.keys = keys;
        this.folder = folder.toAbsolutePath();
        this.cosigned = cosigned;
    }

    /** What the files hold. {@code problem} is empty when they are the tree that their checkpoint signs, which the database's continues. */
    public record Found(long entries, Optional<String> problem) {}

    /** Publishes from now on, within that time of each checkpoint, whoever signed it. */
    public synchronized void start(Duration within) {
        Thread publishing = new Thread(
                () -> {
                    do {
                        publishOrLog();
                    } while (!closedWithin(within));
                },
                "ledger-files");
        publishing.setDaemon(true);
        publishing.start();
        thread = publishing;
    }

    private boolean closedWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void publishOrLog() {
        try {
            publish();
            refusal = null;
        } catch (LedgerAltered e) {
            if (!String.valueOf(e.getMessage()).equals(refusal)) {
                LOG.log(System.Logger.Level.ERROR, "the ledger is not published any more: " + e.getMessage());
            }
            refusal = e.getMessage();
        } catch (RuntimeException e) {
            // Whatever it was, the thread has to be there when it is over.
            LOG.log(System.Logger.Level.WARNING, "the ledger's files wait: " + e.getMessage());
        }
    }

    /**
     * Brings the files up to the newest checkpoint and those who cosigned it; does nothing while another node does.
     *
     * @throws IllegalStateException when the database does not hold what was signed and published
     */
    public synchronized void publish() {
        Optional<String> newest = Snapshot.of(database, LedgerTables::lastNote).map(cosigned);
        if (newest.isEmpty() || newest.get().equals(done)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    done = Snapshot.of(database, tables -> publish(tables, newest.get()));
                }
            } catch (OverlappingFileLockException e) {
                // Another hub in this process does.
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's files cannot be written", e);
        }
    }

    private String publish(LedgerTables tables, String note) throws SQLException {
        KeyHistory history = keys.history(tables);
        Checkpoint newest = history.require(note);
        long from = continued(tables, history, newest);
        try {
            DurableFiles files = new DurableFiles(folder);
            if (from < newest.size()) {
                List<Long> sizes = tables.notesAfter(from).stream()
                        .map(kept -> history.require(kept).size())
                        .filter(size -> size <= newest.size())
                        .toList();
                Optional<byte[]> changes = PublishedKeys.of(tables, history, newest.size());
                if (changes.isPresent()) {
                    files.write(PublishedKeys.FILE, changes.get());
                }
                TileWriter writer = new TileWriter(tables, files);
                writer.write(from, sizes);
                if (!newest.says(root(newest.size()))) {
                    throw new LedgerAltered("the files of " + newest.size() + " entries are not what was signed");
                }
                writer.end(from, newest);
            } else if (published(history)
                    .map(Checkpoint::note)
                    .filter(newest.note()::equals)
                    .isEmpty()) {
                files.write(CHECKPOINT, newest.note().getBytes(UTF_8));
                files.sync();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's files cannot be written", e);
        }
        return newest.note();
    }

    /** Of how many entries the checkpoint in the folder is; 0 before the first. */
    public long published() {
        return published(Snapshot.of(database, keys::history))
                .map(Checkpoint::size)
                .orElse(0L);
    }

    /** From which size on files are to be written: that of the published checkpoint, or 0 when not all of its files are there. */
    private long continued(LedgerTables tables, KeyHistory history, Checkpoint newest) throws SQLException {
        Checkpoint published = published(history).orElse(null);
        if (published == null) {
            return 0;
        }
        if (published.size() > newest.size()) {
            throw new LedgerAltered(
                    "entries from " + newest.size() + " to " + published.size() + " were published and are gone");
        }
        if (!published.says(new MerkleTree(tables).root(published.size()))) {
            throw new LedgerAltered("an entry before " + published.size() + " is not what was published");
        }
        try {
            return published.says(root(published.size())) ? published.size() : 0;
        } catch (LedgerAltered e) {
            return 0;
        }
    }

    private byte[] root(long size) throws SQLException {
        return new MerkleTree(new Tiles(folder, size)).root(size);
    }

    /**
     * The checkpoint that stands in the folder; what no key of ours signed is none.
     *
     * @throws LedgerAltered when a key of ours signed it, and the database does not say that it could
     */
    private Optional<Checkpoint> published(KeyHistory history) {
        try {
            Path file = folder.resolve(CHECKPOINT);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String note = Files.readString(file, UTF_8);
            Optional<Checkpoint> read = history.read(note);
            if (read.isEmpty()
                    && keys.held().stream().anyMatch(key -> key.read(note).isPresent())) {
                throw new LedgerAltered("the entry that names the key of the published checkpoint of "
                        + Checkpoint.size(note) + " entries was published and is gone");
            }
            return read;
        } catch (java.nio.charset.CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the published checkpoint cannot be read", e);
        }
    }

    /**
     * Copies what the checkpoint in a folder needs into another folder, the checkpoint last; checks nothing.
     *
     * @return how many entries it is of
     * @throws IOException when there is no checkpoint
     * @throws IllegalStateException when not all of what it needs is there
     */
    public static long copy(Path from, Path to) throws IOException {
        String note = Files.readString(from.resolve(CHECKPOINT), UTF_8);
        long size = Long.parseLong(note.lines().skip(1).findFirst().orElse(""));
        Tiles tiles = new Tiles(from, size);
        DurableFiles copy = new DurableFiles(to.toAbsolutePath());
        for (int level = 0; size >> (level * LedgerTables.TILE_HEIGHT) > 0; level++) {
            for (long index = 0; Tiles.width(size, level, index) > 0; index++) {
                int width = Tiles.width(size, level, index);
                copy.write(TilePath.hashes(level, index, width), tiles.hashes(level, index));
                if (level == 0) {
                    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
                    tiles.entries(index).forEach(leaf -> TileWriter.add(bundle, leaf));
                    copy.write(TilePath.entries(index, width), bundle.toByteArray());
                }
            }
        }
        if (Files.exists(from.resolve(PublishedKeys.FILE))) {
            copy.write(PublishedKeys.FILE, Files.readAllBytes(from.resolve(PublishedKeys.FILE)));
        }
        copy.write(CHECKPOINT, note.getBytes(UTF_8));
        copy.sync();
        return size;
    }

    /** Reads every file, hashes every entry and compares with the checkpoint, and that with the database. */
    public Found verify() {
        try {
            return verify(Snapshot.of(database, keys::history));
        } catch (LedgerAltered e) {
            return new Found(0, Optional.ofNullable(e.getMessage()));
        }
    }

    private Found verify(KeyHistory history) {
        Optional<Checkpoint> published = published(history);
        String stopped = refusal;
        if (stopped != null || published.isEmpty()) {
            return new Found(published.map(Checkpoint::size).orElse(0L), Optional.ofNullable(stopped));
        }
        Checkpoint checkpoint = published.get();
        try {
            byte[] stored = Snapshot.of(database, tables -> {
                if (tables.head().size() < checkpoint.size()) {
                    throw new LedgerAltered("the database lacks entries that were published");
                }
                requireKeys(PublishedKeys.of(tables, history, checkpoint.size()));
                return new MerkleTree(tables).root(checkpoint.size());
            });
            if (!checkpoint.says(stored)) {
                throw new LedgerAltered("the database is not what was published");
            }
            new TileCheck(new Tiles(folder, checkpoint.size()), checkpoint).run();
            return new Found(checkpoint.size(), Optional.empty());
        } catch (LedgerAltered e) {
            return new Found(
                    checkpoint.size(),
                    Optional.of(e.getMessage() + " (" + folder
                            + " is a copy: stop the hub, remove it, start, and it is made anew)"));
        }
    }

    private void requireKeys(Optional<byte[]> changes) {
        try {
            Path file = folder.resolve(PublishedKeys.FILE);
            byte[] found = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            if (!Arrays.equals(found, changes.orElse(new byte[0]))) {
                throw new LedgerAltered(
                        "the file " + PublishedKeys.FILE + " does not tell how the ledger's keys changed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the published keys cannot be read", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Thread publishing;
        synchronized (this) {
            publishing = thread;
        }
        try {
            if (publishing != null) {
                publishing.join(Duration.ofSeconds(10).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publishOrLog();
    }
}
