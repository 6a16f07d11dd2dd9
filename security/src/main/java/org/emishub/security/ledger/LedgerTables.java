package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The ledger's rows, on the caller's connection and in its transaction. */
final class LedgerTables implements MerkleTree.Subtrees {
    /** Levels whose subtrees are kept; C2SP tlog-tiles have the same height. */
    static final int TILE_HEIGHT = 8;

    private static final int FETCH = 1_000;

    /**
     * One appender at a time, over all nodes: the lock's number is the first eight bytes of SHA-256("emishub ledger"). A node that is stopped while it holds it
     * loses it, and its transaction, after 15 seconds.
     */
    private static final String LOCK_AND_HEAD =
            """
            SELECT set_config('synchronous_commit', 'on', true), set_config('idle_in_transaction_session_timeout', '15s', true),
              pg_advisory_xact_lock(-3107465719349513473);
            SELECT size, frontier FROM ledger_head""";

    private final Connection connection;

    LedgerTables(Connection connection) {
        this.connection = connection;
    }

    /** An entry as it is stored. */
    record Row(long sequence, byte[] leaf, byte[] leafHash, byte[] side) {}

    /** A complete subtree worth keeping. */
    record Node(int level, long index, byte[] hash) {}

    /** Waits for its turn to append; held until the transaction ends. */
    Frontier lockHead() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_HEAD)) {
            statement.execute();
            if (!statement.getMoreResults()) {
                throw new SQLException("the ledger's head is missing");
            }
            try (ResultSet head = statement.getResultSet()) {
                return frontier(head);
            }
        }
    }

    Frontier head() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet head = statement.executeQuery("SELECT size, frontier FROM ledger_head")) {
            return frontier(head);
        }
    }

    private static Frontier frontier(ResultSet head) throws SQLException {
        if (!head.next()) {
            throw new LedgerAltered("the ledger's head is missing");
        }
        try {
            return Frontier.of(head.getLong(1), head.getBytes(2));
        } catch (IllegalArgumentException e) {
            throw new LedgerAltered("the ledger's head is not one");
        }
    }

    void insert(List<Row> rows, List<Node> nodes, Frontier head) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger_entry VALUES (?, ?, ?, ?)")) {
            for (Row row : rows) {
                insert.setLong(1, row.sequence());
                insert.setBytes(2, row.leaf());
                insert.setBytes(3, row.leafHash());
                insert.setBytes(4, row.side());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        for (Node node : nodes) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger_node VALUES (?, ?, ?)")) {
                insert.setInt(1, node.level());
                insert.setLong(2, node.index());
                insert.setBytes(3, node.hash());
                insert.executeUpdate();
            }
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE ledger_head SET size = ?, frontier = ?")) {
            update.setLong(1, head.size());
            update.setBytes(2, head.bytes());
            update.executeUpdate();
        }
    }

    Optional<String> lastNote() throws SQLException {
        List<String> notes = notes("SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1");
        return notes.stream().findFirst();
    }

    List<String> notes() throws SQLException {
        return notes("SELECT size, note FROM ledger_checkpoint ORDER BY size");
    }

    /** The checkpoint of a size. */
    Optional<String> note(long size) throws SQLException {
        return notes("SELECT size, note FROM ledger_checkpoint WHERE size = " + size).stream()
                .findFirst();
    }

    /** The checkpoints of more than {@code size} entries, in order. */
    List<String> notesAfter(long size) throws SQLException {
        return notes("SELECT size, note FROM ledger_checkpoint WHERE size > " + size + " ORDER BY size");
    }

    /** What is looked for by its size must be of that size: a row put before it would move the end of a key. */
    private List<String> notes(String sql) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String note = rows.getString(2);
                if (Checkpoint.size(note) != rows.getLong(1)) {
                    throw new LedgerAltered("the checkpoint kept for " + rows.getLong(1) + " entries is none of them");
                }
                notes.add(note);
            }
        }
        return notes;
    }

    /** A change of the ledger's key as it is stored, with the first checkpoint over its entry. */
    record StoredChange(long sequence, String note, Optional<String> over) {}

    /** Every change of the ledger's key, oldest first. */
    List<StoredChange> keyChanges() throws SQLException {
        List<StoredChange> changes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT sequence, note FROM ledger_key_change ORDER BY sequence")) {
            while (rows.next()) {
                changes.add(new StoredChange(rows.getLong(1), rows.getString(2), firstOver(rows.getLong(1))));
            }
        }
        return changes;
    }

    private Optional<String> firstOver(long sequence) throws SQLException {
        return notes("SELECT size, note FROM ledger_checkpoint WHERE size > " + sequence + " ORDER BY size LIMIT 1")
                .stream()
                .findFirst();
    }

    void insertKeyChange(long sequence, String note) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger_key_change VALUES (?, ?)")) {
            insert.setLong(1, sequence);
            insert.setString(2, note);
            insert.executeUpdate();
        }
    }

    void forEachEntry(Consumer<Row> onRow) throws SQLException {
        String sql = "SELECT sequence, leaf, leaf_hash, side FROM ledger_entry ORDER BY sequence";
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    onRow.accept(new Row(rows.getLong(1), rows.getBytes(2), rows.getBytes(3), rows.getBytes(4)));
                }
            }
        }
    }

    void forEachHead(BiConsumer<String, ChainHeads.Head> onHead) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT encode(child_blind, 'hex'), number, sequence, leaf_hash FROM ledger_child")) {
                while (rows.next()) {
                    onHead.accept(
                            rows.getString(1), new ChainHeads.Head(rows.getLong(2), rows.getLong(3), rows.getBytes(4)));
                }
            }
        }
    }

    void forEachTombstone(Consumer<TombstoneCheck.Stone> onStone) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT year || '/' || slot, erased_at, reason, sequence FROM tombstone")) {
            while (rows.next()) {
                onStone.accept(new TombstoneCheck.Stone(
                        rows.getString(1), rows.getTimestamp(2).toInstant(), rows.getString(3), rows.getLong(4)));
            }
        }
    }

    void forEachNode(Consumer<Node> onNode) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT level, index, hash FROM ledger_node")) {
            while (rows.next()) {
                onNode.accept(new Node(rows.getInt(1), rows.getLong(2), rows.getBytes(3)));
            }
        }
    }

    /** A leaf and what it is said to hash to. */
    record Leaf(byte[] bytes, byte[] hash) {}

    /** At most {@code count} of them, in order. */
    List<Leaf> leaves(long from, int count) throws SQLException {
        String sql = "SELECT leaf, leaf_hash FROM ledger_entry WHERE sequence >= ? AND sequence < ? ORDER BY sequence";
        List<Leaf> leaves = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            select.setLong(2, from + count);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    leaves.add(new Leaf(rows.getBytes(1), rows.getBytes(2)));
                }
            }
        }
        return leaves;
    }

    /** At most {@code count} roots of complete subtrees, in order. */
    List<byte[]> nodes(int level, long from, int count) throws SQLException {
        String sql = "SELECT hash FROM ledger_node WHERE level = ? AND index >= ? AND index < ? ORDER BY index";
        List<byte[]> hashes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, level);
            select.setLong(2, from);
            select.setLong(3, from + count);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    hashes.add(rows.getBytes(1));
                }
            }
        }
        return hashes;
    }

    void insert(Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger_checkpoint VALUES (?, ?)")) {
            insert.setLong(1, checkpoint.size());
            insert.setString(2, checkpoint.note());
            insert.executeUpdate();
        }
    }

    @Override
    public byte[] root(int level, long index) throws SQLException {
        int stored = level - level % TILE_HEIGHT;
        int up = level - stored;
        String sql = stored == 0
                ? "SELECT leaf_hash FROM ledger_entry WHERE sequence >= ? AND sequence < ? ORDER BY sequence"
                : "SELECT hash FROM ledger_node WHERE index >= ? AND index < ? AND level = " + stored
                        + " ORDER BY index";
        Frontier subtree = new Frontier();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, index << up);
            select.setLong(2, (index + 1) << up);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    subtree.append(rows.getBytes(1), (l, i, root) -> {});
                }
            }
        }
        if (subtree.size() != 1L << up) {
            throw new LedgerAltered("entries are missing at " + (index << level));
        }
        return subtree.root();
    }
}
