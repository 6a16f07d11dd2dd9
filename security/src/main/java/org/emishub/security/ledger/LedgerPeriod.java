package org.emishub.security.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A time of which the entries are asked for, each by its own time.
 *
 * @param from the first moment; empty from the beginning
 * @param to the first moment after it; empty up to the end
 */
public record LedgerPeriod(Optional<Instant> from, Optional<Instant> to) {
    public boolean holds(Instant time) {
        return from.filter(time::isBefore).isEmpty()
                && to.filter(end -> !time.isBefore(end)).isEmpty();
    }

    /** Hands out the entries of this time, in the order in which they were entered; reads little beyond them ({@link EntryReader#CLOCKS}). */
    public void forEach(EntryReader entries, Consumer<Entry> onEntry) {
        entries.forEach(
                from.map(entries::firstSince).orElse(0L),
                to.map(entries::firstAfter).orElse(Long.MAX_VALUE),
                entry -> {
                    if (holds(entry.time())) {
                        onEntry.accept(entry);
                    }
                });
    }

    /** Of one child's entries those of this time, and what was entered between them: a part of a chain has no gap, whatever clocks said. */
    public List<Entry> ofChain(List<Entry> oldestFirst) {
        int begin = 0;
        int end = oldestFirst.size();
        while (begin < end && !holds(oldestFirst.get(begin).time())) {
            begin++;
        }
        while (begin < end && !holds(oldestFirst.get(end - 1).time())) {
            end--;
        }
        return oldestFirst.subList(begin, end);
    }
}
