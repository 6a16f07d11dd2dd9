package org.emishub.routes.gateway;

import java.util.List;
import java.util.Optional;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** The Messaging Gateway: doors hand in what they received and know nothing of routes, ledger or agreements. */
public interface Gateway {
    /** Asks on behalf of a client of a native protocol. */
    Reply ask(NativeQuestion question);

    /** Accepts a fact from a provider; one outbox row per agreement in force. */
    Acceptance accept(NativeEvent event);

    /**
     * Records the receipt of a package (a zip, a file) whose rows are handed in one by one afterwards.
     *
     * @param payloadHash lower-case hex SHA-256 of its bytes
     */
    Acceptance received(SystemId provider, String messageId, String payloadHash);

    /**
     * Signs the batch receipt of a package that was {@link #received}: the same claims for the same verdicts, however often.
     *
     * @return compact JWS: the package's id and hash, the hash of its first receipt, the counts of rows and the hash of the report
     * @throws IllegalStateException when this provider's package with that hash was not received
     */
    String verdicts(SystemId provider, String messageId, String payloadHash, RowVerdicts verdicts);

    /**
     * Accepts a message whose questions are asked later, one by one, under ids of their own; {@code keeping} is called in the same commit when it is new.
     *
     * @return accepted; the same for a repetition. Refused when its id was used for another payload, or no agreement is in force
     */
    Acceptance acceptQuestions(NativeMessage message, Keeping keeping);

    /** The signed bytes of a message so accepted; empty when they are past their time. */
    Optional<byte[]> acceptedQuestions(SystemId client, String messageId);

    /**
     * Releases the answer to a message so accepted, and has it delivered to its client: entries, letter and {@code keeping} are one commit.
     *
     * @return empty when it is on its way; the code to answer with when the validity of one of its questions ended meanwhile
     */
    Optional<Code> answer(LateAnswer answer, Keeping keeping);

    /**
     * Exchanges one sealed message of the hub protocol (nested JWT, compact): a query, batch or question for status gives the sealed answer, an event the signed receipt.
     *
     * @return the answer or receipt, or the refusal to render as problem details
     */
    HubReply exchange(byte[] sealed);

    /**
     * What became of a sender's own messages, in the order asked; those of others are as unknown as those nobody sent.
     *
     * @param messageIds at most 100
     * @throws HubUnavailable when it cannot be looked up now
     */
    List<MessageStatus> status(SystemId sender, List<String> messageIds);

    /** Enters a refusal that a door made before there was a message (unknown caller, too large, malformed); one entry per source, code and minute. */
    void refused(String source, Refusal refusal);
}
