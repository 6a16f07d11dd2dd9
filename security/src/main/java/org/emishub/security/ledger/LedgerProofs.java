package org.emishub.security.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** What the ledger hands out so that others can check it without it: proofs for entries, consistency between checkpoints, the checkpoints. */
public final class LedgerProofs {
    private final DataSource database;
    private final CheckpointFolder folder;
    private final CheckpointKeys keys;
    private final UnaryOperator<String> cosigned;

    /** With no signature lines but the ledger's own. */
    public LedgerProofs(DataSource database, Path checkpoints, CheckpointKeys keys) {
        this(database, checkpoints, keys, UnaryOperator.identity());
    }

    /**
     * Wires it.
     *
     * @param checkpoints the folder outside the database that the ledger was given
     * @param cosigned gives a checkpoint that is handed out the signature lines of others that are known by now
     */
    public LedgerProofs(DataSource database, Path checkpoints, CheckpointKeys keys, UnaryOperator<String> cosigned) {
        this.database = database;
        this.folder = new CheckpointFolder(checkpoints);
        this.keys = keys;
        this.cosigned = cosigned;
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
        Found found = Snapshot.of(database, tables -> {
            if (sequence < 0 || sequence >= tables.head().size()) {
                throw new IllegalArgumentException("there is no entry " + sequence);
            }
            return find(tables, List.of(sequence), sequence);
        });
        return found.with(cosigned.apply(found.newest().note())).getOrDefault(sequence, "");
    }

    /**
     * Proofs of several entries against one checkpoint.
     *
     * @param checkpoint the note
     * @param size of the ledger that it signs
     * @param proofs C2SP tlog-proof@v1 by sequence
     */
    public record Proven(String checkpoint, long size, Map<Long, String> proofs) {
        public Proven {
            proofs = Map.copyOf(proofs);
        }
    }

    /**
     * The proofs of these entries, all against the checkpoint that is the newest now.
     *
     * @throws NotYetSigned when one is younger than that
     */
    public Proven proofs(Collection<Long> sequences) {
        long last = sequences.stream().mapToLong(Long::longValue).max().orElse(0);
        Found found = Snapshot.of(database, tables -> find(tables, sequences, last));
        // Asked for outside of the snapshot, which holds a connection.
        String note = cosigned.apply(found.newest().note());
        return new Proven(note, found.newest().size(), found.with(note));
    }

    /** Proofs up to their checkpoint. */
    private record Found(Checkpoint newest, Map<Long, String> heads) {
        Map<Long, String> with(String note) {
            Map<Long, String> proofs = new HashMap<>();
            heads.forEach((sequence, head) -> proofs.put(sequence, head + note));
            return proofs;
        }
    }

    private Found find(LedgerTables tables, Collection<Long> sequences, long last) throws SQLException {
        Checkpoint newest = tables.lastNote()
                .flatMap(keys.history(tables)::read)
                .filter(checkpoint -> checkpoint.size() > last)
                .orElseThrow(() -> new NotYetSigned(last));
        MerkleTree tree = new MerkleTree(tables);
        Map<Long, String> heads = new HashMap<>();
        for (long sequence : sequences) {
            heads.put(sequence, head(tree, sequence, newest.size()));
        }
        return new Found(newest, heads);
    }

    /** The size that a checkpoint writes; -1 when it writes none. Says nothing of its signature. */
    public static long size(String note) {
        String size = note.lines().skip(1).findFirst().orElse("");
        return size.matches("0|[1-9][0-9]{0,17}") ? Long.parseLong(size) : -1;
    }

    static String head(MerkleTree tree, long sequence, long size) throws SQLException {
        StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex " + sequence + "\n");
        for (byte[] hash : tree.inclusion(sequence, size)) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return text.append('\n').toString();
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

    /** The ledger's name in the world. */
    public String origin() {
        return keys.origin();
    }

    /** The key that signed the newest checkpoint, as C2SP writes it: {@code name+id+base64(1 || key)}. */
    public String verifierKey() {
        return Snapshot.of(database, tables -> keys.history(tables)
                .of(tables.lastNote().map(Checkpoint::size).orElse(0L))
                .toString());
    }

    /** The key that signs the checkpoint of a size. */
    public String verifierKey(long size) {
        return Snapshot.of(database, tables -> keys.history(tables).of(size).toString());
    }

    /** The newest key that was entered, whether it signs yet or not. */
    public String announcedKey() {
        return Snapshot.of(database, tables -> keys.history(tables).announced().toString());
    }

    /** How the keys followed one another up to the checkpoint of this size, canonical JSON for the verifier; empty when there was one key only. */
    public Optional<byte[]> keyChanges(long size) {
        return Snapshot.of(database, tables -> PublishedKeys.of(tables, keys.history(tables), size));
    }

    /** The checkpoints before this size that were the last of a key. */
    public Set<Long> handovers(long size) {
        return Snapshot.of(database, tables -> keys.history(tables).changes().stream()
                .map(KeyChange::size)
                .filter(last -> last < size)
                .collect(java.util.stream.Collectors.toSet()));
    }

    /**
     * Signs a case pack with the key that signed the checkpoint in it, as a note whose text no checkpoint can have.
     *
     * @param hash lower-case hex SHA-256 of its list of files
     * @param size of its checkpoint
     * @throws IllegalStateException when this node does not hold that key
     */
    public String signPack(String hash, long size) {
        return Snapshot.of(database, tables -> keys.history(tables).signer(size))
                .signPack(hash);
    }

    /**
     * Every note kept, by the database or outside it, oldest first.
     *
     * @throws IllegalStateException when one is not signed by this ledger's key
     */
    public List<String> checkpoints() {
        Set<String> notes = new LinkedHashSet<>(folder.all());
        KeyHistory history = Snapshot.of(database, tables -> {
            notes.addAll(tables.notes());
            return keys.history(tables);
        });
        List<Checkpoint> read = notes.stream().map(history::require).toList();
        return read.stream()
                .sorted(java.util.Comparator.comparingLong(Checkpoint::size))
                .map(Checkpoint::note)
                .toList();
    }
}
