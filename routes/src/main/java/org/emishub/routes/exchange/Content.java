package org.emishub.routes.exchange;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.codes.Mapping;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Period;
import org.emishub.security.agreement.Request;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The content of hub-protocol messages to and from the common language; strict, since whoever sends it knows the catalogue. */
public final class Content {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_FIELDS = 200;
    private static final List<String> SHARED = List.of("period", "asker", "purpose");

    private Content() {}

    /** What is wrong with a content; names the place, never a value. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String where) {
            super(where, null, false, false);
        }
    }

    /** One row of a batch: its name, and its question as if it had been asked alone. */
    record Row(String name, JsonNode question) {}

    /**
     * Reads a query, or one row of a batch.
     *
     * @throws Malformed when it is not of the agreed form
     * @throws UnmappedCode when a code is not of its canonical list
     */
    static Asked query(JsonNode content, SystemId sender, LocalDate today) {
        return new Asked(
                child(content.path("subject"), "subject", sender.toString(), today),
                period(content.path("period")),
                request(content, sender, 1),
                Optional.of(text(content.path("breakGlass"), "breakGlass")).filter(reason -> !reason.isBlank()),
                text(content.path("asker").path("name"), "asker.name"));
    }

    /** Takes a batch apart; each row gets what all share: period, asker, purpose. */
    static List<Row> rows(JsonNode content) {
        List<Row> rows = new ArrayList<>(content.path("rows").size());
        for (JsonNode row : content.path("rows")) {
            ObjectNode question = JSON.objectNode();
            question.set("subject", row.path("subject"));
            for (String shared : SHARED) {
                if (content.has(shared)) {
                    question.set(shared, content.get(shared));
                }
            }
            rows.add(new Row(required(row.path("row"), "rows.row"), question));
        }
        return rows;
    }

    /** Who asks a batch, and about how many children. */
    static Request batch(JsonNode content, SystemId sender, int rows) {
        return request(content, sender, rows);
    }

    /** How many children a batch asks about. */
    static int rowCount(JsonNode content) {
        JsonNode rows = content.path("rows");
        if (!rows.isArray() || rows.isEmpty()) {
            throw new Malformed("rows");
        }
        return rows.size();
    }

    /** Reads the record of an event. */
    static ChildRecord event(JsonNode content, String source) {
        return child(content.path("record"), "record", source, date(content.path("asOf"), "asOf"));
    }

    private static ChildRecord child(JsonNode node, String where, String source, LocalDate asOf) {
        if (!node.isObject() || node.isEmpty() || node.size() > MOST_FIELDS) {
            throw new Malformed(where);
        }
        ChildRecord.Builder record = ChildRecord.from(source, asOf);
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Field field = FieldCatalogue.standard()
                    .find(ChildRecord.cataloguePath(entry.getKey()))
                    .orElseThrow(() -> new Malformed(where + ": a field that the catalogue does not have"));
            put(record, entry.getKey(), field, entry.getValue(), source, where);
        }
        return record.build();
    }

    private static void put(
            ChildRecord.Builder record, String path, Field field, JsonNode node, String source, String where) {
        try {
            record.put(path, value(field, node, source, where));
        } catch (IllegalArgumentException e) {
            throw new Malformed(where + "." + field.path());
        }
    }

    private static Object value(Field field, JsonNode node, String source, String where) {
        String at = where + "." + field.path();
        return switch (field.type()) {
            case TEXT, IDENTIFIER, ANSWER -> required(node, at);
            case CODE -> code(field, required(node, at), source);
            case DATE -> date(node, at);
            case BOOLEAN -> {
                if (!node.isBoolean()) {
                    throw new Malformed(at);
                }
                yield node.booleanValue();
            }
            case INTEGER -> {
                if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                    throw new Malformed(at);
                }
                yield node.longValue();
            }
            case DECIMAL -> {
                if (!node.isNumber()) {
                    throw new Malformed(at);
                }
                yield node.decimalValue();
            }
        };
    }

    private static String code(Field field, String code, String source) {
        if (!CodeList.standard(field.codes()).has(code)) {
            throw new UnmappedCode(
                    new Mapping.Unmapped(source, field.codes(), code.substring(0, Math.min(64, code.length()))));
        }
        return code;
    }

    private static Optional<Period> period(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        LocalDate from = date(node.path("from"), "period.from");
        LocalDate to = date(node.path("to"), "period.to");
        if (to.isBefore(from)) {
            throw new Malformed("period");
        }
        return Optional.of(new Period(from, to));
    }

    private static Request request(JsonNode content, SystemId sender, int rows) {
        JsonNode asker = content.path("asker");
        return new Request(
                sender,
                text(content.path("purpose"), "purpose"),
                true,
                text(asker.path("user"), "asker.user"),
                text(asker.path("role"), "asker.role"),
                text(asker.path("case"), "asker.case"),
                rows);
    }

    private static LocalDate date(JsonNode node, String where) {
        try {
            return LocalDate.parse(required(node, where));
        } catch (DateTimeException e) {
            throw new Malformed(where);
        }
    }

    private static String required(JsonNode node, String where) {
        String text = text(node, where);
        if (text.isEmpty()) {
            throw new Malformed(where);
        }
        return text;
    }

    /** A short text, empty when absent. */
    private static String text(JsonNode node, String where) {
        if (node.isMissingNode()) {
            return "";
        }
        if (!node.isString() || node.stringValue().length() > LONGEST_TEXT) {
            throw new Malformed(where);
        }
        return node.stringValue();
    }

    /** Values as JSON: text, number, boolean, and dates as ISO 8601. */
    public static ObjectNode fields(Map<String, Object> values) {
        ObjectNode node = JSON.objectNode();
        values.forEach((path, value) -> node.set(path, json(value)));
        return node;
    }

    /** What is disclosed: {@code fields}, {@code source}, {@code asOf}. */
    public static ObjectNode disclosed(Disclosure disclosure) {
        ObjectNode content = JSON.objectNode();
        content.set("fields", fields(disclosure.fields()));
        return content.put("source", disclosure.source())
                .put("asOf", disclosure.asOf().toString());
    }

    private static JsonNode json(Object value) {
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Integer number) {
            return JSON.numberNode(number);
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean yes) {
            return JSON.booleanNode(yes);
        }
        return JSON.stringNode(value.toString());
    }
}
