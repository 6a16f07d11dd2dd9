package org.emishub.mappings.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emishub.mappings.yaml.YamlNode;

/** All fields that a child record can have; what is not here does not exist for the hub. */
public final class FieldCatalogue {
    private static final Pattern PATH = Pattern.compile("[a-z][A-Za-z]*(\\[\\*])?\\.[a-z][A-Za-z]*");
    private static final Set<String> KEYS =
            Set.of("meaning", "type", "sensitivity", "steward", "codes", "answers", "oneroster", "fhir", "dci", "sdmx");

    private static final FieldCatalogue STANDARD = load();

    private final Map<String, Field> fields;

    private FieldCatalogue(Map<String, Field> fields) {
        this.fields = fields;
    }

    /** The catalogue shipped with the hub, {@code fields.yaml}. */
    public static FieldCatalogue standard() {
        return STANDARD;
    }

    public Optional<Field> find(String path) {
        return Optional.ofNullable(fields.get(path));
    }

    public Collection<Field> fields() {
        return fields.values();
    }

    public Set<String> paths() {
        return fields.keySet();
    }

    private static FieldCatalogue load() {
        try (InputStream in = FieldCatalogue.class.getResourceAsStream("/org/emishub/mappings/fields.yaml")) {
            if (in == null) {
                throw new IllegalStateException("fields.yaml is missing from the class path");
            }
            return parse("fields.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FieldCatalogue parse(String file, String text) {
        Map<String, Field> fields = new LinkedHashMap<>();
        YamlNode.read(file, text).entries().forEach((path, node) -> fields.put(path, field(path, node)));
        return new FieldCatalogue(Collections.unmodifiableMap(fields));
    }

    private static Field field(String path, YamlNode node) {
        node.allowOnly(KEYS);
        if (!PATH.matcher(path).matches()) {
            throw node.error("'" + path + "' is not a field path", "Write group.name or group[*].name.");
        }
        FieldType type = node.get("type").oneOf(FieldType.class);
        Map<Standard, String> bindings = new EnumMap<>(Standard.class);
        for (Standard standard : Standard.values()) {
            node.find(standard.name().toLowerCase(Locale.ROOT)).ifPresent(n -> bindings.put(standard, n.text()));
        }
        List<String> answers = node.find("answers")
                .map(n -> n.items().stream().map(YamlNode::text).collect(Collectors.toList()))
                .orElse(List.of());
        if ((type == FieldType.ANSWER) == answers.isEmpty()) {
            throw node.error("'" + path + "' needs answers exactly when it is an answer", "Add or remove 'answers'.");
        }
        if ((type == FieldType.CODE) != node.find("codes").isPresent()) {
            throw node.error("'" + path + "' needs codes exactly when it is a code", "Add or remove 'codes'.");
        }
        return new Field(
                path,
                node.get("meaning").text(),
                type,
                node.get("sensitivity").oneOf(Sensitivity.class),
                node.get("steward").text(),
                node.find("codes").map(YamlNode::text).orElse(""),
                answers,
                bindings);
    }
}
