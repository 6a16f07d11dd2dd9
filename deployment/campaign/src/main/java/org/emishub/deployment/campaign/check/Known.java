package org.emishub.deployment.campaign.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.emishub.deployment.campaign.load.Agreed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs and rows, found again by what they are about. */
final class Known {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Logs logs;
    final Rows rows;
    /** By message id. */
    final Map<String, Rows.Inbox> inbox = new HashMap<>();
    /** By letter id. */
    final Map<String, Rows.Letter> letters = new HashMap<>();
    /** By message id, then agreement. */
    final Map<String, Map<String, Rows.Letter>> lettersOf = new HashMap<>();
    /** By message id: the message as it was accepted. */
    final Map<String, Logs.Ask> accepted = new LinkedHashMap<>();
    /** By message id: the receipts that senders hold. */
    final Map<String, Set<String>> receipts = new LinkedHashMap<>();
    /** By SHA-256 of message or letter id, in order. */
    final Map<String, List<Said>> entries = new HashMap<>();
    /** By letter id. */
    final Map<String, List<Logs.Effect>> effects = new LinkedHashMap<>();
    /** Ids of every message that was ever sent. */
    final Set<String> sent = new TreeSet<>();

    private final Map<String, Logs.Ask> asked = new HashMap<>();

    /** What an entry says. */
    record Said(long sequence, String event, String code, String about, String leafHash) {}

    Known(Logs logs, Rows rows) {
        this.logs = logs;
        this.rows = rows;
        rows.inbox().forEach(one -> inbox.put(one.id(), one));
        for (Rows.Letter letter : rows.letters()) {
            letters.put(letter.id(), letter);
            lettersOf.computeIfAbsent(letter.message(), id -> new HashMap<>()).put(letter.agreement(), letter);
        }
        for (Logs.Ask ask : logs.asks()) {
            sent.add(ask.id());
            asked.putIfAbsent(ask.id() + "/" + ask.hash(), ask);
        }
        for (Logs.Answer answer : logs.answers()) {
            Logs.Ask ask = asked.get(answer.id() + "/" + answer.hash());
            if (answer.valid() && ask != null) {
                accepted.putIfAbsent(answer.id(), ask);
                receipts.computeIfAbsent(answer.id(), id -> new LinkedHashSet<>())
                        .add(answer.receipt());
            }
        }
        rows.entries().forEach(this::entry);
        for (Logs.Effect effect : logs.effects()) {
            effects.computeIfAbsent(effect.letter(), id -> new ArrayList<>()).add(effect);
        }
    }

    private void entry(Rows.Entry entry) {
        JsonNode leaf = JSON.readTree(entry.leaf());
        String about = leaf.path("messageIdHash").asString("");
        Said said = new Said(
                entry.sequence(),
                leaf.path("event").asString(""),
                leaf.path("code").asString(""),
                about,
                HexFormat.of().formatHex(entry.leafHash()));
        entries.computeIfAbsent(about, id -> new ArrayList<>()).add(said);
    }

    /** Entries about a message or letter, in order. */
    List<Said> about(String id) {
        return entries.getOrDefault(sha256(id), List.of());
    }

    List<Said> about(String id, String event) {
        return about(id).stream().filter(one -> one.event().equals(event)).toList();
    }

    /** The message as its sender wrote it down, in the content that the hub has a row for. */
    Logs.@Nullable Ask asked(Rows.Inbox row) {
        return asked.get(row.id() + "/" + row.hash());
    }

    /** Every message that the hub answers for: a sender holds its receipt, or it has a row as accepted. */
    Map<String, Logs.Ask> owed() {
        Map<String, Logs.Ask> owed = new LinkedHashMap<>(accepted);
        for (Rows.Inbox row : rows.inbox()) {
            Logs.Ask ask = asked(row);
            if (ask != null && row.state().equals("ACCEPTED")) {
                owed.putIfAbsent(row.id(), ask);
            }
        }
        return owed;
    }

    /** Under which agreements a message goes on. */
    static List<String> agreements(Logs.Ask ask) {
        return Agreed.behind(ask.sender(), ask.about()).stream().map(Agreed::id).toList();
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
