package org.emishub.security.envelope;

import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;

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

    /**
     * As {@link #open}, but gives also what has expired: for what the hub has kept since it was in time, or may have answered then.
     *
     * <p>Whoever calls it on bytes that just came in checks {@link Message#expiresAt}: what is new and has expired is refused.
     */
    Outcome<Opened> reopen(byte[] sealed);

    /** A compact JWS over the claims, by our signing key: a receipt. */
    String sign(JsonNode claims);

    /** Claims and the system whose registered key signed them. */
    record Signed(SystemId signer, JsonNode claims) {}

    /**
     * Reads a receipt: a compact JWS by a registered member.
     *
     * <p>Refuses {@code TOO_LARGE}, {@code MALFORMED}, {@code UNKNOWN_MEMBER}, {@code BAD_SIGNATURE}; what the claims say is the caller's to check.
     */
    Outcome<Signed> verify(byte[] receipt);
}
