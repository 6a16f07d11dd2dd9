package org.emishub.routes.store;

import org.emishub.security.refusal.Code;

/**
 * What the inbox holds of a message that came before.
 *
 * @param samePayload whether it is the same message again; if not, its id was used for another
 * @param answered true when it has its final answer; false when its first run ended in a fault
 * @param refused the code its sender was shown; {@code null} when it was not refused
 * @param answer the bytes that were released for it; {@code null} when there were none or they are past their 24 hours
 * @param receipt the signed receipt of an event or package, empty for others
 */
public record Kept(
        boolean samePayload,
        boolean answered,
        @org.jspecify.annotations.Nullable Code refused,
        byte @org.jspecify.annotations.Nullable [] answer,
        String receipt) {}
