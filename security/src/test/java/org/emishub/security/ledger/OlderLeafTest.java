package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Who has the database and the ledger's key writes an entry as hubs wrote them before leaves committed to their notes. */
class OlderLeafTest {
    @TempDir
    Path folder;

    @Test
    void an_entry_of_an_older_version_after_a_newer_one_does_not_hold() throws Exception {
        TestLedger world = new TestLedger(folder);
        try (PostgresLedger ledger = world.open()) {
            for (int i = 0; i < 3; i++) {
                ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "")));
            }
        }
        rewrite(world, 2);
        CheckpointFolder none = new CheckpointFolder(folder.resolve("none"));
        assertThat(problem(world, none)).isEqualTo("sequence 2: its version is older than that of an entry before it");
    }

    private static String problem(TestLedger world, CheckpointFolder outside) {
        return Snapshot.of(
                        world.database,
                        tables -> new LedgerCheck(tables, world.keys, outside.all(), new ChainCheck(world.vault)).run())
                .problem()
                .orElse("");
    }

    private static void rewrite(TestLedger world, int last) throws Exception {
        List<byte[]> leaves = new ArrayList<>();
        Snapshot.of(world.database, tables -> {
            tables.forEachEntry(row -> leaves.add(row.leaf()));
            return true;
        });
        ObjectNode leaf = StrictJson.object(leaves.get(last)).put("version", 1);
        leaf.remove("side");
        leaves.set(last, CanonicalJson.bytes(leaf));
        Frontier tree = new Frontier();
        leaves.forEach(bytes -> tree.append(Merkle.leaf(bytes), (level, index, root) -> {}));
        Checkpoint signed = world.key.sign(leaves.size(), tree.root());
        try (Connection connection = world.database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "SET session_replication_role = replica; UPDATE ledger_head SET frontier = ?;"
                                + " UPDATE ledger_entry SET leaf = ?, leaf_hash = ? WHERE sequence = ?; DELETE FROM ledger_checkpoint;"
                                + " INSERT INTO ledger_checkpoint VALUES (?, ?)")) {
            update.setBytes(1, tree.bytes());
            update.setBytes(2, leaves.get(last));
            update.setBytes(3, Merkle.leaf(leaves.get(last)));
            update.setLong(4, last);
            update.setLong(5, leaves.size());
            update.setString(6, signed.note());
            update.execute();
        }
    }
}
