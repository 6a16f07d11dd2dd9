package org.emishub.security.agreement;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.catalogue.Sensitivity;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement.Kind;

/** The three lists of fields in an agreement: what is asked, disclosed and withheld. */
final class FieldRules {
    private final YamlNode root;
    private final Kind kind;
    private final FieldCatalogue catalogue = FieldCatalogue.standard();
    private final Map<String, Operation> asks;
    private final Map<String, Operation> discloses;

    FieldRules(YamlNode root, Kind kind) {
        this.root = root;
        this.kind = kind;
        this.asks = root.find("asks").map(this::asked).orElseGet(this::nothingAsked);
        this.discloses = operations(root.get("discloses"));
    }

    Map<String, Operation> asks() {
        return asks;
    }

    Map<String, Operation> discloses() {
        return discloses;
    }

    private Map<String, Operation> asked(YamlNode node) {
        if (kind == Kind.EVENT || kind == Kind.STATISTIC) {
            throw node.error("nothing is asked in a " + words(kind), "Remove 'asks'.");
        }
        return operations(node);
    }

    private Map<String, Operation> nothingAsked() {
        if (kind == Kind.QUERY || kind == Kind.BATCH) {
            throw root.get("exchange")
                    .error("'asks' is missing", "Say what the provider may be told: 'asks: { child.id: as is }'.");
        }
        return Map.of();
    }

    private Map<String, Operation> operations(YamlNode node) {
        Map<String, Operation> result = new LinkedHashMap<>();
        node.entries().forEach((path, value) -> {
            Field field = field(path, value);
            Operation operation = Operation.parse(value.text())
                    .orElseThrow(() -> value.error(
                            "'" + value.text() + "' is not an operation", "Allowed: " + Operation.WORDS + "."));
            if (!operation.fits(field)) {
                throw value.error(
                        "'" + operation.text() + "' does not fit '" + path + "', a " + words(field.type()),
                        "Allowed here: " + String.join(", ", fitting(field)) + ".");
            }
            result.put(path, operation);
        });
        if (result.isEmpty()) {
            throw node.error("no field is named", "Name at least one, or remove the agreement.");
        }
        return result;
    }

    private Field field(String path, YamlNode value) {
        return catalogue
                .find(path)
                .orElseThrow(() -> value.error(
                        "no field '" + path + "' in the catalogue", YamlNode.nearest(path, catalogue.paths())));
    }

    private static List<String> fitting(Field field) {
        return List.<Operation>of(
                        new Operation.AsIs(),
                        new Operation.Year(),
                        new Operation.Month(),
                        new Operation.AgeBand(5),
                        new Operation.Rounded(5),
                        new Operation.Answer(),
                        new Operation.Coarsened(),
                        new Operation.Pseudonym("domain"))
                .stream()
                .filter(operation -> operation.fits(field))
                .map(Operation::text)
                .toList();
    }

    Map<String, String> withholds() {
        Map<String, String> result = new LinkedHashMap<>();
        root.find("withholds").ifPresent(node -> node.entries().forEach((path, reason) -> {
            List<String> named = expand(path, reason);
            named.stream().filter(discloses::containsKey).findFirst().ifPresent(both -> {
                throw reason.error("'" + both + "' is both disclosed and withheld", "Keep it in one of the two lists.");
            });
            result.put(path, reason.text());
        }));
        return result;
    }

    /** The kinds of sealed children that may be told of, each with the fields left out of them; a group stands for its fields. */
    Map<Seal, Set<String>> sealed() {
        Map<Seal, Set<String>> result = new EnumMap<>(Seal.class);
        root.find("sealed").ifPresent(node -> node.entries()
                .forEach((words, paths) -> result.put(kind(words, paths), leftOut(paths))));
        return result;
    }

    private static Seal kind(String words, YamlNode paths) {
        if (words.equals(Seal.EVERYTHING.words())) {
            throw paths.error("a child that is sealed in everything is never told of", "Remove 'everything'.");
        }
        return Seal.of(words)
                .orElseThrow(() -> paths.error(
                        "'" + words + "' is not a kind of sealed children", YamlNode.nearest(words, Seal.allWords())));
    }

    private Set<String> leftOut(YamlNode paths) {
        if (kind == Kind.STATISTIC) {
            throw paths.error("a statistic tells of no single child", "Remove 'sealed'.");
        }
        return paths.items().stream()
                .flatMap(path -> expand(path.text(), path).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@code disability.*} names every field of the group. */
    private List<String> expand(String path, YamlNode reason) {
        if (!path.endsWith(".*")) {
            return List.of(field(path, reason).path());
        }
        String prefix = path.substring(0, path.length() - 1);
        List<String> group =
                catalogue.paths().stream().filter(p -> p.startsWith(prefix)).toList();
        if (group.isEmpty()) {
            throw reason.error(
                    "no group '" + path + "' in the catalogue",
                    YamlNode.nearest(
                            path,
                            catalogue.paths().stream()
                                    .map(p -> p.substring(0, p.indexOf('.')) + ".*")
                                    .distinct()
                                    .toList()));
        }
        return group;
    }

    /** What the lists must be to each other and to the rest of the agreement. */
    void check(boolean specialCategoryAllowed) {
        YamlNode node = root.get("discloses");
        root.find("asks")
                .ifPresent(lines -> asks.forEach((path, operation) ->
                        checkAsked(field(path, lines), operation, lines.get(path), specialCategoryAllowed)));
        discloses.forEach(
                (path, operation) -> checkLine(field(path, node), operation, node.get(path), specialCategoryAllowed));
        long counts = discloses.values().stream()
                .filter(Operation.Count.class::isInstance)
                .count();
        if (kind == Kind.STATISTIC && (counts != 1 || discloses.size() < 2)) {
            throw node.error(
                    "a statistic counts one field by at least one other",
                    "Write 'child.id: count' and the dimensions, one a line.");
        }
    }

    private void checkLine(Field field, Operation operation, YamlNode line, boolean specialCategoryAllowed) {
        boolean usable = kind == Kind.STATISTIC
                ? operation instanceof Operation.Count || isDimension(field, operation)
                : !(operation instanceof Operation.Count);
        if (!usable) {
            throw line.error(
                    "'" + operation.text() + "' of '" + field.path() + "' cannot be used in a " + words(kind),
                    kind == Kind.STATISTIC
                            ? "Use age band, year, answer, or a code as it is or coarsened."
                            : "Only a statistic counts.");
        }
        checkSensitivity(field, line, specialCategoryAllowed);
        if (operation instanceof Operation.Pseudonym && asksWithIdentifier()) {
            throw line.error(
                    "a pseudonym would be linked to the identifier asked with",
                    "Withhold the field: the client has it.");
        }
    }

    private static void checkAsked(Field field, Operation operation, YamlNode line, boolean specialCategoryAllowed) {
        if (operation instanceof Operation.Count) {
            throw line.error("a question does not count", "Only a statistic counts.");
        }
        checkSensitivity(field, line, specialCategoryAllowed);
    }

    private static void checkSensitivity(Field field, YamlNode line, boolean specialCategoryAllowed) {
        if (field.sensitivity() == Sensitivity.SPECIAL_CATEGORY && !specialCategoryAllowed) {
            throw line.error(
                    "'" + field.path() + "' is of a special category",
                    "Name in 'specialCategory' the article that allows it.");
        }
    }

    /** A dimension groups children; what names a single child or repeats within one does not. A school may be the finest level of a hierarchy. */
    private boolean isDimension(Field field, Operation operation) {
        boolean names = field.type() == FieldType.IDENTIFIER || field.type() == FieldType.TEXT;
        return !field.repeats()
                && !(operation instanceof Operation.Pseudonym)
                && (operation instanceof Operation.Answer || !names || isUnit(field));
    }

    private boolean isUnit(Field field) {
        return field.type() == FieldType.IDENTIFIER
                && field.sensitivity() == Sensitivity.SCHOOL
                && root.find("table")
                        .filter(YamlNode::isMap)
                        .flatMap(table -> table.find("hierarchies"))
                        .filter(YamlNode::isMap)
                        .flatMap(hierarchies -> hierarchies.find(field.path()))
                        .isPresent();
    }

    private boolean asksWithIdentifier() {
        return asks.entrySet().stream()
                .anyMatch(entry -> entry.getValue() instanceof Operation.AsIs
                        && catalogue
                                .find(entry.getKey())
                                .filter(field -> field.type() == FieldType.IDENTIFIER)
                                .isPresent());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
