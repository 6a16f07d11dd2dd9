package org.emishub.adapters.socialprotection.dci;

import java.time.Duration;
import java.util.UUID;
import org.emishub.routes.exchange.LetterIds;
import org.emishub.security.member.SystemId;

/**
 * What an answer refers to.
 *
 * @param messageId of the answer
 * @param correlation what the asker was given to recognise it by
 * @param valid how long its signature may be used
 */
record DciTo(String receiver, String messageId, String transaction, String correlation, Duration valid) {
    /** As long as an answer may wait for its receiver: it is signed once. */
    private static final Duration WAITS = Duration.ofHours(24);

    /** On the same exchange: the answer has the message's own id. */
    static DciTo atOnce(DciAsked asked) {
        String transaction = transaction(asked);
        return new DciTo(
                asked.header().sender(), asked.header().messageId(), transaction, transaction, DciSignature.VALID);
    }

    /** To the callback, as a message of its own. */
    static DciTo later(DciAsked asked) {
        String correlation =
                correlation(asked.sender(), asked.header().messageId()).toString();
        return new DciTo(asked.header().sender(), correlation, transaction(asked), correlation, WAITS);
    }

    /** The same for the same message, so that a repetition is acknowledged alike. */
    static UUID correlation(SystemId sender, String messageId) {
        return LetterIds.of("dci\n" + sender + "\n" + messageId);
    }

    private static String transaction(DciAsked asked) {
        return DciJson.text(asked.message().message(), "transaction_id").orElse("");
    }
}
