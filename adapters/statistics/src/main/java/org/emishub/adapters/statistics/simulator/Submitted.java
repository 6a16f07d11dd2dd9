package org.emishub.adapters.statistics.simulator;

import java.util.List;
import java.util.Map;

/**
 * What was sent, format aside.
 *
 * @param rows one per observation
 */
record Submitted(List<Row> rows) {
    /**
     * One observation.
     *
     * @param line 1-based line in the message
     * @param structure the structure it claims to follow
     * @param values by component id; an absent value is absent
     */
    record Row(int line, String structure, Map<String, String> values) {}
}
