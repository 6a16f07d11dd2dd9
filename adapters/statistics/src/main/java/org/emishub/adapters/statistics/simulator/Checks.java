package org.emishub.adapters.statistics.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emishub.adapters.statistics.simulator.Submitted.Row;

/** What the committee holds against a message: structure, codes, keys, confidentiality, and totals that add up. */
final class Checks {
    private static final String TOTAL = "_T";
    private static final int MOST_FINDINGS = 20;

    private final Rules rules;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<List<String>, Row> rowByKey = new HashMap<>();

    private Checks(Rules rules) {
        this.rules = rules;
    }

    static void check(Submitted submitted, Rules rules) throws Rejected {
        Checks checks = new Checks(rules);
        if (submitted.rows().isEmpty()) {
            throw new Rejected(0, "", "NO_OBSERVATIONS");
        }
        submitted.rows().forEach(checks::row);
        if (checks.findings.isEmpty()) {
            for (int d = 0; d < rules.dimensions().size(); d++) {
                checks.totals(d);
            }
        }
        if (!checks.findings.isEmpty()) {
            throw new Rejected(checks.findings.subList(0, Math.min(MOST_FINDINGS, checks.findings.size())));
        }
    }

    private void row(Row row) {
        if (!row.structure().equals(rules.structure())) {
            find(row, "STRUCTURE_ID", "UNKNOWN_STRUCTURE");
        }
        Set<String> known = new HashSet<>(rules.codes().keySet());
        known.addAll(Set.of(Rules.MEASURE, Rules.TIME));
        row.values().keySet().stream()
                .filter(component -> !known.contains(component))
                .forEach(component -> find(row, "", "UNKNOWN_COMPONENT"));
        rules.dimensions().forEach(dimension -> required(row, dimension));
        rules.mandatory().forEach(attribute -> required(row, attribute));
        required(row, Rules.TIME);
        rules.codes().forEach((component, codes) -> {
            String code = row.values().get(component);
            if (code != null && !codes.contains(code)) {
                find(row, component, "UNKNOWN_CODE");
            }
        });
        if (!row.values().getOrDefault(Rules.TIME, "").matches("[0-9]{4}")) {
            find(row, Rules.TIME, "BAD_PERIOD");
        }
        value(row);
        if (rowByKey.put(key(row), row) != null) {
            find(row, "", "DUPLICATE_KEY");
        }
    }

    private void value(Row row) {
        String value = row.values().get(Rules.MEASURE);
        boolean suppressed = suppressed(row);
        if (suppressed != "C".equals(row.values().get("CONF_STATUS"))) {
            find(row, "CONF_STATUS", "STATUS_CONTRADICTS");
        }
        if (suppressed && value != null) {
            find(row, Rules.MEASURE, "SUPPRESSED_WITH_VALUE");
        }
        if (!suppressed && (value == null || !value.matches("[0-9]{1,12}"))) {
            find(row, Rules.MEASURE, "BAD_VALUE");
        }
    }

    /** Where a total and all its parts are shown, and not rounded, they add up; where one part alone is suppressed beside a shown total it could be computed. */
    private void totals(int dimension) {
        Map<List<String>, List<Row>> parts = new HashMap<>();
        rowByKey.forEach((key, row) -> {
            if (!key.get(dimension).equals(TOTAL)) {
                List<String> total = new ArrayList<>(key);
                total.set(dimension, TOTAL);
                parts.computeIfAbsent(total, k -> new ArrayList<>()).add(row);
            }
        });
        parts.forEach((key, rows) -> {
            Row total = rowByKey.get(key);
            if (total == null || suppressed(total)) {
                return;
            }
            String name = rules.dimensions().get(dimension);
            long hidden = rows.stream().filter(Checks::suppressed).count();
            long sum = rows.stream()
                    .filter(row -> !suppressed(row))
                    .mapToLong(row -> Long.parseLong(row.values().getOrDefault(Rules.MEASURE, "0")))
                    .sum();
            long shown = Long.parseLong(total.values().getOrDefault(Rules.MEASURE, "0"));
            boolean rounded = "E".equals(total.values().get("OBS_STATUS"));
            if (hidden == 0 && sum != shown && !rounded) {
                find(total, name, "TOTAL_DOES_NOT_ADD_UP");
            }
            if (hidden == 1 || (sum > shown && !rounded)) {
                find(total, name, "SUPPRESSED_CELL_COMPUTABLE");
            }
        });
    }

    private List<String> key(Row row) {
        List<String> key = new ArrayList<>();
        rules.dimensions().forEach(d -> key.add(row.values().getOrDefault(d, "")));
        key.add(row.values().getOrDefault(Rules.TIME, ""));
        return key;
    }

    private static boolean suppressed(Row row) {
        return "Q".equals(row.values().get("OBS_STATUS"));
    }

    private void required(Row row, String component) {
        if (!row.values().containsKey(component)) {
            find(row, component, "MISSING_VALUE");
        }
    }

    private void find(Row row, String component, String code) {
        findings.add(new Finding(row.line(), component, code));
    }
}
