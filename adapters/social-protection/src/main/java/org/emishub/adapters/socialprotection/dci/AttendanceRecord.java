package org.emishub.adapters.socialprotection.dci;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.emishub.security.disclosure.Disclosure;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was disclosed, as a record of the registry type {@code ns:emishub:RegistryType:Attendance}.
 *
 * <p>DCI 1.0.0 has no education record. A field with a home in DCI's person stands there under DCI's name; any other keeps the catalogue's name, in DCI's spelling, under its group:
 * {@code attendance.periodFrom} becomes {@code attendance.period_from}.
 */
final class AttendanceRecord {
    static final String TYPE = "spdci-extensions-emishub:Attendance";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, String> PERSON = Map.of(
            "child.familyName", "surname",
            "child.givenName", "given_name",
            "child.patronymic", "second_name");

    private AttendanceRecord() {}

    static ObjectNode of(Disclosure disclosure) {
        ObjectNode record = JSON.objectNode()
                .put("@type", TYPE)
                .put("source", disclosure.source())
                .put("as_of", disclosure.asOf().toString());
        disclosure.fields().forEach((path, value) -> put(record, path, value));
        return record;
    }

    private static void put(ObjectNode record, String path, Object value) {
        if (path.equals("child.id")) {
            person(record)
                    .putArray("identifier")
                    .addObject()
                    .put("@type", "Identifier")
                    .put("identifier_type", "UIN")
                    .put("identifier_value", value.toString());
        } else if (PERSON.containsKey(path)) {
            value(person(record).withObjectProperty("name"), PERSON.get(path), value);
        } else if (path.startsWith("child.")) {
            value(person(record), snake(path.substring("child.".length())), value);
        } else {
            int dot = path.indexOf('.');
            value(record.withObjectProperty(path.substring(0, dot)), snake(path.substring(dot + 1)), value);
        }
    }

    private static ObjectNode person(ObjectNode record) {
        return record.withObjectProperty("demographic_info").put("@type", "Person");
    }

    private static void value(ObjectNode at, String name, Object value) {
        if (value instanceof Boolean truth) {
            at.put(name, truth);
        } else if (value instanceof BigDecimal decimal) {
            at.put(name, decimal);
        } else if (value instanceof Number whole) {
            at.put(name, whole.longValue());
        } else {
            at.put(name, value.toString());
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
