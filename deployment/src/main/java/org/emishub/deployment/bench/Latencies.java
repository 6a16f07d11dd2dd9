package org.emishub.deployment.bench;

import java.time.Duration;
import java.util.Arrays;

/** How long each of many calls took. */
final class Latencies {
    private final long[] sorted;
    private final Duration elapsed;

    private Latencies(long[] sorted, Duration elapsed) {
        this.sorted = sorted;
        this.elapsed = elapsed;
    }

    /**
     * Sorts a copy of them.
     *
     * @param nanos one a call
     * @param elapsed from the first call's start to the last one's end
     */
    static Latencies of(long[] nanos, Duration elapsed) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted, elapsed);
    }

    int count() {
        return sorted.length;
    }

    double perSecond() {
        return sorted.length * 1e9 / elapsed.toNanos();
    }

    /** Milliseconds within which the given share of the calls ended. */
    double millis(double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }
}
