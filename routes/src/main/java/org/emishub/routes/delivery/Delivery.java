package org.emishub.routes.delivery;

import org.emishub.routes.store.Claim;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Grounds;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a letter, under the agreement as it is now.
 *
 * @param grounds what was decided about it, and from what
 * @param held the right to make it; {@code null} before it was taken
 */
record Delivery(Letter letter, Parcel parcel, Agreement agreement, Grounds grounds, @Nullable Held held) {

    /**
     * A claim, and what it is good for.
     *
     * @param counts whether a failure counts towards the dead letter
     * @param since {@link System#nanoTime} before the claim was taken: the lease ends no earlier than its length after it
     */
    record Held(Claim claim, boolean counts, long since) {}

    Delivery holding(Claim claim, boolean counts, long since) {
        return new Delivery(letter, parcel, agreement, grounds, new Held(claim, counts, since));
    }
}
