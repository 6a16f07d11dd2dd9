package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the ledger's keys followed one another, for whoever has one of them: canonical JSON with, for each change, its note, its entry's leaf and the proof of that
 * entry in the checkpoint that the key before signed (C2SP tlog-proof@v1).
 */
final class PublishedKeys {
    static final String FILE = "keys.json";
    private static final int VERSION = 1;

    private PublishedKeys() {}

    /** Of the changes that count for a checkpoint of this size; empty when there was none. */
    static Optional<byte[]> of(LedgerTables tables, KeyHistory history, long size) throws SQLException {
        List<KeyChange> changes = history.changes().stream()
                .filter(change -> change.size() < size)
                .toList();
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = StrictJson.newObject().put("version", VERSION);
        ArrayNode list = json.putArray("changes");
        for (KeyChange change : changes) {
            String note = tables.note(change.size()).orElseThrow();
            Checkpoint over = history.require(note);
            LedgerTables.Leaf leaf = tables.leaves(change.sequence(), 1).get(0);
            list.addObject()
                    .put("note", change.note())
                    .put("leaf", new String(leaf.bytes(), UTF_8))
                    .put(
                            "proof",
                            LedgerProofs.head(new MerkleTree(tables), change.sequence(), over.size()) + over.note());
        }
        return Optional.of(CanonicalJson.bytes(json));
    }
}
