package org.emishub.routes.store;

import java.time.Instant;

/**
 * The right to make one attempt.
 *
 * @param lease until when, by the database's clock; no other claim of the same letter has the same
 * @param attempts how many count towards the dead letter, with this one if it does
 */
public record Claim(Instant lease, int attempts) {}
