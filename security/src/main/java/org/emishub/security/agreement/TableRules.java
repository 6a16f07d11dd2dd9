package org.emishub.security.agreement;

import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement.Kind;

/** The parts of an agreement's file that say how figures and sets of records are kept from telling of one child. */
final class TableRules {
    static final Set<String> TABLE_KEYS = Set.of("threshold");
    static final Set<String> EXTRACT_KEYS = Set.of("k");

    private final YamlNode root;
    private final Kind kind;

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
        return new TableRule(threshold);
    }

    private Optional<TableRule> noTable() {
        if (kind == Kind.STATISTIC) {
            throw root.get("exchange").error("a statistic needs a table", "Add 'table: { threshold: 5 }'.");
        }
        return Optional.empty();
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
        return new ExtractRule(k);
    }
}
