package org.emishub.security.anomaly;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/**
 * One entry by which somebody looked, or tried to look, at a child.
 *
 * @param refused whether nothing was released; {@code code} says why
 * @param zone of the agreement, in which it is day or night
 * @param actor {@code user@organisation/system}, or the system
 * @param child a key that stands for the child; empty when none was known
 * @param signs of {@link Signs}
 */
public record Look(
        long sequence,
        Instant at,
        String agreement,
        ZoneId zone,
        boolean refused,
        String code,
        String actor,
        String child,
        Set<String> signs) {
    public Look {
        signs = Set.copyOf(signs);
    }

    /** Whether a named user looked, and not a system by itself. */
    boolean byPerson() {
        return actor.indexOf('@') > 0;
    }

    /** Never prints who looked at whom. */
    @Override
    public String toString() {
        return "Look[#" + sequence + "]";
    }
}
