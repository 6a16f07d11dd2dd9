package org.emishub.security.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.Event;
import org.emishub.security.register.Csv;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What left and who was told, as a table (CSV) and as JSON lines; says nothing that the entries and their open sides do not say. */
final class Disclosures {
    private static final Set<String> DISCLOSING =
            Set.of(Event.ASKED.name(), Event.RELEASED.name(), Event.VIEWED.name(), Event.BREAK_GLASS.name());
    private static final Set<String> DELIVERING = Set.of(Event.DELIVERED.name(), Event.RECEIPTED.name());
    private static final List<String> COLUMNS = List.of(
            "sequence",
            "time",
            "event",
            "agreement",
            "version",
            "provider",
            "client",
            "code",
            "rule",
            "fields",
            "withheld",
            "delivered",
            "actor",
            "note");

    private final List<ObjectNode> rows = new ArrayList<>();

    /**
     * Of these entries.
     *
     * @param entries oldest first
     * @param sides the open ones, by sequence
     */
    Disclosures(List<Entry> entries, Map<Long, ObjectNode> sides) {
        Map<String, String> delivered = new HashMap<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            String message = text(entry.leaf(), "messageIdHash");
            if (DELIVERING.contains(entry.event())) {
                delivered.put(message, text(entry.leaf(), "time"));
            } else if (DISCLOSING.contains(entry.event())) {
                boolean left = entry.event().equals(Event.RELEASED.name());
                ObjectNode side = sides.getOrDefault(entry.sequence(), StrictJson.newObject());
                rows.add(0, row(entry, left ? delivered.getOrDefault(message, "") : "", side));
            }
        }
    }

    private static ObjectNode row(Entry entry, String delivered, ObjectNode side) {
        ObjectNode row = StrictJson.newObject()
                .put("sequence", entry.sequence())
                .put("time", text(entry.leaf(), "time"))
                .put("event", entry.event())
                .put("agreement", entry.agreement().map(AgreementRef::id).orElse(""))
                .put("version", entry.agreement().map(AgreementRef::version).orElse(0))
                .put("provider", entry.provider())
                .put("client", entry.client())
                .put("code", entry.code())
                .put("rule", entry.rule())
                .put("withheld", entry.withheld())
                .put("delivered", delivered)
                .put("actor", text(side, "actor"))
                .put("note", text(side, "note"));
        ArrayNode fields = row.putArray("fields");
        entry.fields().forEach(fields::add);
        return row;
    }

    private static String text(ObjectNode node, String name) {
        return node.path(name).asString("");
    }

    int size() {
        return rows.size();
    }

    byte[] jsonLines() {
        StringBuilder lines = new StringBuilder();
        rows.forEach(
                row -> lines.append(new String(CanonicalJson.bytes(row), UTF_8)).append('\n'));
        return lines.toString().getBytes(UTF_8);
    }

    byte[] csv() {
        StringBuilder table = new StringBuilder(Csv.line(COLUMNS));
        for (ObjectNode row : rows) {
            table.append(
                    Csv.line(COLUMNS.stream().map(column -> cell(row, column)).toList()));
        }
        return table.toString().getBytes(UTF_8);
    }

    private static String cell(ObjectNode row, String column) {
        if (row.path(column) instanceof ArrayNode names) {
            return String.join(
                    " ", names.valueStream().map(name -> name.asString("")).toList());
        }
        return row.path(column).asString("");
    }
}
