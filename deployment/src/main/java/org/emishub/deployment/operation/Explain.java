package org.emishub.deployment.operation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.routes.facts.FactSource;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.Request;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.register.Explanation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an agreement would do with one child's record, without doing it: nothing leaves but a dry-run entry into the ledger. */
public final class Explain implements OperationGroup {
    private final Supplier<Agreements> agreements;
    private final Map<SystemId, ConnectedSystem> systems;
    private final FactSource facts;
    private final Pseudonyms pseudonyms;
    private final Ledger ledger;
    private final Clock clock;
    private final boolean sandbox;

    /** @param sandbox whether a provider outside the hub may be asked, because its children are invented */
    public Explain(
            Supplier<Agreements> agreements,
            List<ConnectedSystem> systems,
            FactSource facts,
            Pseudonyms pseudonyms,
            Ledger ledger,
            Clock clock,
            boolean sandbox) {
        this.agreements = agreements;
        this.systems = systems.stream().collect(java.util.stream.Collectors.toMap(ConnectedSystem::id, s -> s));
        this.facts = facts;
        this.pseudonyms = pseudonyms;
        this.ledger = ledger;
        this.clock = clock;
        this.sandbox = sandbox;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return operation.equals("explain") ? Optional.of(explain(arguments)) : Optional.empty();
    }

    private JsonNode explain(JsonNode arguments) {
        Agreement agreement = agreement(arguments);
        ChildRecord record = record(agreement, arguments);
        String child = Operations.given(arguments, "child")
                .or(() -> record.text("child.id"))
                .orElse("");
        Request request = request(agreement, arguments);
        Outcome<Permission> decision =
                Decision.decide(agreement, request, clock.instant()).then(agreed -> ofChild(agreed, request, child));
        Explanation explanation = Explanation.of(agreement, decision, record, pseudonyms);
        enter(agreement, request, child, decision);
        ObjectNode result = explanation.json();
        return result.put("text", explanation.text());
    }

    private Outcome<Permission> ofChild(Agreement agreement, Request request, String child) {
        Instant now = clock.instant();
        return Decision.decideChild(agreement, request, child, facts.about(agreement, request, child, now), now);
    }

    private Agreement agreement(JsonNode arguments) {
        String id = arguments.path("agreement").asString("");
        Agreements all = agreements.get();
        return all.byId(id)
                .orElseThrow(() -> new NotPossible("there is no agreement '" + id + "'. "
                        + YamlNode.nearest(
                                id, all.all().stream().map(Agreement::id).toList())));
    }

    private static Request request(Agreement agreement, JsonNode arguments) {
        boolean asked = agreement.exchange() == Agreement.Kind.QUERY || agreement.exchange() == Agreement.Kind.BATCH;
        return new Request(
                asked ? agreement.client() : agreement.provider(),
                Operations.given(arguments, "purpose").orElse(agreement.purposeOfUse()),
                true,
                arguments.path("actor").asString(""),
                arguments.path("role").asString(""),
                arguments.path("case").asString(""),
                1);
    }

    private ChildRecord record(Agreement agreement, JsonNode arguments) {
        JsonNode given = arguments.path("record");
        if (given.isObject()) {
            return RecordJson.read(given, agreement.provider().toString(), today());
        }
        String child = Operations.given(arguments, "child")
                .orElseThrow(() -> new NotPossible("whose record? Give --child ID or a record file"));
        return held(agreement, child);
    }

    private ChildRecord held(Agreement agreement, String child) {
        Provider provider = Optional.ofNullable(systems.get(agreement.provider()))
                .flatMap(ConnectedSystem::provider)
                .orElseThrow(() -> new NotPossible(agreement.provider() + " is not connected: give a record file"));
        if (!provider.heldByHub() && !sandbox) {
            throw new NotPossible("asking " + agreement.provider() + " would be a disclosure: give a record file");
        }
        ChildRecord subject = ChildRecord.from(agreement.client().toString(), today())
                .put("child.id", child)
                .build();
        Found found = provider.find(new Question(
                UUID.randomUUID().toString(),
                agreement.about(),
                Disclosure.ofQuestion(subject, agreement, pseudonyms),
                Optional.empty(),
                agreement.purpose()));
        if (found instanceof Found.Match match) {
            return match.record();
        }
        throw new NotPossible(agreement.provider() + " knows no child, or not only one, by '" + child + "'");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void enter(Agreement agreement, Request request, String child, Outcome<Permission> decision) {
        String code = decision instanceof Outcome.Refused<Permission> no
                ? no.refusal().code().name()
                : "OK";
        EntryDraft entry = new EntryDraft(
                Event.EXPLAINED,
                UUID.randomUUID().toString(),
                Optional.of(agreement.ref()),
                code,
                "dry-run",
                Optional.of(agreement.provider()),
                Optional.of(agreement.client()),
                List.of(),
                0,
                "",
                new EntryDraft.Side(child, request.actor(), "explained, nothing left"));
        ledger.commit((connection, appender) -> appender.append(entry));
    }
}
