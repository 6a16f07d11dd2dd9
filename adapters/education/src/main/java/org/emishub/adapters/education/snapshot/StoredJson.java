package org.emishub.adapters.education.snapshot;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bytes that are sealed: JSON in which a value's Java type follows from its field. */
final class StoredJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private StoredJson() {}

    static byte[] bytes(StoredChild child) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sourcedId", child.sourcedId());
        json.put("asOf", child.asOf().toString());
        json.put("person", plain(child.person()));
        json.put("demographics", plain(child.demographics()));
        json.put("class", child.schoolClass());
        json.put("enrolment", plain(child.enrolment()));
        json.put("agents", child.agents());
        json.put("guardians", child.guardians());
        return MAPPER.writeValueAsBytes(json);
    }

    static StoredChild child(byte[] bytes) {
        JsonNode json = MAPPER.readTree(bytes);
        List<String> agents =
                json.get("agents").valueStream().map(JsonNode::stringValue).toList();
        Map<String, Map<String, Object>> guardians = new LinkedHashMap<>();
        json.get("guardians").forEachEntry((id, values) -> {
            Map<String, Object> guardian = new LinkedHashMap<>();
            values.forEachEntry((part, value) -> guardian.put(part, value.stringValue()));
            guardians.put(id, guardian);
        });
        return new StoredChild(
                json.get("sourcedId").stringValue(),
                LocalDate.parse(json.get("asOf").stringValue()),
                values(json.get("person")),
                values(json.get("demographics")),
                json.get("class").stringValue(),
                values(json.get("enrolment")),
                agents,
                guardians);
    }

    /** Values keyed by catalogue path, as JSON. */
    static byte[] bytes(Map<String, Object> values) {
        return MAPPER.writeValueAsBytes(plain(values));
    }

    static Map<String, Object> values(byte[] bytes) {
        return values(MAPPER.readTree(bytes));
    }

    private static Map<String, Object> plain(Map<String, Object> values) {
        Map<String, Object> result = new LinkedHashMap<>();
        values.forEach((path, value) -> result.put(path, value instanceof LocalDate day ? day.toString() : value));
        return result;
    }

    private static Map<String, Object> values(JsonNode json) {
        Map<String, Object> result = new LinkedHashMap<>();
        json.forEachEntry((path, value) -> result.put(path, value(path, value)));
        return result;
    }

    private static Object value(String path, JsonNode json) {
        FieldType type = FieldCatalogue.standard()
                .find(path)
                .map(Field::type)
                .orElseThrow(
                        () -> new IllegalStateException("a field is no longer in the catalogue: load a bulk package"));
        return switch (type) {
            case DATE -> LocalDate.parse(json.stringValue());
            case INTEGER -> json.longValue();
            case DECIMAL -> json.decimalValue();
            case BOOLEAN -> json.booleanValue();
            default -> json.stringValue();
        };
    }
}
