package org.emishub.security.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emishub.security.vault.ChildVault;

/**
 * The newest entry of each child, to which its next one is chained: the table {@code ledger_child}, with those used last in memory.
 *
 * <p>Used by the committing thread alone, under the ledger's lock: what is remembered holds for as long as nobody else appends.
 */
final class ChainHeads {
    private static final int REMEMBERED = 50_000;
    private static final String DOMAIN = "ledger.child";

    private static final String PUT =
            """
            INSERT INTO ledger_child (child_blind, number, sequence, leaf_hash)
            SELECT * FROM unnest(?::bytea[], ?::bigint[], ?::bigint[], ?::bytea[])
            ON CONFLICT (child_blind) DO UPDATE
            SET number = excluded.number, sequence = excluded.sequence, leaf_hash = excluded.leaf_hash""";

    /**
     * Where a chain stands.
     *
     * @param number how many entries it has
     * @param sequence of the newest, -1 when it has none
     * @param leafHash of the newest, empty when it has none
     */
    record Head(long number, long sequence, byte[] leafHash) {
        static final Head NONE = new Head(0, -1, new byte[0]);

        /** The place in the chain of the entry that comes next, as its side holds it. */
        Head next(LedgerTables.Row row) {
            return new Head(number + 1, row.sequence(), row.leafHash());
        }
    }

    private final ChildVault vault;
    private final Map<String, Head> changed = new LinkedHashMap<>();
    private final Map<String, Head> remembered = new LinkedHashMap<>(1_024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > REMEMBERED;
        }
    };

    ChainHeads(ChildVault vault) {
        this.vault = vault;
    }

    /**
     * A transaction begins; what an earlier one left uncommitted is forgotten.
     *
     * @param alone whether nobody appended since {@link #committed}
     */
    void begin(boolean alone) {
        changed.clear();
        if (!alone) {
            remembered.clear();
        }
    }

    Head of(Connection connection, String child) throws SQLException {
        String blind = blind(vault, child);
        Head head = changed.get(blind);
        if (head == null) {
            head = remembered.get(blind);
        }
        if (head == null) {
            head = read(connection, blind);
            remembered.put(blind, head);
        }
        return head;
    }

    void moved(String child, Head head) {
        changed.put(blind(vault, child), head);
    }

    /** The child's next entry is the first of a new chain. */
    void ended(String child) {
        moved(child, Head.NONE);
    }

    /** At most two statements, however many children there were. */
    void write(Connection connection) throws SQLException {
        List<Map.Entry<String, Head>> kept = changed.entrySet().stream()
                .filter(entry -> entry.getValue().number() > 0)
                .toList();
        List<String> ended = changed.entrySet().stream()
                .filter(entry -> entry.getValue().number() == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!kept.isEmpty()) {
            List<Head> heads = kept.stream().map(Map.Entry::getValue).toList();
            try (PreparedStatement put = connection.prepareStatement(PUT)) {
                put.setArray(
                        1,
                        blinds(connection, kept.stream().map(Map.Entry::getKey).toList()));
                put.setArray(
                        2,
                        array(
                                connection,
                                "bigint",
                                heads.stream().map(Head::number).toArray()));
                put.setArray(
                        3,
                        array(
                                connection,
                                "bigint",
                                heads.stream().map(Head::sequence).toArray()));
                put.setArray(
                        4,
                        array(
                                connection,
                                "bytea",
                                heads.stream().map(Head::leafHash).toArray(byte[][]::new)));
                put.executeUpdate();
            }
        }
        if (!ended.isEmpty()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM ledger_child WHERE child_blind = ANY (?)")) {
                delete.setArray(1, blinds(connection, ended));
                delete.executeUpdate();
            }
        }
    }

    void committed() {
        remembered.putAll(changed);
        changed.clear();
    }

    private static Array blinds(Connection connection, List<String> blinds) throws SQLException {
        return array(
                connection,
                "bytea",
                blinds.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new));
    }

    private static Array array(Connection connection, String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    /** What a child's row is found by. */
    static String blind(ChildVault vault, String child) {
        return vault.blind(DOMAIN, child);
    }

    /** Where the child's chain stands in what is committed. */
    static Head committed(Connection connection, ChildVault vault, String child) throws SQLException {
        return read(connection, blind(vault, child));
    }

    private static Head read(Connection connection, String blind) throws SQLException {
        String sql = "SELECT number, sequence, leaf_hash FROM ledger_child WHERE child_blind = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setBytes(1, HexFormat.of().parseHex(blind));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Head(row.getLong(1), row.getLong(2), row.getBytes(3)) : Head.NONE;
            }
        }
    }
}
