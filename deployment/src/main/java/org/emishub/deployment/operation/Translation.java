package org.emishub.deployment.operation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.facts.FactSource;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Operation;
import org.emishub.security.agreement.Request;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the pseudonyms of one agreement into those of another that allows it; each is an entry before it is answered.
 *
 * <p>The hub keeps no list of children and no table of pseudonyms: whoever asks brings the numbers of the children among whom to look, and the hub names each
 * as the first agreement's client knows it.
 */
public final class Translation implements OperationGroup {
    private static final int MOST_CHILDREN = 100_000;
    private static final int MOST_PSEUDONYMS = 1_000;

    private final Supplier<Agreements> agreements;
    private final FactSource facts;
    private final HmacPseudonyms pseudonyms;
    private final Ledger ledger;
    private final Clock clock;

    public Translation(
            Supplier<Agreements> agreements, FactSource facts, HmacPseudonyms pseudonyms, Ledger ledger, Clock clock) {
        this.agreements = agreements;
        this.facts = facts;
        this.pseudonyms = pseudonyms;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Who asks, under what, and which field is named otherwise in both agreements. */
    private record Asked(Agreement from, Agreement to, String field, String by, String reason) {}

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return operation.equals("pseudonym.translate") ? Optional.of(translate(arguments)) : Optional.empty();
    }

    private JsonNode translate(JsonNode arguments) {
        Asked asked = new Asked(
                agreement(arguments, "from"),
                agreement(arguments, "to"),
                "child.id",
                needed(arguments, "by", "who asks"),
                needed(arguments, "reason", "why"));
        List<String> children = lines(arguments, "children", MOST_CHILDREN);
        List<String> names = lines(arguments, "pseudonyms", MOST_PSEUDONYMS);
        Outcome<Asked> allowed = allowed(asked, clock.instant());
        if (allowed instanceof Outcome.Refused<Asked> no) {
            enter(List.of(entry(asked, no.refusal().code().name(), no.refusal().rule(), "")));
            throw new NotPossible(
                    asked.to().id() + " does not allow it (" + no.refusal().rule() + "); entered");
        }
        Map<String, String> childByName = known(asked, children);
        List<EntryDraft> entries = new ArrayList<>();
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ArrayNode rows = answer.putArray("translated");
        for (String name : names) {
            Outcome<String> translated = translate(asked, childByName.getOrDefault(name, ""));
            entries.add(entry(asked, translated, childByName.getOrDefault(name, "")));
            ObjectNode row = rows.addObject().put("pseudonym", name);
            if (translated instanceof Outcome.Ok<String> ok) {
                row.put("becomes", ok.value());
            }
        }
        enter(entries);
        return answer;
    }

    private Agreement agreement(JsonNode arguments, String name) {
        String id = arguments.path(name).asString("");
        return agreements
                .get()
                .byId(id)
                .orElseThrow(() -> new NotPossible("there is no agreement '" + id + "': see 'hub register'"));
    }

    private static String needed(JsonNode arguments, String name, String what) {
        return Operations.given(arguments, name)
                .orElseThrow(() -> new NotPossible("nobody said " + what + ": give --" + name));
    }

    private static List<String> lines(JsonNode arguments, String name, int most) {
        List<String> lines = new ArrayList<>();
        arguments.path(name).forEach(line -> lines.add(line.asString("").strip()));
        if (lines.isEmpty() || lines.size() > most) {
            throw new NotPossible("give from 1 to " + most + " " + name + " at a time");
        }
        return lines;
    }

    private static Outcome<Asked> allowed(Asked asked, Instant now) {
        if (!asked.from().inForceAt(now) || !asked.to().inForceAt(now)) {
            return Outcome.refused(Code.NOT_AGREED, "inForce");
        }
        if (!asked.to().terms().translates().contains(asked.from().id())) {
            return Outcome.refused(Code.NOT_AGREED, "translates");
        }
        return domain(asked.from(), asked.field()).isPresent()
                        && domain(asked.to(), asked.field()).isPresent()
                ? Outcome.ok(asked)
                : Outcome.refused(Code.NOT_AGREED, "discloses " + asked.field() + ": no pseudonym");
    }

    private static Optional<String> domain(Agreement agreement, String field) {
        return agreement.discloses().get(field) instanceof Operation.Pseudonym pseudonym
                ? Optional.of(pseudonym.domain())
                : Optional.empty();
    }

    /** The children by the names that the first agreement's client has for them, of every epoch that is understood. */
    private Map<String, String> known(Asked asked, List<String> children) {
        String domain = domain(asked.from(), asked.field()).orElseThrow();
        Map<String, String> childByName = new HashMap<>();
        for (String child : children) {
            pseudonyms.understood(asked.from().client(), domain, child).forEach(name -> childByName.put(name, child));
        }
        return childByName;
    }

    /** What the second agreement lets leave of a child of whom nothing but the number is known. */
    private Outcome<String> translate(Asked asked, String child) {
        if (child.isEmpty()) {
            return Outcome.refused(Code.UNKNOWN_CHILD, "translates: none");
        }
        Agreement to = asked.to();
        Request request = Request.bySystem(to.client());
        Instant now = clock.instant();
        Facts known = facts.about(to, request, child, now);
        return Decision.decideChild(to, request, child, known, now).then(permission -> {
            ChildRecord record = ChildRecord.from(to.provider().toString(), today())
                    .put(asked.field(), child)
                    .build();
            Object name = Disclosure.of(record, to, permission.without(), pseudonyms)
                    .fields()
                    .get(asked.field());
            return name == null ? Outcome.refused(Code.NOTHING_TO_DISCLOSE, "sealed") : Outcome.ok(name.toString());
        });
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static EntryDraft entry(Asked asked, Outcome<String> translated, String child) {
        return translated instanceof Outcome.Refused<String> no
                ? entry(asked, no.refusal().code().name(), no.refusal().rule(), child)
                : entry(asked, "OK", "translates " + asked.from().id(), child);
    }

    private static EntryDraft entry(Asked asked, String code, String rule, String child) {
        return new EntryDraft(
                Event.TRANSLATED,
                UUID.randomUUID().toString(),
                Optional.of(asked.to().ref()),
                code,
                rule,
                Optional.of(asked.to().provider()),
                Optional.of(asked.to().client()),
                code.equals("OK") ? List.of(asked.field()) : List.of(),
                0,
                "",
                new EntryDraft.Side(
                        child,
                        asked.by(),
                        "a pseudonym under " + asked.from().id() + " was to become one under "
                                + asked.to().id() + ": " + asked.reason()));
    }

    private void enter(List<EntryDraft> entries) {
        ledger.commit((connection, appender) -> {
            for (EntryDraft entry : entries) {
                appender.append(entry);
            }
            return entries.size();
        });
    }
}
