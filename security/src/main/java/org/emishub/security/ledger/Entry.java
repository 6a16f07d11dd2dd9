package org.emishub.security.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry as anybody may read it: names, no values.
 *
 * @param event name of an {@link Event}, perhaps of another version of the hub
 * @param provider empty where there is none; {@code client} alike
 * @param fields names of the fields that left
 * @param child whether it is about a child, without saying which
 * @param intact whether leaf and side are what was hashed; says nothing of the tree, which {@link Ledger#verify} checks
 * @param leaf all of it
 * @param side sealed; {@link EntryReader#side} opens it
 */
public record Entry(
        long sequence,
        String event,
        Instant time,
        Optional<AgreementRef> agreement,
        String code,
        String rule,
        String provider,
        String client,
        List<String> fields,
        int withheld,
        boolean child,
        boolean intact,
        ObjectNode leaf,
        byte[] side) {
    public Entry {
        fields = List.copyOf(fields);
    }

    static Entry of(LedgerTables.Row row) {
        ObjectNode leaf = leaf(row);
        return new Entry(
                row.sequence(),
                leaf.path("event").asString(""),
                time(leaf),
                agreement(leaf.path("agreement")),
                leaf.path("code").asString(""),
                leaf.path("rule").asString(""),
                leaf.path("provider").asString(""),
                leaf.path("client").asString(""),
                leaf.path("fields").valueStream().map(JsonNode::asString).toList(),
                leaf.path("withheld").asInt(0),
                !leaf.path("child").asString("").isEmpty(),
                intact(row, leaf),
                leaf,
                row.side());
    }

    private static ObjectNode leaf(LedgerTables.Row row) {
        try {
            return StrictJson.object(row.leaf());
        } catch (NotWellFormed e) {
            return StrictJson.newObject();
        }
    }

    private static Instant time(ObjectNode leaf) {
        try {
            return Instant.parse(leaf.path("time").asString(""));
        } catch (java.time.DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static Optional<AgreementRef> agreement(JsonNode node) {
        return node.isObject()
                ? Optional.of(new AgreementRef(
                        node.path("id").asString(""),
                        node.path("version").asInt(0),
                        node.path("bundleHash").asString("")))
                : Optional.empty();
    }

    private static boolean intact(LedgerTables.Row row, ObjectNode leaf) {
        return Arrays.equals(Merkle.leaf(row.leaf()), row.leafHash())
                && leaf.path("sequence").asLong(-1) == row.sequence()
                && leaf.path("sideHash").asString("").equals(Sha256.hex(row.side()));
    }

    /** Number, event and code. */
    @Override
    public String toString() {
        return "#" + sequence + " " + event + " " + code;
    }
}
