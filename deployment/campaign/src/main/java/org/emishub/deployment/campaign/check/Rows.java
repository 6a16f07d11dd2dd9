package org.emishub.deployment.campaign.check;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the hub's database holds when everything has come to rest. */
public record Rows(List<Inbox> inbox, List<Letter> letters, List<Entry> entries, long head, List<String> checkpoints) {

    /** A message as it was received. */
    public record Inbox(String sender, String id, String hash, String state) {}

    /** One letter: a message under one agreement. */
    public record Letter(
            String id,
            String sender,
            String message,
            String agreement,
            String recipient,
            String state,
            String reason,
            int attempts,
            boolean signed) {}

    /** One entry: its bytes, and the hash that is stored beside them. */
    public record Entry(long sequence, byte[] leaf, byte[] leafHash) {}

    /** Reads all of it in one snapshot. */
    public static Rows read(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<Long> head = all(connection, "select size from ledger_head", row -> row.getLong(1));
            return new Rows(
                    all(
                            connection,
                            "select sender, message_id, payload_hash, state from inbox",
                            row -> new Inbox(row.getString(1), row.getString(2), row.getString(3), row.getString(4))),
                    all(
                            connection,
                            """
                            select id, sender, message_id, agreement, recipient, state, reason, attempts, receipt_signed
                            from outbox""",
                            Rows::letter),
                    all(
                            connection,
                            "select sequence, leaf, leaf_hash from ledger_entry order by sequence",
                            row -> new Entry(row.getLong(1), row.getBytes(2), row.getBytes(3))),
                    head.isEmpty() ? -1 : head.get(0),
                    all(connection, "select note from ledger_checkpoint order by size", row -> row.getString(1)));
        }
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getBoolean(9));
    }

    private interface One<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> List<T> all(Connection connection, String sql, One<T> one) throws SQLException {
        List<T> all = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(2_000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    all.add(one.of(rows));
                }
            }
        }
        return all;
    }
}
