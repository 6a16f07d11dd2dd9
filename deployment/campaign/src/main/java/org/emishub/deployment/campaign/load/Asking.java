package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A sender that asks what became of its messages (kind {@code status}), until each has ended. */
final class Asking implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final long VALID_SECONDS = 3_600;
    private static final Set<String> ENDED = Set.of("delivered", "refused", "dead-lettered", "expired");

    private final String system;
    private final Jose.Own own;
    private final Jose.To hub;
    private final HubDoor door;
    private final Journal journal;
    private final Set<String> waiting;

    Asking(String system, Parties parties, HubDoor door, Path outside, Set<String> accepted) {
        this.system = system;
        this.own = parties.own(system);
        this.hub = parties.hub();
        this.door = door;
        this.journal = Journal.open(outside.resolve("told-" + system.replace('/', '.') + ".jsonl"));
        this.waiting = new LinkedHashSet<>(accepted);
    }

    int waiting() {
        return waiting.size();
    }

    /** Asks once about everything that still waits; true when nothing does. */
    boolean round() throws InterruptedException {
        Iterator<String> ids = List.copyOf(waiting).iterator();
        while (ids.hasNext()) {
            ObjectNode content = Journal.line();
            ArrayNode some = content.putArray("messages");
            while (ids.hasNext() && some.size() < AT_ONCE) {
                some.add(ids.next());
            }
            if (!ask(content)) {
                return false;
            }
        }
        return waiting.isEmpty();
    }

    private boolean ask(ObjectNode content) throws InterruptedException {
        long now = System.currentTimeMillis() / 1000;
        ObjectNode claims = Journal.line()
                .put("jti", UUID.randomUUID().toString())
                .put("iss", system)
                .put("aud", Parties.HUB)
                .put("agr", "status")
                .put("knd", "status")
                .put("iat", now)
                .put("exp", now + VALID_SECONDS);
        claims.set("content", content);
        HubDoor.Answer answer = door.post(Jose.seal(claims.toString().getBytes(UTF_8), own, hub));
        if (answer.status() != 200) {
            return false;
        }
        try {
            JsonNode told = Jose.open(answer.body(), own, door.hubSigns()).claims();
            for (JsonNode message : told.path("content").path("messages")) {
                told(message);
            }
            return true;
        } catch (Jose.Invalid e) {
            return false;
        }
    }

    private void told(JsonNode message) {
        String id = message.path("id").asString("");
        String outcome = message.path("outcome").asString("");
        boolean ended = ENDED.contains(outcome);
        if (waiting.contains(id) && (ended || outcome.equals("unknown"))) {
            ObjectNode line = Journal.line().put("sender", system).put("id", id).put("outcome", outcome);
            line.set("deliveries", message.path("deliveries"));
            journal.add(line);
        }
        if (ended) {
            waiting.remove(id);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
