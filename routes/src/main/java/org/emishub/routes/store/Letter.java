package org.emishub.routes.store;

import java.time.Instant;
import java.util.UUID;
import org.emishub.security.member.SystemId;

/**
 * One outbox row: something for one recipient under one agreement.
 *
 * @param id UUIDv5 of inbound id and agreement; the delivery's message id and idempotency key
 * @param sender whose message it came from
 * @param messageId of the message it came from
 * @param kind {@code event}, {@code statistic} or {@link #ANSWER}
 * @param wireHash lower-case hex SHA-256 of the bytes that leave
 * @param attempts how often it was tried
 * @param reason class of the last fault or refusal, empty when there was none
 * @param owner the organisation that has to act on a dead letter
 * @param deadline until when it may be delivered; then its payload is destroyed
 */
public record Letter(
        UUID id,
        SystemId sender,
        String messageId,
        String agreement,
        int agreementVersion,
        SystemId recipient,
        String kind,
        State state,
        String wireHash,
        boolean released,
        int attempts,
        String reason,
        String owner,
        Instant deadline,
        Instant createdAt) {

    /** The kind of an answer to a question of its recipient's, whose release was entered with it. */
    public static final String ANSWER = "answer";

    /** Where a letter is. */
    public enum State {
        /** Waits for its first or next attempt. */
        PENDING,
        /** In the recipient's queue. */
        SENT,
        /** The recipient has it, and its receipt is kept. */
        DELIVERED,
        /** Given up after bounded attempts; somebody has to act. */
        DEAD,
        /** Not delivered in time; its payload is destroyed. */
        EXPIRED,
        /** The decision said no. */
        REFUSED
    }
}
