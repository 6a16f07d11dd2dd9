package org.emishub.deployment.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.audit.AuditFeed;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecords;
import org.emishub.routes.audit.AuditTranslator;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.LedgerPeriod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How far audit repositories were told, and the same events for whoever wants them in a file. */
public final class AuditFeedOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int PAGE = 1_000;

    private final AuditFeed feed;
    private final AuditRecords records;
    private final AuditTranslator translator;
    private final EntryReader entries;
    private final AuditOperations auditor;

    public AuditFeedOperations(
            AuditFeed feed,
            AuditRecords records,
            AuditTranslator translator,
            EntryReader entries,
            AuditOperations auditor) {
        this.feed = feed;
        this.records = records;
        this.translator = translator;
        this.entries = entries;
        this.auditor = auditor;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) throws SQLException {
        return switch (operation) {
            case "audit.feed" -> Optional.of(states());
            case "audit.export" -> Optional.of(export(arguments));
            default -> Optional.empty();
        };
    }

    private ObjectNode states() throws SQLException {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode sinks = result.putArray("sinks");
        for (AuditFeed.State state : feed.states()) {
            sinks.addObject()
                    .put("sink", state.sink())
                    .put("next", state.next())
                    .put("behind", state.behind())
                    .put("breaker", state.breaker())
                    .put("failures", state.failures())
                    .put("fault", state.fault())
                    .put("sent", state.sent().map(Instant::toString).orElse(""))
                    .put("refused", state.refused());
        }
        return result;
    }

    /** A page of events; {@code next} is where the following one begins, absent after the last. Each is an entry. */
    private ObjectNode export(JsonNode arguments) {
        LedgerPeriod days = new LedgerPeriod(
                day(arguments, "from"), day(arguments, "to").map(last -> last.plus(1, ChronoUnit.DAYS)));
        long last = days.to().map(entries::firstAfter).orElse(Long.MAX_VALUE);
        long from = arguments.path("next").asLong(-1);
        if (from < 0) {
            from = days.from().map(entries::firstSince).orElse(0L);
        }
        auditor.lookedUp(arguments, Optional.empty(), "audit events from entry " + from, "");
        List<AuditRecord> page = records.from(from, (int) Math.min(PAGE, Math.max(0, last - from)));
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode events = result.putArray("events");
        page.stream()
                .filter(record -> days.holds(record.at()))
                .forEach(record -> events.add(new String(translator.event(record), UTF_8)));
        return page.size() < PAGE ? result : result.put("next", from + page.size());
    }

    /** When the day begins. */
    private static Optional<Instant> day(JsonNode arguments, String name) {
        Optional<String> given = Operations.given(arguments, name);
        try {
            return given.map(LocalDate::parse)
                    .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw new NotPossible("'" + given.orElse("") + "' is no day: write 2026-11-22");
        }
    }
}
