package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.routes.anomaly.Anomalies;
import org.emishub.routes.anomaly.AnomalyWatch;
import org.emishub.routes.store.AgreementTexts;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.anomaly.AnomalyRule;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.register.AgreementUse;
import org.emishub.security.register.Dpia;
import org.emishub.security.register.Matrix;
import org.emishub.security.replay.Replay;
import org.emishub.security.replay.Replayer;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an auditor looks up; every look-up is an entry itself, and no answer holds a child's value. */
public final class AuditOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration COUNTED = Duration.ofDays(Matrix.DAYS);
    private static final int MOST_ANOMALIES = 1_000;
    private static final int LONGEST_NAME = 200;

    private final DataSource database;
    private final Ledger ledger;
    private final EntryReader entries;
    private final Supplier<Agreements> agreements;
    private final AnomalyWatch watch;
    private final Clock clock;

    public AuditOperations(
            DataSource database,
            Ledger ledger,
            ChildVault vault,
            Supplier<Agreements> agreements,
            AnomalyWatch watch,
            Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.entries = new EntryReader(database, vault);
        this.agreements = agreements;
        this.watch = watch;
        this.clock = clock;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) throws SQLException {
        return switch (operation) {
            case "decision.replay" -> Optional.of(replay(arguments));
            case "anomaly.list" -> Optional.of(anomalies(arguments));
            case "register.texts" -> Optional.of(texts());
            case "register.matrix" -> Optional.of(matrix(arguments));
            case "register.dpia" -> Optional.of(dpia(arguments));
            default -> Optional.empty();
        };
    }

    private ObjectNode replay(JsonNode arguments) {
        long sequence = arguments.path("entry").asLong(-1);
        Entry entry = entries.find(sequence)
                .orElseThrow(
                        () -> new NotPossible("there is no entry " + sequence + ": the ledger has " + ledger.size()));
        Replay replay = new Replayer(entries, hash -> AgreementTexts.text(database, hash)).run(entry);
        // The child sees that its entry was looked at, as long as there is a key to tell it under.
        String child = replay.verdict() == Replay.Verdict.CANNOT_DECIDE ? "" : child(entry);
        lookedUp(arguments, entry.agreement(), "decision replay of entry " + sequence, child);
        return replay.json();
    }

    private String child(Entry entry) {
        try {
            return entries.side(entry).child();
        } catch (ChildVault.KeyDestroyed | SecurityException e) {
            return "";
        }
    }

    private ObjectNode anomalies(JsonNode arguments) throws SQLException {
        watch.look();
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode rules = result.putArray("rules");
        watch.rules().rules().forEach(rule -> rules.add(rule.name()));
        ArrayNode all = result.putArray("anomalies");
        for (Anomalies.Raised raised : watch.anomalies().list(MOST_ANOMALIES)) {
            all.add(anomaly(raised));
        }
        lookedUp(arguments, Optional.empty(), "anomaly list", "");
        return result;
    }

    private ObjectNode anomaly(Anomalies.Raised raised) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("entry", raised.sequence())
                .put("rule", raised.rule())
                .put("since", raised.since().toString())
                .put("until", raised.until().toString());
        ArrayNode sequences = json.putArray("entries");
        raised.entries().forEach(sequences::add);
        try {
            Side side = entries.side(entries.find(raised.sequence()).orElseThrow());
            return json.put("why", side.note()).put("actor", side.actor());
        } catch (ChildVault.KeyDestroyed e) {
            return json.put("why", "erased with the child's key").put("actor", "");
        }
    }

    /** What the agreements said and when, for a difference between two days; no look at a child. */
    private ObjectNode texts() {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode all = result.putArray("texts");
        for (AgreementTexts.Period period : AgreementTexts.periods(database)) {
            ObjectNode text = all.addObject()
                    .put("agreement", period.agreement().id())
                    .put("version", period.agreement().version())
                    .put("bundleHash", period.agreement().bundleHash())
                    .put("since", period.since().toString())
                    .put("text", Base64.getEncoder().encodeToString(period.text()));
            period.until().ifPresent(until -> text.put("until", until.toString()));
        }
        return result;
    }

    private AgreementUse use(Instant now) {
        return AgreementUse.of(entries, now.minus(COUNTED));
    }

    private ObjectNode matrix(JsonNode arguments) {
        Instant now = clock.instant();
        Matrix matrix = Matrix.of(agreements.get().all(), use(now), now);
        lookedUp(arguments, Optional.empty(), "minimisation matrix", "");
        ObjectNode result = MAPPER.createObjectNode();
        switch (arguments.path("format").asString("json")) {
            case "html" -> result.put("text", matrix.html());
            case "csv" -> result.put("text", matrix.csv());
            default -> result.set("matrix", matrix.json());
        }
        return result;
    }

    private ObjectNode dpia(JsonNode arguments) {
        String id = arguments.path("agreement").asString("");
        Agreements all = agreements.get();
        Agreement agreement = all.byId(id)
                .orElseThrow(() -> new NotPossible("there is no agreement '" + id + "'. "
                        + YamlNode.nearest(
                                id, all.all().stream().map(Agreement::id).toList())));
        Instant now = clock.instant();
        List<String> rules =
                watch.rules().rules().stream().map(AnomalyRule::name).toList();
        Dpia dpia = new Dpia(agreement, use(now), rules, now);
        lookedUp(arguments, Optional.of(agreement.ref()), "facts for an impact assessment", "");
        ObjectNode result = MAPPER.createObjectNode();
        if (arguments.path("format").asString("json").equals("html")) {
            return result.put("text", dpia.html());
        }
        result.set("dpia", dpia.json());
        return result;
    }

    /** The auditor is audited. */
    void lookedUp(JsonNode arguments, Optional<AgreementRef> agreement, String what, String child) {
        String by = Operations.given(arguments, "by")
                .filter(name -> name.length() <= LONGEST_NAME)
                .orElseThrow(() -> new NotPossible("say who looks ('by'), in at most " + LONGEST_NAME + " characters"));
        EntryDraft entry = new EntryDraft(
                Event.LOOKED_UP,
                UUID.randomUUID().toString(),
                agreement,
                "OK",
                what,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                "",
                new Side(child, by, "an auditor looked up: " + what));
        ledger.commit((connection, appender) -> appender.append(entry));
    }
}
