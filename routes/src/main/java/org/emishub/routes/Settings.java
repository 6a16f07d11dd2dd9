package org.emishub.routes;

import java.time.Duration;

/**
 * How patient the routes are.
 *
 * @param consumers deliveries under way to one recipient at a time
 * @param window how many letters of one recipient may be in the broker; the rest wait in the outbox
 * @param attempts how often a letter is tried before it is a dead letter
 * @param firstDelay before the second attempt; doubles with each further one, with up to a fifth of jitter
 * @param longestDelay which no delay exceeds
 * @param lease how long an attempt holds its letter; after it another node may try. No attempt begins in its second half, and a receiver's own timeout is shorter
 *     than that
 * @param poll how often the outbox is looked at when nothing wakes the relay
 * @param keep how long ciphertexts live after their receipt
 * @param providerTimeout how long the needs view waits for each provider
 * @param noDataAfter at multiples of which an answer leaves that says nothing of a child; longer than nearly every provider takes
 */
public record Settings(
        int consumers,
        int window,
        int attempts,
        Duration firstDelay,
        Duration longestDelay,
        Duration lease,
        Duration poll,
        Duration keep,
        Duration providerTimeout,
        Duration noDataAfter) {
    public Settings {
        if (consumers < 1 || window < 1 || attempts < 1) {
            throw new IllegalArgumentException("consumers, window and attempts are at least 1");
        }
        if (firstDelay.isNegative() || poll.toMillis() < 1 || lease.toMillis() < 1 || noDataAfter.toMillis() < 1) {
            throw new IllegalArgumentException("durations are positive");
        }
        if (keep.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("ciphertexts live at most 24 hours");
        }
    }

    /** Eight consumers, a window of 256, 8 attempts over about 20 minutes, 24 hours kept, 5 seconds for a provider, no data after a quarter of one. */
    public static final Settings DEFAULT = new Settings(
            8,
            256,
            8,
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            Duration.ofSeconds(5),
            Duration.ofMillis(250));
}
