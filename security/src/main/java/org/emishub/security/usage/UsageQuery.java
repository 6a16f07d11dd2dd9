package org.emishub.security.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which part of a log is asked for ({@code findUsage} of the Data Tracker's REST protocol, version 2).
 *
 * @param from the first second of interest, and {@code to} the last; both are within it
 * @param offset how many to leave out, counted from the newest
 * @param limit how many at most
 */
public record UsageQuery(Optional<Instant> from, Optional<Instant> to, int offset, int limit) {
    public static final int DEFAULT_LIMIT = 1_000;
    public static final int MOST = 10_000;

    /** All of it, as far as one page goes. */
    public static final UsageQuery ALL = new UsageQuery(Optional.empty(), Optional.empty(), 0, DEFAULT_LIMIT);

    public UsageQuery {
        if (offset < 0 || limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("offset is 0 or more, limit from 1 to " + MOST);
        }
    }

    /** By whole seconds, as the times are shown. */
    boolean holds(Used one) {
        Instant second = one.time().truncatedTo(ChronoUnit.SECONDS);
        return from.filter(second::isBefore).isEmpty()
                && to.filter(second::isAfter).isEmpty();
    }
}
