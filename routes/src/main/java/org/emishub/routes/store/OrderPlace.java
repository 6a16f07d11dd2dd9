package org.emishub.routes.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.emishub.security.vault.ChildVault;

/**
 * Where a letter stands among those about the same child under the same agreement.
 *
 * @param key keyed hash of agreement and child
 * @param asOf the day the fact is about
 * @param issuedAt when its sender made it; empty when the protocol has no place for it, and facts of one day are taken as they come
 * @param ordinal the ledger's sequence of the acceptance
 */
public record OrderPlace(byte[] key, LocalDate asOf, Optional<Instant> issuedAt, long ordinal) {
    /** Keyed hash of agreement and child, as 32 hex digits. */
    public static String key(ChildVault vault, String agreement, String child) {
        return vault.blind("order", agreement + "\n" + child);
    }
}
