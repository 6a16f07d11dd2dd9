package org.emishub.security.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares the tombstones with the entries that erased: every key that one names has its stone, and no stone says anything else. */
final class TombstoneCheck {
    /** Between an entry and its stones, which are written in one commit. */
    private static final Duration APART = Duration.ofMinutes(1);

    private final Map<Long, Erased> erased = new HashMap<>();
    private final Set<String> kept = new HashSet<>();

    private record Erased(Instant time, String reason, Set<String> keys) {}

    /**
     * A stone as it is kept.
     *
     * @param key {@code year/slot}
     * @param sequence of the entry
     */
    record Stone(String key, Instant at, String reason, long sequence) {}

    void entry(long sequence, ObjectNode leaf) {
        if (leaf.path("event").asString("").equals(Event.ERASED.name())) {
            erased.put(
                    sequence,
                    new Erased(
                            Instant.parse(leaf.path("time").asString("")),
                            leaf.path("rule").asString(""),
                            leaf.path("erased")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .collect(Collectors.toSet())));
        }
    }

    void stone(Stone stone) {
        kept.add(stone.key());
        Erased entry = erased.get(stone.sequence());
        if (entry == null
                || !entry.keys().contains(stone.key())
                || !entry.reason().equals(stone.reason())
                || Duration.between(entry.time(), stone.at()).abs().compareTo(APART) > 0) {
            throw new LedgerAltered("a tombstone is not what sequence " + stone.sequence() + " says was erased");
        }
    }

    void end() {
        erased.forEach((sequence, entry) -> {
            if (!kept.containsAll(entry.keys())) {
                throw new LedgerAltered("a tombstone of what sequence " + sequence + " erased is gone");
            }
        });
    }
}
