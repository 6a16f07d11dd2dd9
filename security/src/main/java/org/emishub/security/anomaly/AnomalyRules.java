package org.emishub.security.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules of a file, and what they find: a pure function of looks. */
public record AnomalyRules(List<AnomalyRule> rules) {
    /** Nothing is looked for. */
    public static final AnomalyRules NONE = new AnomalyRules(List.of());

    public AnomalyRules {
        rules = List.copyOf(rules);
    }

    /** Reads the file's text; see {@link AnomalyFile}. */
    public static AnomalyRules parse(String fileName, byte[] yaml) {
        return AnomalyFile.parse(fileName, yaml);
    }

    /** How far back looks have to be known. */
    public Duration longest() {
        return rules.stream()
                .map(AnomalyRule::within)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Whether any of them counts such a look. */
    public boolean concern(Look look) {
        return rules.stream().anyMatch(rule -> rule.counts(look));
    }

    /** Everything that the rules find in these looks, whatever their order; of one subject at most one in the time of its rule. */
    public List<Finding> find(List<Look> looks) {
        List<Look> sorted = looks.stream()
                .sorted(Comparator.comparing(Look::at).thenComparing(Look::sequence))
                .toList();
        List<Finding> found = new ArrayList<>();
        for (AnomalyRule rule : rules) {
            Map<String, List<Look>> bySubject = sorted.stream()
                    .filter(rule::counts)
                    .collect(Collectors.groupingBy(rule::subject, TreeMap::new, Collectors.toList()));
            bySubject.forEach((subject, its) -> find(rule, subject, its, found));
        }
        return found;
    }

    /** Moves a window of the rule's length over the looks of one subject. */
    private static void find(AnomalyRule rule, String subject, List<Look> looks, List<Finding> found) {
        Map<String, Integer> counted = new HashMap<>();
        int first = 0;
        for (int last = 0; last < looks.size(); last++) {
            counted.merge(rule.what(looks.get(last)), 1, Integer::sum);
            while (!looks.get(first)
                    .at()
                    .plus(rule.within())
                    .isAfter(looks.get(last).at())) {
                counted.computeIfPresent(rule.what(looks.get(first)), (what, n) -> n == 1 ? null : n - 1);
                first++;
            }
            if (counted.size() >= rule.times()) {
                int end = end(rule, looks, first);
                found.add(finding(rule, subject, looks.subList(first, end)));
                counted.clear();
                first = end;
                last = end - 1;
            }
        }
    }

    /** All that lies in the window that begins there belongs to one finding. */
    private static int end(AnomalyRule rule, List<Look> looks, int first) {
        Instant over = looks.get(first).at().plus(rule.within());
        int end = first;
        while (end < looks.size() && looks.get(end).at().isBefore(over)) {
            end++;
        }
        return end;
    }

    private static Finding finding(AnomalyRule rule, String subject, List<Look> looks) {
        int many = (int) looks.stream().map(rule::what).distinct().count();
        return new Finding(
                rule,
                subject,
                rule.sentence(many),
                looks.stream().map(Look::actor).collect(Collectors.toCollection(TreeSet::new)),
                looks.stream().map(Look::agreement).collect(Collectors.toCollection(TreeSet::new)),
                looks.stream().map(Look::sequence).toList(),
                looks.get(0).at(),
                looks.get(looks.size() - 1).at());
    }
}
