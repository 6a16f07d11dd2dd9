package org.emishub.deployment.sandbox;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the education record of a DCI answer back into the catalogue's names. */
final class DciRecord {
    private static final Set<String> FRAME = Set.of("@type", "source", "as_of");
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");
    private static final Map<String, String> NAMES =
            Map.of("surname", "familyName", "given_name", "givenName", "second_name", "patronymic");

    private DciRecord() {}

    static Map<String, String> fields(JsonNode record) {
        Map<String, String> fields = new TreeMap<>();
        record.properties().forEach(group -> {
            if (group.getKey().equals("demographic_info")) {
                person(group.getValue(), fields);
            } else if (!FRAME.contains(group.getKey())) {
                put(group.getKey(), group.getValue(), fields);
            }
        });
        return fields;
    }

    private static void person(JsonNode person, Map<String, String> fields) {
        person.properties().forEach(part -> {
            switch (part.getKey()) {
                case "name" ->
                    part.getValue()
                            .properties()
                            .forEach(name -> fields.put(
                                    "child." + NAMES.getOrDefault(name.getKey(), name.getKey()),
                                    name.getValue().asString("")));
                case "identifier" ->
                    fields.put(
                            "child.id",
                            part.getValue().path(0).path("identifier_value").asString(""));
                case "@type" -> {}
                default ->
                    fields.put("child." + camel(part.getKey()), part.getValue().asString(""));
            }
        });
    }

    private static void put(String group, JsonNode values, Map<String, String> fields) {
        values.properties()
                .forEach(value -> fields.put(
                        group + "." + camel(value.getKey()), value.getValue().asString("")));
    }

    private static String camel(String name) {
        return SNAKE.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(java.util.Locale.ROOT));
    }
}
