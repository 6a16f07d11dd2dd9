package org.emishub.deployment.campaign.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a receiver did, on disk before it says so; found again by idempotency key after its own death. */
final class Effects implements AutoCloseable {
    private final Journal journal;
    private final Map<String, String> receipts = new ConcurrentHashMap<>();

    private Effects(Journal journal) {
        this.journal = journal;
    }

    static Path file(Path outside, String system) {
        return outside.resolve("effects-" + system.replace('/', '.') + ".jsonl");
    }

    static Effects open(Path outside, String system) {
        Path file = file(outside, system);
        Effects effects = new Effects(Journal.open(file));
        for (JsonNode line : Journal.read(file)) {
            if (line.path("event").asString("").equals("effect")) {
                effects.receipts.put(
                        line.path("letter").asString(""), line.path("receipt").asString(""));
            }
        }
        return effects;
    }

    /** The receipt of what was done before under a key. */
    @Nullable
    String before(String letter) {
        return receipts.get(letter);
    }

    /** Does it, durably; false when another request did meanwhile. */
    synchronized boolean take(String letter, String receipt, ObjectNode line) {
        if (receipts.containsKey(letter)) {
            return false;
        }
        journal.add(line.put("event", "effect").put("letter", letter).put("receipt", receipt), true);
        receipts.put(letter, receipt);
        return true;
    }

    void note(ObjectNode line) {
        journal.add(line);
    }

    @Override
    public void close() {
        journal.close();
    }
}
