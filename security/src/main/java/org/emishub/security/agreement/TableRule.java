package org.emishub.security.agreement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Disclosure control of a statistic.
 *
 * @param threshold cells counting fewer children are protected
 * @param protection how wide, in children, what a reader can work out about a protected cell must at least stay
 * @param rounding the base to which shown figures are rounded; 1 for none
 * @param hierarchies by dimension its coarser levels: other fields, from fine to coarse; none for the coarser codes of its code list
 * @param linkedDays figures on days fewer than this apart are held against each other
 */
public record TableRule(
        int threshold,
        Optional<Dominance> dominance,
        int rounding,
        int protection,
        Map<String, List<String>> hierarchies,
        int linkedDays) {
    /** How wide it stays where the agreement does not say. */
    public static final int PROTECTION = 3;
    /** Half a year, where the agreement does not say. */
    public static final int LINKED_DAYS = 183;

    public TableRule {
        hierarchies = Collections.unmodifiableMap(new LinkedHashMap<>(hierarchies));
    }

    /** With the threshold alone. */
    public TableRule(int threshold) {
        this(threshold, Optional.empty(), 1, Math.min(PROTECTION, threshold - 1), Map.of(), LINKED_DAYS);
    }

    /**
     * Cells in which few units hold nearly all children are protected too.
     *
     * @param of the field that names the unit, as a school
     * @param largest how many units
     * @param percent more than this share of the cell's children
     */
    public record Dominance(String of, int largest, int percent) {}
}
