package org.emishub.security.agreement;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One decision that was made: what it was made from, and what it said.
 *
 * @param aboutChild whether it was {@link Decision#decideChild}, else {@link Decision#decide}
 * @param agreement the text it was made under
 * @param facts each fact that it asked for, in words, with the answer
 */
public record Decided(
        boolean aboutChild,
        AgreementRef agreement,
        Request request,
        Instant at,
        Map<String, String> facts,
        Answer answer) {
    private static final String OK = "OK";
    private static final Set<String> ONLY_DECISIONS =
            Set.of("NO_LEGAL_BASIS", "NO_CASE", "NO_CONSENT", "OBJECTED", "SEALED");

    public Decided {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /**
     * What a decision says.
     *
     * @param without catalogue paths that it leaves out for this child
     */
    public record Answer(String code, String rule, Set<String> without) {
        public Answer {
            without = Collections.unmodifiableSet(new TreeSet<>(without));
        }

        private static <T> Answer of(Outcome<T> outcome, Set<String> without) {
            return outcome instanceof Outcome.Refused<T> no
                    ? new Answer(no.refusal().code().name(), no.refusal().rule(), Set.of())
                    : new Answer(OK, "", without);
        }

        public boolean allows() {
            return code.equals(OK);
        }
    }

    static Decided asker(Agreement agreement, Request request, Instant at, Outcome<Agreement> outcome) {
        // The number of a case can lead to a child; it does not matter here, and an entry about no child is erased with
        // none.
        Request asked = new Request(
                request.sender(),
                request.purpose(),
                request.purposeHasPlace(),
                request.user(),
                request.role(),
                "",
                request.rows());
        return new Decided(false, agreement.ref(), asked, at, Map.of(), Answer.of(outcome, Set.of()));
    }

    static Decided child(
            Agreement agreement, Request request, Instant at, Map<String, String> facts, Outcome<Permission> outcome) {
        Set<String> without =
                outcome instanceof Outcome.Ok<Permission> ok ? ok.value().without() : Set.of();
        return new Decided(true, agreement.ref(), request, at, facts, Answer.of(outcome, without));
    }

    /**
     * Makes the decision again under a text, from the same request, facts and moment.
     *
     * @param childId the child's identifier; the answers do not depend on it
     * @throws AsksMore when it asks for a fact that it did not ask for then
     */
    public Answer again(Agreement text, String childId) {
        if (!aboutChild) {
            return Answer.of(Decision.decide(text, request, at), Set.of());
        }
        try {
            Outcome<Permission> outcome = Decision.decideChild(text, request, childId, FactLog.of(facts), at);
            return child(text, request, at, facts, outcome).answer();
        } catch (FactLog.NotAsked e) {
            throw new AsksMore(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a refusal with this code can come from nowhere but a decision. */
    public static boolean onlyDecisionsGive(String code) {
        return ONLY_DECISIONS.contains(code);
    }

    /** The decision asks today for a fact that it did not ask for when it was made; the message names the fact. */
    public static final class AsksMore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AsksMore(String fact) {
            super(fact, null, false, false);
        }
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.newObject().put("at", at.toString());
        json.putObject("agreement")
                .put("id", agreement.id())
                .put("version", agreement.version())
                .put("bundleHash", agreement.bundleHash());
        json.putObject("request")
                .put("sender", request.sender().toString())
                .put("purpose", request.purpose())
                .put("purposeHasPlace", request.purposeHasPlace())
                .put("user", request.user())
                .put("role", request.role())
                .put("case", request.caseId())
                .put("rows", request.rows());
        if (aboutChild) {
            ArrayNode asked = json.putArray("facts");
            facts.forEach((fact, answered) -> asked.addArray().add(fact).add(answered));
        }
        json.put("code", answer.code()).put("rule", answer.rule());
        if (!answer.without().isEmpty()) {
            answer.without().forEach(json.putArray("without")::add);
        }
        return json;
    }

    /** Reads what {@link Grounds#json} wrote of one decision. */
    public static Decided read(boolean aboutChild, JsonNode json) {
        JsonNode agreement = json.path("agreement");
        JsonNode request = json.path("request");
        Map<String, String> facts = new LinkedHashMap<>();
        json.path("facts")
                .forEach(fact ->
                        facts.put(fact.path(0).asString(""), fact.path(1).asString("")));
        Set<String> without = new TreeSet<>();
        json.path("without").forEach(path -> without.add(path.asString("")));
        return new Decided(
                aboutChild,
                new AgreementRef(
                        agreement.path("id").asString(""),
                        agreement.path("version").asInt(0),
                        agreement.path("bundleHash").asString("")),
                new Request(
                        SystemId.of(request.path("sender").asString("")),
                        request.path("purpose").asString(""),
                        request.path("purposeHasPlace").asBoolean(true),
                        request.path("user").asString(""),
                        request.path("role").asString(""),
                        request.path("case").asString(""),
                        request.path("rows").asInt(1)),
                Instant.parse(json.path("at").asString("")),
                facts,
                new Answer(json.path("code").asString(""), json.path("rule").asString(""), without));
    }

    /** Never prints who asked. */
    @Override
    public String toString() {
        return "Decided[" + agreement.id() + ", " + answer.code() + "]";
    }
}
