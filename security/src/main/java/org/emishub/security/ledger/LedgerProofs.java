package org.emishub.security.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** What the ledger hands out so that others can check it without it: proofs for entries, consistency between checkpoints, the checkpoints. */
public final class LedgerProofs {
    private final DataSource database;
    private final CheckpointFolder folder;
    private final CheckpointKey key;

    /** @param checkpoints the folder outside the database that the ledger was given */
    public LedgerProofs(DataSource database, Path checkpoints, CheckpointKey key) {
        this.database = database;
        this.folder = new CheckpointFolder(checkpoints);
        this.key = key;
    }

    /** The entry is younger than the newest checkpoint: a few seconds later there is a proof. */
    public static final class NotYetSigned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotYetSigned(long sequence) {
            super("entry " + sequence + " is in no signed checkpoint yet: ask again in 10 seconds");
        }
    }

    /**
     * The proof that an entry is in the ledger, against the newest checkpoint, with all of its signatures (C2SP tlog-proof@v1).
     *
     * @throws NotYetSigned when it is younger than that
     * @throws IllegalArgumentException when there is no such entry
     */
    public String proof(long sequence) {
        return Snapshot.of(database, tables -> {
            if (sequence < 0 || sequence >= tables.head().size()) {
                throw new IllegalArgumentException("there is no entry " + sequence);
            }
            Checkpoint newest = tables.lastNote()
                    .flatMap(key::read)
                    .filter(checkpoint -> checkpoint.size() > sequence)
                    .orElseThrow(() -> new NotYetSigned(sequence));
            return proof(new MerkleTree(tables), sequence, newest);
        });
    }

    private static String proof(MerkleTree tree, long sequence, Checkpoint checkpoint) throws SQLException {
        StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex " + sequence + "\n");
        for (byte[] hash : tree.inclusion(sequence, checkpoint.size())) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return text.append('\n').append(checkpoint.note()).toString();
    }

    /**
     * The proof (RFC 6962, section 2.1.2) that the ledger of {@code from} entries is the beginning of that of {@code to}; {@link MerkleProofs} checks it.
     *
     * @throws IllegalArgumentException unless 0 &lt; from &lt;= to &lt;= size
     */
    public List<byte[]> consistency(long from, long to) {
        return Snapshot.of(database, tables -> {
            if (to > tables.head().size()) {
                throw new IllegalArgumentException("there are fewer entries than " + to);
            }
            return new MerkleTree(tables).consistency(from, to);
        });
    }

    /** The audit path (RFC 6962, section 2.1.1) of an entry in the tree of {@code size} entries. */
    List<byte[]> inclusion(long sequence, long size) {
        return Snapshot.of(database, tables -> new MerkleTree(tables).inclusion(sequence, size));
    }

    /**
     * Every note kept, by the database or outside it, oldest first.
     *
     * @throws IllegalStateException when one is not signed by this ledger's key
     */
    public List<String> checkpoints() {
        Set<String> notes = new LinkedHashSet<>(folder.all());
        notes.addAll(Snapshot.of(database, LedgerTables::notes));
        List<Checkpoint> read = new ArrayList<>();
        for (String note : notes) {
            read.add(key.read(note)
                    .orElseThrow(() -> new IllegalStateException("a checkpoint is not signed by this ledger's key")));
        }
        return read.stream()
                .sorted(java.util.Comparator.comparingLong(Checkpoint::size))
                .map(Checkpoint::note)
                .toList();
    }
}
