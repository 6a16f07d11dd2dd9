package org.emishub.deployment.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;

/** The values of {@code hub.yaml}, over them those of the environment, under them the defaults. */
final class Settings {
    /** Read by the command line itself, so no setting. */
    private static final Set<String> NOT_SETTINGS = Set.of("HUB_CONFIG");

    private final Map<Key, Setting> values = new EnumMap<>(Key.class);

    Settings(Optional<YamlNode> file, Map<String, String> environment) {
        for (Key key : Key.values()) {
            values.put(key, new Setting(key.path(), key.fallback(), "the defaults", 0));
        }
        file.ifPresent(node -> read("", node));
        environment.forEach(this::read);
    }

    Setting get(Key key) {
        return values.getOrDefault(key, new Setting(key.path(), "", "the defaults", 0));
    }

    private void read(String prefix, YamlNode node) {
        node.allowOnly(words(prefix));
        node.entries().forEach((word, value) -> {
            String path = prefix + word;
            Optional<Key> key = Key.ofPath(path);
            if (key.isPresent()) {
                values.put(key.get(), new Setting(path, value.text(), value.file(), value.line()));
            } else {
                read(path + ".", value);
            }
        });
    }

    /** The words that may follow the prefix. */
    private static Set<String> words(String prefix) {
        return Arrays.stream(Key.values())
                .map(Key::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).split("\\.", 2)[0])
                .collect(java.util.stream.Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private void read(String variable, String value) {
        if (!variable.startsWith("HUB_") || NOT_SETTINGS.contains(variable)) {
            return;
        }
        String where = "environment variable " + variable;
        Key key = Arrays.stream(Key.values())
                .filter(k -> k.variable().equals(variable))
                .findFirst()
                .orElseThrow(
                        () -> new YamlException(where, 0, "no such setting", YamlNode.nearest(variable, variables())));
        values.put(key, new Setting(key.path(), value.strip(), where, 0));
    }

    private static List<String> variables() {
        return Arrays.stream(Key.values()).map(Key::variable).toList();
    }
}
