package org.emishub.security.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
     * @param majority the age in full years from which the young person looks and the guardian no longer does
     */
    public static UsagePage of(
            List<Used> log, String person, Known known, int majority, UsageQuery query, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        List<Used> all = known.view(person, today, majority).of(log, now).stream()
                .filter(query::holds)
                .toList();
        return new UsagePage(
                all.size(),
                all.stream().skip(query.offset()).limit(query.limit()).toList());
    }
}
