package org.emishub.security.agreement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.catalogue.Sensitivity;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.TableRule.Dominance;

/** The parts of an agreement's file that say how figures and sets of records are kept from telling of one child. */
final class TableRules {
    static final Set<String> TABLE_KEYS =
            Set.of("threshold", "protection", "dominance", "rounding", "hierarchies", "linkedDays");
    static final Set<String> EXTRACT_KEYS = Set.of("k", "by");
    private static final String COARSER_CODE = "coarser code";

    private final YamlNode root;
    private final Kind kind;
    private final FieldCatalogue catalogue = FieldCatalogue.standard();

    TableRules(YamlNode root, Kind kind) {
        this.root = root;
        this.kind = kind;
    }

    Optional<TableRule> table() {
        return root.find("table").map(this::table).or(this::noTable);
    }

    private TableRule table(YamlNode node) {
        if (kind != Kind.STATISTIC) {
            throw node.error("only a statistic has a table", "Remove 'table'.");
        }
        node.allowOnly(TABLE_KEYS);
        int threshold = AgreementFile.positive(node.get("threshold"));
        if (threshold < 2) {
            throw node.error("a threshold of 1 protects nobody", "Write 3 or more.");
        }
        return new TableRule(
                threshold,
                node.find("dominance").map(this::dominance),
                node.find("rounding").map(AgreementFile::positive).orElse(1),
                node.find("protection")
                        .map(AgreementFile::positive)
                        .orElse(Math.min(TableRule.PROTECTION, threshold - 1)),
                node.find("hierarchies").map(this::hierarchies).orElse(Map.of()),
                node.find("linkedDays").map(AgreementFile::positive).orElse(TableRule.LINKED_DAYS));
    }

    private Optional<TableRule> noTable() {
        if (kind == Kind.STATISTIC) {
            throw root.get("exchange").error("a statistic needs a table", "Add 'table: { threshold: 5 }'.");
        }
        return Optional.empty();
    }

    private Dominance dominance(YamlNode node) {
        node.allowOnly(Set.of("of", "largest", "percent"));
        int percent = AgreementFile.positive(node.get("percent"));
        if (percent > 99) {
            throw node.get("percent").error("'" + percent + "' is not a share", "Write 1 to 99.");
        }
        Field unit = field(node.get("of"));
        if (unit.repeats() || dimensions().containsKey(unit.path())) {
            throw node.get("of")
                    .error(
                            "'" + unit.path() + "' cannot be the unit",
                            "Name a field that is no dimension, as a school.");
        }
        return new Dominance(unit.path(), AgreementFile.positive(node.get("largest")), percent);
    }

    private Map<String, List<String>> hierarchies(YamlNode node) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        Map<String, YamlNode> dimensions = dimensions();
        node.entries().forEach((path, levels) -> {
            if (!dimensions.containsKey(path)) {
                throw levels.error(
                        "'" + path + "' is no dimension of this table", YamlNode.nearest(path, dimensions.keySet()));
            }
            result.put(path, levels.isText() ? coarserCodes(path, levels) : fields(levels, dimensions));
        });
        return result;
    }

    private List<String> coarserCodes(String path, YamlNode node) {
        boolean code = catalogue
                .find(path)
                .filter(field -> field.type() == FieldType.CODE)
                .isPresent();
        if (!node.text().equals(COARSER_CODE) || !code) {
            throw node.error(
                    "'" + node.text() + "' is not a hierarchy of '" + path + "'",
                    "Write 'coarser code' for a code, or the fields that are its coarser levels, as [enrolment.district].");
        }
        return List.of();
    }

    private List<String> fields(YamlNode node, Map<String, YamlNode> dimensions) {
        List<String> fields = new ArrayList<>();
        for (YamlNode item : node.items()) {
            Field field = field(item);
            if (field.type() != FieldType.CODE || field.repeats() || field.sensitivity() != Sensitivity.SCHOOL) {
                throw item.error(
                        "'" + field.path() + "' cannot be a level", "Name a code of a school, as enrolment.district.");
            }
            if (dimensions.containsKey(field.path())) {
                throw item.error("'" + field.path() + "' is a dimension already", "Keep it in one of the two places.");
            }
            fields.add(field.path());
        }
        if (fields.isEmpty()) {
            throw node.error("no level is named", "Name at least one field, or remove the line.");
        }
        return fields;
    }

    /** The lines of {@code discloses} that divide the children: all but the one that is counted. */
    private Map<String, YamlNode> dimensions() {
        Map<String, YamlNode> lines = new LinkedHashMap<>(root.get("discloses").entries());
        lines.values().removeIf(line -> line.isText() && line.text().equals("count"));
        return lines;
    }

    private Field field(YamlNode node) {
        return catalogue
                .find(node.text())
                .orElseThrow(() -> node.error(
                        "no field '" + node.text() + "' in the catalogue",
                        YamlNode.nearest(node.text(), catalogue.paths())));
    }

    Optional<ExtractRule> extract() {
        return root.find("extract").map(this::extract);
    }

    private ExtractRule extract(YamlNode node) {
        if (kind != Kind.BATCH) {
            throw node.error("only a batch gives a set of records", "Remove 'extract'.");
        }
        node.allowOnly(EXTRACT_KEYS);
        int k = AgreementFile.positive(node.get("k"));
        if (k < 2) {
            throw node.error("a k of 1 protects nobody", "Write 3 or more.");
        }
        return new ExtractRule(k, lookAlike(node.get("by")));
    }

    private List<String> lookAlike(YamlNode node) {
        Set<String> disclosed = root.get("discloses").entries().keySet();
        List<String> by = new ArrayList<>();
        for (YamlNode item : node.items()) {
            if (!disclosed.contains(item.text())
                    || by.contains(item.text())
                    || field(item).repeats()) {
                throw item.error(
                        "'" + item.text() + "' cannot be compared by",
                        "Name each field of 'discloses' that others may know of a child once; none that repeats.");
            }
            by.add(item.text());
        }
        if (by.isEmpty()) {
            throw node.error("no field is named", "Name the fields that others may know of a child.");
        }
        return by;
    }
}
