package org.emishub.security.envelope;

import org.emishub.security.refusal.Outcome;

/** Seals and opens envelopes: JWS (RFC 7515) inside JWE (RFC 7516), compact serialisation. */
public interface Envelopes {
    /** The most bytes that {@link #open} looks at. */
    int MAX_BYTES = 2 * 1024 * 1024;

    /**
     * Signs with our key, then encrypts to the recipient's registered key-agreement key.
     *
     * @throws IllegalStateException when the recipient has no valid key-agreement certificate
     */
    byte[] seal(Message message);

    /**
     * Decrypts with our key and verifies with the sender's registered one.
     *
     * <p>Refuses {@code TOO_LARGE}, {@code MALFORMED}, {@code NOT_FOR_US}, {@code UNKNOWN_MEMBER}, {@code BAD_SIGNATURE}, {@code EXPIRED}.
     */
    Outcome<Opened> open(byte[] sealed);

    /** Opens once more what {@link #open} has opened and the hub has kept since: as that, but what has expired meanwhile was in time then. */
    Outcome<Opened> reopen(byte[] kept);

    /** A compact JWS over the claims, by our signing key: a receipt. */
    String sign(tools.jackson.databind.JsonNode claims);
}
