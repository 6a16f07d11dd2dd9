package org.emishub.security.anomaly;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * What a rule found.
 *
 * @param subject the actor, or the key of the child where {@link AnomalyRule#aboutChild}
 * @param why in words; names no child
 * @param actors who looked
 * @param entries sequences of the entries that show it
 */
public record Finding(
        AnomalyRule rule,
        String subject,
        String why,
        SortedSet<String> actors,
        SortedSet<String> agreements,
        List<Long> entries,
        Instant since,
        Instant until) {
    public Finding {
        entries = List.copyOf(entries);
    }

    /** Never prints whom it is about. */
    @Override
    public String toString() {
        return "Finding[" + rule.name() + ", " + entries + "]";
    }
}
