package org.emishub.security.agreement;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The versions of one agreement, side by side, and which of them counts when: on any moment at most one. */
final class Versions {
    private final List<Agreement> ascending;

    /** @param all of one id, at least one, no version twice */
    Versions(List<Agreement> all) {
        this.ascending =
                all.stream().sorted(Comparator.comparingInt(Agreement::version)).toList();
    }

    List<Agreement> all() {
        return ascending;
    }

    static Instant from(Agreement version) {
        return version.firstDay().atStartOfDay(version.timeZone()).toInstant();
    }

    /** When its days are over, or the version that supersedes it begins. */
    Instant until(Agreement version) {
        Instant end =
                version.lastDay().plusDays(1).atStartOfDay(version.timeZone()).toInstant();
        for (Agreement later : ascending) {
            boolean ends =
                    later.supersedes().filter(n -> n == version.version()).isPresent();
            end = ends && from(later).isBefore(end) ? from(later) : end;
        }
        return end;
    }

    private boolean counts(Agreement version, Instant at) {
        return !at.isBefore(from(version)) && at.isBefore(until(version));
    }

    /** Whether there is a moment at which both would count. */
    boolean overlap(Agreement one, Versions others, Agreement other) {
        Instant begin = from(one).isAfter(from(other)) ? from(one) : from(other);
        return begin.isBefore(until(one)) && begin.isBefore(others.until(other));
    }

    Optional<Agreement> at(Instant at) {
        return ascending.stream().filter(version -> counts(version, at)).findFirst();
    }

    /** The one that counts at the moment, else the one that did last or will first, whichever is nearer. */
    Agreement nearest(Instant at) {
        return ascending.stream()
                .min(Comparator.<Agreement, Duration>comparing(version -> distance(version, at))
                        .thenComparing(
                                Comparator.comparingInt(Agreement::version).reversed()))
                .orElseThrow();
    }

    private Duration distance(Agreement version, Instant at) {
        if (at.isBefore(from(version))) {
            return Duration.between(at, from(version));
        }
        return counts(version, at)
                ? Duration.ZERO
                : Duration.between(until(version), at).plusNanos(1);
    }

    Optional<Agreement> version(int number) {
        return ascending.stream().filter(one -> one.version() == number).findFirst();
    }
}
