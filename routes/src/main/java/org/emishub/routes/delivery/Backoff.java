package org.emishub.routes.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.emishub.routes.Settings;

/** How long to wait before the next attempt: doubling, bounded, and never in step with others. */
public final class Backoff {
    private static final int LARGEST_EXPONENT = 20;

    private Backoff() {}

    /**
     * The delay after a failure.
     *
     * @param failed attempts that have failed, at least 1
     */
    public static Duration after(int failed, Settings settings, RandomGenerator random) {
        long factor = 1L << Math.min(LARGEST_EXPONENT, failed - 1);
        long millis = Math.min(
                settings.longestDelay().toMillis(), settings.firstDelay().toMillis() * factor);
        return Duration.ofMillis(millis + random.nextLong(millis / 5 + 1));
    }
}
