package org.emishub.security.replay;

import java.util.List;
import org.emishub.security.agreement.Decided;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Entry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of making an entry's decisions again; names no child and no value.
 *
 * @param why one sentence: what is the same, what differs first, or why it cannot be decided
 * @param decisions each decision that the entry rests on
 * @param differences all that differs, in words
 */
public record Replay(Entry entry, Verdict verdict, String why, List<Again> decisions, List<String> differences) {
    public Replay {
        decisions = List.copyOf(decisions);
        differences = List.copyOf(differences);
    }

    /** What can be said. */
    public enum Verdict {
        SAME("same"),
        DIFFERS("differs"),
        CANNOT_DECIDE("cannot decide");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** One decision: as it was made, and what it says now. */
    public record Again(Decided then, Decided.Answer now) {}

    public ObjectNode json() {
        ObjectNode json = StrictJson.newObject()
                .put("entry", entry.sequence())
                .put("event", entry.event())
                .put("time", entry.time().toString())
                .put("result", verdict.words())
                .put("why", why);
        entry.agreement().ifPresent(agreement -> json.putObject("agreement")
                .put("id", agreement.id())
                .put("version", agreement.version())
                .put("bundleHash", agreement.bundleHash()));
        ArrayNode all = json.putArray("decisions");
        decisions.forEach(again -> all.add(json(again)));
        differences.forEach(json.putArray("differences")::add);
        return json;
    }

    private static ObjectNode json(Again again) {
        Decided then = again.then();
        ObjectNode json = StrictJson.newObject()
                .put("about", then.aboutChild() ? "the child" : "the asker")
                .put("at", then.at().toString())
                .put("agreement", then.agreement().id())
                .put("version", then.agreement().version())
                .put("bundleHash", then.agreement().bundleHash());
        // Which facts it asked for, and not what they answered: an auditor need not learn how a child is sealed.
        ArrayNode asked = json.putArray("asked");
        then.facts().keySet().forEach(fact -> asked.add(fact.split(":", 2)[0]));
        json.set("then", json(then.answer()));
        json.set("now", json(again.now()));
        return json;
    }

    private static ObjectNode json(Decided.Answer answer) {
        ObjectNode json = StrictJson.newObject().put("code", answer.code()).put("rule", answer.rule());
        answer.without().forEach(json.putArray("without")::add);
        return json;
    }
}
