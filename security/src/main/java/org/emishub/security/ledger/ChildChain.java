package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Goes back along one child's chain, from its newest entry. */
final class ChildChain {
    private final EntryReader reader;
    private final ChildVault vault;
    private final DataSource database;

    ChildChain(EntryReader reader, ChildVault vault, DataSource database) {
        this.reader = reader;
        this.vault = vault;
        this.database = database;
    }

    List<Entry> of(String child) {
        List<Entry> newestFirst = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            ChainHeads.Head head = ChainHeads.committed(connection, vault, child);
            try (PreparedStatement select = connection.prepareStatement(EntryReader.COLUMNS + "where sequence = ?")) {
                while (head.number() > 0) {
                    Entry entry = entry(select, head);
                    ObjectNode side = reader.opened(entry);
                    head = before(head, child, side);
                    newestFirst.add(entry);
                }
            } catch (ChildVault.KeyDestroyed e) {
                // What was before was erased: that is told by a tombstone.
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }

    private static Entry entry(PreparedStatement select, ChainHeads.Head head) throws SQLException {
        select.setLong(1, head.sequence());
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                throw broken(head);
            }
            Entry entry = Entry.of(EntryReader.row(rows));
            if (!entry.intact() || !java.util.Arrays.equals(Merkle.leaf(rows.getBytes(2)), head.leafHash())) {
                throw broken(head);
            }
            return entry;
        }
    }

    private static ChainHeads.Head before(ChainHeads.Head head, String child, ObjectNode side) {
        JsonNode chain = side.path("chain");
        String previous = chain.path("previous").asString("");
        long number = chain.path("number").asLong(-1);
        ChainHeads.Head before = new ChainHeads.Head(
                number - 1,
                chain.path("previousSequence").asLong(-1),
                HexFormat.of().parseHex(previous));
        if (number != head.number()
                || !side.path("child").asString("").equals(child)
                || before.sequence() >= head.sequence()
                || (number == 1) != previous.isEmpty()) {
            throw broken(head);
        }
        return before;
    }

    private static SecurityException broken(ChainHeads.Head head) {
        return new SecurityException("the child's log is broken at its entry " + head.number() + ", sequence "
                + head.sequence() + ": run 'hub ledger verify'");
    }
}
