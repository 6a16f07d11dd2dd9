package org.emishub.routes.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one message; only its sender is told.
 *
 * @param outcome of the whole: it waits while any delivery does
 * @param reason the code its sender was shown when it was refused, else empty
 * @param deliveries one for each agreement under which it went on; none for a question, or a message nobody knows
 */
public record MessageStatus(String id, Outcome outcome, String reason, List<Delivery> deliveries) {
    public MessageStatus {
        deliveries = List.copyOf(deliveries);
    }

    /** Where a message or delivery is; all but {@link #WAITING} are final, and a dead letter is until an operator retries it. */
    public enum Outcome {
        WAITING,
        DELIVERED,
        REFUSED,
        DEAD_LETTERED,
        EXPIRED,
        /** Never accepted from this sender. */
        UNKNOWN;

        /** As it is written: {@code dead-lettered}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What became of it under one agreement.
     *
     * @param reason class of the last fault, or the code of the refusal as its sender may see it; empty when there was none
     * @param at when it ended; empty while it waits
     */
    public record Delivery(String agreement, Outcome outcome, String reason, Optional<Instant> at) {}

    /** A message that this sender never sent, or that is somebody else's: the two look the same. */
    public static MessageStatus unknown(String id) {
        return new MessageStatus(id, Outcome.UNKNOWN, "", List.of());
    }
}
