package org.emishub.routes.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Mentions;
import org.emishub.routes.store.OrderPlace;
import org.emishub.routes.store.Parcel;
import org.emishub.security.envelope.Opened;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.ChildVault;

/**
 * Finds what lies of a child among messages, letters and packages, whose rows do not name it: by its log, by the keyed hash of its order, and by opening, in
 * memory, whatever is still kept.
 */
final class Traces {
    private static final System.Logger LOG = System.getLogger(Traces.class.getName());
    private static final int FETCH = 200;

    /** Whoever may have sent the message that an entry is about stands behind its hash. */
    private static final String BY_ENTRY =
            """
            select sender, message_id from inbox
            where (ciphertext is not null or answer is not null or sealed_receipt is not null or receipt is not null or state = 'RECEIVED')
              and encode(sha256(convert_to(message_id, 'UTF8')), 'hex') || ' ' || sender = any (?)""";

    private static final String KEPT = "select sender, message_id, ciphertext from inbox where ciphertext is not null";
    private static final String AGREEMENTS = "select distinct agreement from outbox where order_key is not null";
    private static final String BY_ORDER = "select id, sender, message_id from outbox where order_key = any (?)";
    private static final String LETTERS_BY_ENTRY =
            """
            select id, sender, message_id from outbox where (payload is not null or receipt is not null)
              and encode(sha256(convert_to(id::text, 'UTF8')), 'hex') = any (?)""";
    private static final String OPEN_LETTERS =
            "select id, sender, message_id, payload from outbox where payload is not null and order_key is null";
    private static final String PACKAGES =
            """
            select distinct k.number from package k join package_part p on p.package = k.number
            where (k.state in ('COMING', 'WAITING') or exists (select 1 from package_answer a where a.package = k.number and a.sealed is not null))
              and p.message_id || ' ' || k.sender = any (?)""";

    private final HubParts parts;
    private final EntryReader entries;

    Traces(HubParts parts) {
        this.parts = parts;
        this.entries = new EntryReader(parts.dataSource(), parts.vault());
    }

    /** A message of a sender. */
    record Message(String sender, String id) {}

    /** What was found. */
    record Found(Set<Message> messages, Set<UUID> letters, Set<Long> packages) {}

    Found of(String child) throws SQLException {
        Found found = new Found(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        List<Entry> log = log(child);
        try (Connection connection = parts.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try {
                lettersOf(connection, child, log, found);
                messagesOf(connection, child, log, found);
                packagesOf(connection, found);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return found;
    }

    /** A log that somebody tampered with must not keep a child from being erased. */
    private List<Entry> log(String child) {
        try {
            return entries.ofChild(child);
        } catch (SecurityException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a child's log is broken, and it is erased all the same: " + e.getMessage());
            return List.of();
        }
    }

    private void lettersOf(Connection connection, String child, List<Entry> log, Found found) throws SQLException {
        byte[][] orders = column(connection, AGREEMENTS).stream()
                .map(agreement -> HexFormat.of().parseHex(OrderPlace.key(parts.vault(), agreement, child)))
                .toArray(byte[][]::new);
        letters(connection, BY_ORDER, "bytea", orders, found);
        Object[] hashes = log.stream().map(Traces::hash).distinct().toArray();
        letters(connection, LETTERS_BY_ENTRY, "text", hashes, found);
        openLetters(connection, child, found);
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new java.util.ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    private static String hash(Entry entry) {
        return entry.leaf().path("messageIdHash").asString("");
    }

    private static void letters(Connection connection, String sql, String type, Object[] keys, Found found)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf(type, keys));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.letters().add(row.getObject(1, UUID.class));
                    found.messages().add(new Message(row.getString(2), row.getString(3)));
                }
            }
        }
    }

    /** Answers to several questions stand in no child's order. */
    private void openLetters(Connection connection, String child, Found found) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN_LETTERS)) {
            select.setFetchSize(FETCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject(1, UUID.class);
                    if (isAbout(id, row.getBytes(4), child)) {
                        found.letters().add(id);
                        found.messages().add(new Message(row.getString(2), row.getString(3)));
                    }
                }
            }
        }
    }

    private boolean isAbout(UUID id, byte[] payload, String child) {
        try {
            Parcel parcel = Parcel.open(parts.atRest(), id, payload);
            return parcel.child().equals(child)
                    || parcel.about().stream().anyMatch(about -> about.child().equals(child));
        } catch (SecurityException e) {
            return false;
        }
    }

    private void messagesOf(Connection connection, String child, List<Entry> log, Found found) throws SQLException {
        Object[] keys = log.stream()
                .flatMap(entry -> senders(entry).map(sender -> hash(entry) + " " + sender))
                .distinct()
                .toArray();
        try (PreparedStatement select = connection.prepareStatement(BY_ENTRY)) {
            select.setArray(1, connection.createArrayOf("text", keys));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.messages().add(new Message(row.getString(1), row.getString(2)));
                }
            }
        }
        kept(connection, child, found);
    }

    private Stream<String> senders(Entry entry) {
        Set<String> senders = new HashSet<>(Arrays.asList(entry.provider(), entry.client()));
        String actor = actor(entry);
        senders.add(actor.substring(actor.indexOf('@') + 1));
        return senders.stream().filter(sender -> !sender.isEmpty());
    }

    private String actor(Entry entry) {
        try {
            return entries.side(entry).actor();
        } catch (ChildVault.KeyDestroyed e) {
            return "";
        }
    }

    /** A question in which no child was recognised names one all the same. */
    private void kept(Connection connection, String child, Found found) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KEPT)) {
            select.setFetchSize(FETCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Message message = new Message(row.getString(1), row.getString(2));
                    if (!found.messages().contains(message) && mentions(message, row.getBytes(3), child)) {
                        found.messages().add(message);
                    }
                }
            }
        }
    }

    private boolean mentions(Message message, byte[] ciphertext, String child) {
        if (ciphertext.length == 0) {
            return false;
        }
        try {
            String context = "inbox/" + message.sender() + "/" + message.id();
            return Mentions.of(child, new String(parts.atRest().open(context, ciphertext), UTF_8));
        } catch (SecurityException e) {
            return parts.envelopes().reopen(ciphertext) instanceof Outcome.Ok<Opened> ok
                    && Mentions.of(child, ok.value().message().content().toString());
        }
    }

    private static void packagesOf(Connection connection, Found found) throws SQLException {
        Object[] keys = found.messages().stream()
                .map(message -> message.id() + " " + message.sender())
                .toArray();
        try (PreparedStatement select = connection.prepareStatement(PACKAGES)) {
            select.setArray(1, connection.createArrayOf("text", keys));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.packages().add(row.getLong(1));
                }
            }
        }
    }

    /** Whether a letter has not ended. */
    static boolean isOpen(Letter letter) {
        return switch (letter.state()) {
            case PENDING, SENT, DEAD -> true;
            case DELIVERED, EXPIRED, REFUSED -> false;
        };
    }
}
