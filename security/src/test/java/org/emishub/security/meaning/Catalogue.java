package org.emishub.security.meaning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code fields.yaml} and the code lists, read as plain data and by nobody else's classes. */
final class Catalogue {
    private static final Map<String, Map<String, Object>> FIELDS = fields();
    private static final Map<String, Map<String, String>> COARSER = new ConcurrentHashMap<>();

    private Catalogue() {}

    static Map<String, Object> yaml(String text) {
        return map(Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(text)));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> fields() {
        return (Map<String, Map<String, Object>>) (Object) yaml(read("fields.yaml"));
    }

    static Map<String, Map<String, Object>> all() {
        return FIELDS;
    }

    static String type(String path) {
        return (String) Objects.requireNonNull(line(path).get("type"));
    }

    /** The words of a named answer; none of any other field. */
    @SuppressWarnings("unchecked")
    static List<String> words(String path) {
        return (List<String>) line(path).getOrDefault("answers", List.of());
    }

    private static Map<String, Object> line(String path) {
        return Objects.requireNonNull(FIELDS.get(path), path);
    }

    /** The coarser code of each code of the field's list that has one. */
    static Map<String, String> coarser(String path) {
        return list((String) Objects.requireNonNull(line(path).get("codes")));
    }

    private static Map<String, String> list(String name) {
        return COARSER.computeIfAbsent(name, n -> {
            Map<String, String> coarser = new HashMap<>();
            read("codes/" + n + ".csv")
                    .lines()
                    .skip(1)
                    .map(l -> l.split(",", 3))
                    .forEach(cells -> {
                        if (!cells[1].isEmpty()) {
                            coarser.put(cells[0], cells[1]);
                        }
                    });
            return coarser;
        });
    }

    static List<String> codes(String path) {
        return read("codes/" + line(path).get("codes") + ".csv")
                .lines()
                .skip(1)
                .map(l -> l.substring(0, l.indexOf(',')))
                .toList();
    }

    private static String read(String name) {
        try (InputStream in =
                Objects.requireNonNull(Catalogue.class.getResourceAsStream("/org/emishub/mappings/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
