package org.emishub.deployment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;

/**
 * Enters which keys, members and settings are others than at the last start; of several nodes the first that starts so.
 *
 * <p>At the very first start they are only kept: that is a change of nothing. Kept in the table {@code ledger_setting}.
 */
final class SetupRecord {
    private final Ledger ledger;

    SetupRecord(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Something the hub is set up with.
     *
     * @param event what it is when it changes
     * @param subject its name, in words that name nobody: {@code key: signing}
     * @param system whose it is; empty for the hub's own
     * @param hash lower-case hex SHA-256 of it, or of what stands for it publicly
     */
    record Part(Event event, String subject, Optional<SystemId> system, String hash) {
        /** What it is kept under. */
        String key() {
            return event + " " + subject + system.map(id -> " of " + id).orElse("");
        }
    }

    void enter(List<Part> parts) {
        ledger.commit((connection, appender) -> {
            Map<String, String> before = kept(connection);
            boolean first = before.isEmpty();
            for (Part part : parts) {
                String old = before.remove(part.key());
                if (!part.hash().equals(old)) {
                    put(connection, part.key(), part.hash());
                    if (!first) {
                        append(appender, part, old == null ? "new" : "changed");
                    }
                }
            }
            for (String gone : before.keySet()) {
                remove(connection, gone);
                part(gone).ifPresent(part -> append(appender, part, "gone"));
            }
            return first;
        });
    }

    /** What a key in the table was kept for; empty when a later hub kept it. */
    private static Optional<Part> part(String key) {
        String[] halves = key.split(" of ", 2);
        String[] words = halves[0].split(" ", 2);
        try {
            Optional<SystemId> system = halves.length == 2 ? Optional.of(SystemId.of(halves[1])) : Optional.empty();
            return Optional.of(new Part(Event.valueOf(words[0]), words[1], system, ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void append(Appender appender, Part part, String what) {
        appender.append(new EntryDraft(
                part.event(),
                UUID.randomUUID().toString(),
                Optional.empty(),
                "OK",
                part.subject() + ", " + what,
                part.system(),
                Optional.empty(),
                List.of(),
                0,
                part.hash(),
                Side.NONE));
    }

    private static Map<String, String> kept(Connection connection) throws SQLException {
        Map<String, String> kept = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT subject, hash FROM ledger_setting")) {
            while (rows.next()) {
                kept.put(rows.getString(1), rows.getString(2));
            }
        }
        return kept;
    }

    private static void put(Connection connection, String subject, String hash) throws SQLException {
        String sql =
                "INSERT INTO ledger_setting VALUES (?, ?) ON CONFLICT (subject) DO UPDATE SET hash = excluded.hash";
        try (PreparedStatement put = connection.prepareStatement(sql)) {
            put.setString(1, subject);
            put.setString(2, hash);
            put.executeUpdate();
        }
    }

    private static void remove(Connection connection, String subject) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM ledger_setting WHERE subject = ?")) {
            delete.setString(1, subject);
            delete.executeUpdate();
        }
    }
}
