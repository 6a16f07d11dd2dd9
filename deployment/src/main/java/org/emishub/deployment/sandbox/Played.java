package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of playing a scenario once.
 *
 * @param id {@code S3.dci}, and {@code S3.dci.refused} for the time it had to be refused
 * @param title what happens, in words
 * @param who who asked or sent
 * @param why the agreement's purpose and law, or what was wrong
 * @param objection what did not hold; empty when all did
 * @param disclosed what the other side got, field to value
 * @param withheld what it did not get, field to reason
 * @param refusalCode the code that the asker saw; empty when it was not refused
 * @param entries the ledger entries that prove it
 */
public record Played(
        String id,
        String title,
        String who,
        String why,
        String objection,
        Map<String, String> disclosed,
        Map<String, String> withheld,
        String refusalCode,
        List<LedgerEntry> entries) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public Played {
        disclosed = new TreeMap<>(disclosed);
        withheld = new TreeMap<>(withheld);
        entries = List.copyOf(entries);
    }

    public boolean passed() {
        return objection.isEmpty();
    }

    /** The account as {@code --json} gives it. */
    public ObjectNode json() {
        ObjectNode json =
                MAPPER.createObjectNode().put("id", id).put("title", title).put("passed", passed());
        if (!passed()) {
            json.put("objection", objection);
        }
        ObjectNode got = json.putObject("disclosed");
        disclosed.forEach(got::put);
        ObjectNode kept = json.putObject("withheld");
        withheld.forEach(kept::put);
        json.put("refusalCode", refusalCode);
        ArrayNode proofs = json.putArray("entries");
        for (LedgerEntry entry : entries) {
            ObjectNode proof =
                    proofs.addObject().put("sequence", entry.sequence()).put("event", entry.event());
            proof.put("code", entry.code()).put("rule", entry.rule()).put("withheld", entry.withheld());
            ArrayNode fields = proof.putArray("fields");
            entry.fields().forEach(fields::add);
        }
        return json;
    }
}
