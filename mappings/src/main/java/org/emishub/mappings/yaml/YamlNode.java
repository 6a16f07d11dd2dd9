package org.emishub.mappings.yaml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML file that knows its file and line.
 *
 * <p>Only maps, lists and plain text are accepted: no aliases, no tags, no duplicate keys, at most 1 MiB and 20 levels.
 */
public final class YamlNode {
    private static final int MAX_CODE_POINTS = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final Set<Tag> PLAIN = Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private final String file;
    private final Node node;

    private YamlNode(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    /**
     * Reads one document.
     *
     * @throws YamlException when it is not YAML, is empty, or uses what is not accepted here
     */
    public static YamlNode read(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_CODE_POINTS)
                .build();
        try {
            checkDepth(file, new Parse(settings).parseString(text));
            Node root = new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new YamlException(file, 1, "the file is empty", "Write at least one key."));
            YamlNode result = new YamlNode(file, root);
            result.checkShape();
            return result;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new YamlException(file, line, "not valid YAML: " + e.getProblem(), "Check indentation and quotes.");
        } catch (YamlEngineException e) {
            throw new YamlException(file, 1, "not valid YAML", "Check indentation, quotes and size (1 MiB).");
        }
    }

    /** Before nodes are made, as making them recurses. */
    private static void checkDepth(String file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                throw new YamlException(file, line, "nested too deeply", "Use at most " + MAX_DEPTH + " levels.");
            }
        }
    }

    private void checkShape() {
        if (node instanceof AnchorNode || node.getAnchor().isPresent()) {
            throw error("anchors and aliases are not accepted", "Write the value out.");
        }
        if (!PLAIN.contains(node.getTag())) {
            throw error("tags are not accepted", "Remove '" + node.getTag().getValue() + "'.");
        }
        if (node instanceof MappingNode) {
            entries().values().forEach(YamlNode::checkShape);
        } else if (node instanceof SequenceNode) {
            items().forEach(YamlNode::checkShape);
        }
    }

    public String file() {
        return file;
    }

    /** 1-based line on which this value starts. */
    public int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isText() {
        return node instanceof ScalarNode;
    }

    /** The keys and values of a map, in file order. */
    public Map<String, YamlNode> entries() {
        if (!(node instanceof MappingNode map)) {
            throw error("expected a map of keys", "Write 'key: value' lines here.");
        }
        Map<String, YamlNode> result = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            YamlNode key = new YamlNode(file, tuple.getKeyNode());
            if (result.put(key.text(), new YamlNode(file, tuple.getValueNode())) != null) {
                throw key.error("key '" + key.text() + "' is given twice", "Keep one of the two.");
            }
        }
        return result;
    }

    /** Refuses every key of this map that is not in {@code allowed}, with the nearest allowed one as the hint. */
    public YamlNode allowOnly(Set<String> allowed) {
        if (!(node instanceof MappingNode map)) {
            throw error("expected a map of keys", "Allowed keys: " + listed(allowed) + ".");
        }
        for (NodeTuple tuple : map.getValue()) {
            YamlNode key = new YamlNode(file, tuple.getKeyNode());
            if (!allowed.contains(key.text())) {
                throw key.error("unknown key '" + key.text() + "'", nearest(key.text(), allowed));
            }
        }
        return this;
    }

    /** A hint that names the nearest of the known words, or all of them when none is near. */
    public static String nearest(String word, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        Optional<String> best = known.stream()
                .filter(candidate -> distance.apply(word, candidate) <= Math.max(2, word.length() / 4))
                .min(Comparator.<String>comparingInt(candidate -> distance.apply(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
        return best.map(candidate -> "Did you mean '" + candidate + "'?")
                .orElseGet(() -> known.size() > 30
                        ? "See the field catalogue for what is known."
                        : "Allowed: " + listed(known) + ".");
    }

    /** Sorted, so that one mistake always gives one message. */
    private static String listed(Collection<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", "));
    }

    public Optional<YamlNode> find(String key) {
        return Optional.ofNullable(entries().get(key));
    }

    /** The value of a key that must be there. */
    public YamlNode get(String key) {
        return find(key).orElseThrow(() -> error("'" + key + "' is missing", "Add the key '" + key + "'."));
    }

    /** The text of a scalar, trimmed, never blank. */
    public String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw error("expected a text", "Write one value here.");
        }
        String text = scalar.getValue().strip();
        if (text.isEmpty()) {
            throw error("the value is empty", "Write a value or remove the key.");
        }
        return text;
    }

    public List<YamlNode> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw error("expected a list", "Write '- item' lines or [a, b].");
        }
        return sequence.getValue().stream()
                .map(item -> new YamlNode(file, item))
                .toList();
    }

    public int integer() {
        try {
            return Integer.parseInt(text());
        } catch (NumberFormatException e) {
            throw error("'" + text() + "' is not a whole number", "Write digits only.");
        }
    }

    public boolean bool() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error("'" + text() + "' is neither true nor false", "Write true or false.");
        };
    }

    public LocalDate date() {
        try {
            return LocalDate.parse(text());
        } catch (DateTimeException e) {
            throw error("'" + text() + "' is not a date", "Write it as 2026-09-01.");
        }
    }

    /** The enum constant written in lower case with spaces or underscores ({@code public_task}, {@code named user}). */
    public <E extends Enum<E>> E oneOf(Class<E> type) {
        String wanted = text().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(wanted)) {
                return constant;
            }
        }
        List<String> names = List.of(type.getEnumConstants()).stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        throw error("'" + text() + "' is not known here", "Allowed: " + String.join(", ", names) + ".");
    }

    public YamlException error(String problem, String hint) {
        return new YamlException(file, line(), problem, hint);
    }
}
