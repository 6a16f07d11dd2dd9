package org.emishub.security.disclosure.table;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.agreement.TableRule.Dominance;

/** The children of one cell, and how many of them each unit holds where an agreement asks whether few units dominate. */
final class Tally {
    private final Map<String, Long> byUnit = new HashMap<>();
    private long children;

    void add(Optional<String> unit) {
        children++;
        unit.ifPresent(one -> byUnit.merge(one, 1L, Long::sum));
    }

    void addAll(Tally other) {
        children += other.children;
        other.byUnit.forEach((unit, count) -> byUnit.merge(unit, count, Long::sum));
    }

    long children() {
        return children;
    }

    /** How wide what a reader can work out must stay; 0 where nothing needs protection. */
    int width(TableRule rule) {
        int width = children < rule.threshold() ? rule.protection() : 0;
        return Math.max(
                width, rule.dominance().map(dominance -> width(dominance, rule)).orElse(0));
    }

    /** A reader must hold so large a count possible that the largest units would not dominate it. */
    private int width(Dominance dominance, TableRule rule) {
        long largest = byUnit.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(dominance.largest())
                .mapToLong(Long::longValue)
                .sum();
        if (100 * largest <= dominance.percent() * children) {
            return 0;
        }
        long enough = (100 * largest + dominance.percent() - 1) / dominance.percent();
        return (int) Math.max(rule.protection(), enough - children);
    }
}
