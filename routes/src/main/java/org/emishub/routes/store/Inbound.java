package org.emishub.routes.store;

import java.time.Instant;
import org.emishub.security.member.SystemId;

/**
 * A message as it came in.
 *
 * @param messageId unique per sender
 * @param payloadHash lower-case hex SHA-256 of the signed payload, by which a repetition is told from a replay; kept only as a keyed hash
 * @param agreement id of the agreement it goes under, or the record part where a native door took it; empty when there is none
 * @param ciphertext what is kept of it: the sealed bytes as received, or the native ones sealed at rest
 */
public record Inbound(
        SystemId sender,
        String messageId,
        String payloadHash,
        String agreement,
        byte[] ciphertext,
        Instant receivedAt) {}
