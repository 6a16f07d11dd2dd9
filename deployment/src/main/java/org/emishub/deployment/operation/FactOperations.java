package org.emishub.deployment.operation;

import static org.emishub.deployment.operation.Operations.given;
import static org.emishub.deployment.operation.Operations.named;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.emishub.adapters.health.consent.FhirConsent;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.facts.BreakGlass.Broken;
import org.emishub.routes.facts.ConsentRecord;
import org.emishub.routes.facts.Consents;
import org.emishub.routes.facts.Iso27560;
import org.emishub.routes.facts.NoSay;
import org.emishub.routes.facts.Seals;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;
import org.emishub.security.json.NotWellFormed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an operator notes of cases, guardians, consents, objections and sealed children; every change is an entry with the operator's name in its personal side. */
public final class FactOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int LONGEST = 200;
    private static final int MOST = 200;

    private final StoredFacts facts;
    private final Supplier<Agreements> agreements;
    private final Clock clock;

    public FactOperations(StoredFacts facts, Supplier<Agreements> agreements, Clock clock) {
        this.facts = facts;
        this.agreements = agreements;
        this.clock = clock;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        try {
            return Optional.ofNullable(
                    switch (operation) {
                        case "case.open" -> openCase(arguments);
                        case "case.close" -> closeCase(arguments);
                        case "guardian.give" -> giveSay(arguments);
                        case "guardian.end" -> endSay(arguments);
                        case "child.born" -> born(arguments);
                        case "child.seal" -> seal(arguments, true);
                        case "child.unseal" -> seal(arguments, false);
                        case "objection.make" -> object(arguments);
                        case "objection.end" -> endObjection(arguments);
                        case "consent.list" -> consents(arguments);
                        case "consent.import" -> importConsents(arguments);
                        case "consent.withdraw" -> withdraw(arguments);
                        case "breakglass.list" -> broken();
                        case "breakglass.review" -> review(arguments);
                        default -> null;
                    });
        } catch (NoSay | IllegalArgumentException e) {
            throw new NotPossible(String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode openCase(JsonNode arguments) {
        facts.cases()
                .open(
                        said(arguments, "case"),
                        person(arguments, "worker"),
                        person(arguments, "child"),
                        moment(arguments, "from").orElse(clock.instant()),
                        moment(arguments, "until"),
                        said(arguments, "by"));
        return done(true);
    }

    private ObjectNode closeCase(JsonNode arguments) {
        boolean closed = facts.cases()
                .close(
                        said(arguments, "case"),
                        person(arguments, "worker"),
                        person(arguments, "child"),
                        clock.instant(),
                        said(arguments, "by"));
        return done(changed(closed, "this worker has no such case open for this child"));
    }

    private ObjectNode giveSay(JsonNode arguments) {
        facts.guardians()
                .give(
                        person(arguments, "guardian"),
                        person(arguments, "child"),
                        moment(arguments, "from").orElse(clock.instant()),
                        moment(arguments, "until"),
                        said(arguments, "by"));
        return done(true);
    }

    private ObjectNode endSay(JsonNode arguments) {
        boolean ended = facts.guardians()
                .end(person(arguments, "guardian"), person(arguments, "child"), clock.instant(), said(arguments, "by"));
        return done(changed(ended, "this guardian has no say over this child"));
    }

    private ObjectNode born(JsonNode arguments) {
        try {
            facts.guardians()
                    .born(person(arguments, "child"), LocalDate.parse(said(arguments, "on")), said(arguments, "by"));
            return done(true);
        } catch (DateTimeException e) {
            throw new NotPossible("write the day of birth as 2012-03-04");
        }
    }

    private ObjectNode seal(JsonNode arguments, boolean sealed) {
        String words = said(arguments, "kind");
        Seal kind = Arrays.stream(Seal.values())
                .filter(one -> one.words().equals(words))
                .findFirst()
                .orElseThrow(() -> new NotPossible("'" + words + "' is no kind: "
                        + Arrays.stream(Seal.values()).map(Seal::words).toList()));
        boolean changed = sealed
                ? facts.seals()
                        .seal(
                                person(arguments, "child"),
                                kind,
                                new Seals.Log(moment(arguments, "since"), against(arguments)),
                                said(arguments, "by"))
                : facts.seals().unseal(person(arguments, "child"), kind, said(arguments, "by"));
        return done(changed(
                changed,
                sealed
                        ? "the child is so sealed already; a seal only ever keeps more, and 'hub unseal' takes it off"
                        : notSo(kind)));
    }

    /** Names every kind there is: which of them the child is sealed by is not told. */
    private static String notSo(Seal kind) {
        return "the child is not sealed by '" + kind.words() + "': give the kind that it was sealed by, --kind "
                + Arrays.stream(Seal.values())
                        .map(one -> "'" + one.words() + "'")
                        .collect(Collectors.joining(" or "));
    }

    private ObjectNode object(JsonNode arguments) {
        boolean made = facts.objections()
                .object(
                        agreement(arguments),
                        person(arguments, "child"),
                        person(arguments, "who"),
                        clock.instant(),
                        said(arguments, "by"));
        return done(changed(made, "they object already"));
    }

    private ObjectNode endObjection(JsonNode arguments) {
        boolean ended = facts.objections()
                .end(
                        agreement(arguments),
                        person(arguments, "child"),
                        person(arguments, "who"),
                        clock.instant(),
                        said(arguments, "by"));
        return done(changed(ended, "they do not object"));
    }

    private Agreement agreement(JsonNode arguments) {
        String id = said(arguments, "agreement");
        return agreements.get().byId(id).orElseThrow(() -> new NotPossible("there is no agreement '" + id + "'"));
    }

    private ObjectNode consents(JsonNode arguments) {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode all = result.putArray("consents");
        for (Consents.Said said : facts.consents().of(person(arguments, "child"))) {
            ObjectNode one = all.addObject()
                    .put("agreement", said.agreementId())
                    .put("giver", said.giver().name())
                    .put("who", said.who())
                    .put("evidence", said.evidence());
            said.given().ifPresent(at -> one.put("given", at.toString()));
            said.withdrawn().ifPresent(at -> one.put("withdrawn", at.toString()));
            said.until().ifPresent(at -> one.put("until", at.toString()));
        }
        return result;
    }

    /** FHIR R4 says its resource's type; anything else is read as ISO/IEC TS 27560. */
    private ObjectNode importConsents(JsonNode arguments) {
        byte[] file = arguments.path("file").asString("").getBytes(StandardCharsets.UTF_8);
        try {
            List<ConsentRecord> records = FhirConsent.is(file) ? List.of(FhirConsent.read(file)) : Iso27560.read(file);
            int changed = 0;
            for (ConsentRecord record : records) {
                changed += facts.consents().note(record, said(arguments, "by")) == Consents.Noted.CHANGED ? 1 : 0;
            }
            return MAPPER.createObjectNode().put("records", records.size()).put("changed", changed);
        } catch (NotWellFormed e) {
            throw new NotPossible(String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode withdraw(JsonNode arguments) {
        String child = person(arguments, "child");
        String who = person(arguments, "who");
        ConsentRecord record = new ConsentRecord(
                child,
                said(arguments, "agreement"),
                who.equals(child) ? Giver.CHILD : Giver.GUARDIAN,
                who,
                false,
                clock.instant(),
                Optional.empty(),
                given(arguments, "evidence").orElse(""));
        return done(facts.consents().note(record, said(arguments, "by")) == Consents.Noted.CHANGED);
    }

    private ObjectNode broken() {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode all = result.putArray("broken");
        for (Broken one : facts.breakGlass().list(MOST)) {
            ObjectNode row = all.addObject()
                    .put("number", one.number())
                    .put("agreement", one.agreementId())
                    .put("opened", one.opened().toString())
                    .put("until", one.until().toString())
                    .put("reviewBy", one.reviewBy().toString())
                    .put("actor", one.actor())
                    .put("child", one.child())
                    .put("reason", one.reason())
                    .put("finding", one.finding())
                    .put("overdue", one.reviewed().isEmpty() && !clock.instant().isBefore(one.reviewBy()));
            one.told().ifPresent(at -> row.put("told", at.toString()));
            one.reviewed().ifPresent(at -> row.put("reviewed", at.toString()));
        }
        return result;
    }

    private ObjectNode review(JsonNode arguments) {
        boolean reviewed = facts.breakGlass()
                .review(arguments.path("number").asLong(-1), said(arguments, "finding"), said(arguments, "by"))
                .isPresent();
        return done(changed(reviewed, "there is none of that number that waits for its review"));
    }

    private static boolean changed(boolean changed, String otherwise) {
        if (!changed) {
            throw new NotPossible(otherwise);
        }
        return true;
    }

    private static ObjectNode done(boolean changed) {
        return MAPPER.createObjectNode().put("changed", changed);
    }

    private static Optional<Instant> moment(JsonNode arguments, String name) {
        try {
            return given(arguments, name).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new NotPossible("write '" + name + "' as 2026-11-22T08:00:00Z");
        }
    }

    private static Optional<String> against(JsonNode arguments) {
        return given(arguments, "against").map(text -> person(arguments, "against"));
    }

    private static String person(JsonNode arguments, String name) {
        return oneLine(name, named(arguments, name));
    }

    private static String said(JsonNode arguments, String name) {
        return oneLine(name, given(arguments, name));
    }

    private static String oneLine(String name, Optional<String> given) {
        return given.filter(text -> text.length() <= LONGEST && text.lines().count() == 1)
                .orElseThrow(
                        () -> new NotPossible("say '" + name + "', in one line of at most " + LONGEST + " characters"));
    }
}
