package org.emishub.security.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Ledger.Verification;
import tools.jackson.databind.node.ObjectNode;

/** Builds the tree anew from every entry and compares it with all that was ever said of it. */
final class LedgerCheck {
    private final LedgerTables tables;
    private final CheckpointKeys keys;
    private final Map<Long, KeyChange> keyChanges = new HashMap<>();
    private final List<String> outside;
    private final ChainCheck chains;
    private final TombstoneCheck tombstones = new TombstoneCheck();
    private final Frontier tree = new Frontier();
    private final TreeMap<Long, List<Checkpoint>> bySize = new TreeMap<>();
    private final Map<String, byte[]> nodes = new HashMap<>();
    private int checkpoints;
    private int version;

    /**
     * A check of what the connection's snapshot shows.
     *
     * @param outside checkpoints kept outside the database, read before the snapshot was taken: none of them can be of later entries
     */
    LedgerCheck(LedgerTables tables, CheckpointKeys keys, List<String> outside, ChainCheck chains) {
        this.tables = tables;
        this.keys = keys;
        this.outside = outside;
        this.chains = chains;
    }

    Verification run() throws SQLException {
        Optional<String> problem = Optional.empty();
        try {
            readCheckpoints();
            tables.forEachNode(node -> nodes.put(node.level() + "/" + node.index(), node.hash()));
            tables.forEachEntry(this::entry);
            end();
        } catch (LedgerAltered e) {
            problem = Optional.ofNullable(e.getMessage());
        }
        return new Verification(tree.size(), Base64.getEncoder().encodeToString(tree.root()), checkpoints, problem);
    }

    private void readCheckpoints() throws SQLException {
        KeyHistory history = keys.history(tables);
        history.changes().forEach(change -> keyChanges.put(change.sequence(), change));
        List<String> notes = Stream.concat(tables.notes().stream(), outside.stream())
                .distinct()
                .toList();
        for (String note : notes) {
            Checkpoint checkpoint = history.require(note);
            bySize.computeIfAbsent(checkpoint.size(), size -> new ArrayList<>()).add(checkpoint);
        }
        checkpoints = notes.size();
    }

    private void entry(LedgerTables.Row row) {
        long expected = tree.size();
        if (row.sequence() != expected) {
            throw new LedgerAltered("sequence " + expected + " is missing");
        }
        if (!Arrays.equals(Merkle.leaf(row.leaf()), row.leafHash())) {
            throw new LedgerAltered("sequence " + expected + ": the leaf is not what was hashed");
        }
        ObjectNode leaf = leaf(row);
        if (leaf.path("sequence").asLong(-1) != expected) {
            throw new LedgerAltered("sequence " + expected + ": the leaf names another");
        }
        // What an entry of an older version does not commit to could be chosen today (decision 24).
        if (leaf.path("version").asInt(0) < version) {
            throw new LedgerAltered("sequence " + expected + ": its version is older than that of an entry before it");
        }
        version = leaf.path("version").asInt(0);
        String sideHash = Sha256.hex(row.side());
        if (!leaf.path("sideHash").asString("").equals(sideHash)) {
            throw new LedgerAltered("sequence " + expected + ": the sealed side is not the one that was hashed");
        }
        KeyChange change = keyChanges.remove(expected);
        if (change != null && !change.enteredBy(leaf)) {
            throw new LedgerAltered(
                    "sequence " + expected + ": the ledger's key was changed, and the entry does not say so");
        }
        if (change == null && KeyChange.isIn(leaf)) {
            throw new LedgerAltered(
                    "sequence " + expected + ": the entry says that the ledger's key was changed, and how is gone");
        }
        chains.entry(row, leaf);
        tombstones.entry(expected, leaf);
        tree.append(row.leafHash(), this::subtree);
        compareWithCheckpoints();
    }

    private static ObjectNode leaf(LedgerTables.Row row) {
        try {
            ObjectNode leaf = StrictJson.object(row.leaf());
            if (Arrays.equals(CanonicalJson.bytes(leaf), row.leaf())) {
                return leaf;
            }
        } catch (NotWellFormed e) {
            // Said below.
        }
        throw new LedgerAltered("sequence " + row.sequence() + ": the leaf is not canonical JSON");
    }

    private void subtree(int level, long index, byte[] root) {
        if (level > 0 && level % LedgerTables.TILE_HEIGHT == 0) {
            byte[] kept = nodes.remove(level + "/" + index);
            if (!Arrays.equals(kept, root)) {
                throw new LedgerAltered(
                        "the subtree that ends before sequence " + ((index + 1) << level) + " is not of its entries");
            }
        }
    }

    private void compareWithCheckpoints() {
        List<Checkpoint> here = bySize.remove(tree.size());
        if (here != null && !here.stream().allMatch(checkpoint -> checkpoint.says(tree.root()))) {
            throw new LedgerAltered("the tree of " + tree.size() + " entries is not the one that was signed");
        }
    }

    private void end() throws SQLException {
        if (!bySize.isEmpty()) {
            throw new LedgerAltered("entries from " + tree.size() + " to " + bySize.lastKey() + " are gone");
        }
        if (!keyChanges.isEmpty()) {
            throw new LedgerAltered("the entries of changes of the ledger's key are gone: " + keyChanges.keySet());
        }
        Frontier head = tables.head();
        if (head.size() != tree.size() || !Arrays.equals(head.bytes(), tree.bytes())) {
            throw new LedgerAltered("the ledger's head is not the tree of its entries");
        }
        tables.forEachHead(chains::head);
        chains.end();
        tables.forEachTombstone(tombstones::stone);
        tombstones.end();
        if (!nodes.isEmpty()) {
            throw new LedgerAltered("there are subtrees of entries that do not exist");
        }
    }
}
