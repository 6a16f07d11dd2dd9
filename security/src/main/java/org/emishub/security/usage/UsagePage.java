package org.emishub.security.usage;

import java.time.Instant;
import java.util.List;

/**
 * A page of what one person is shown of one child's log.
 *
 * @param total how many there are on all pages, of those they are shown
 */
public record UsagePage(int total, List<Used> usages) {
    public UsagePage {
        usages = List.copyOf(usages);
    }

    /**
     * The page they asked for. Nothing in it depends on an entry that they are not shown.
     *
     * @param log the child's entries, oldest first
     */
    public static UsagePage of(
            List<Used> log, String person, Known known, Majority majority, UsageQuery query, Instant now) {
        List<Used> all = known.view(person, now, majority).of(log, now).stream()
                .filter(query::holds)
                .toList();
        return new UsagePage(
                all.size(),
                all.stream().skip(query.offset()).limit(query.limit()).toList());
    }
}
