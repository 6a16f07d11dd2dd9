package org.emishub.security.ledger;

import java.util.List;
import java.util.Optional;
import org.emishub.security.member.SystemId;

/**
 * What a step knows of an entry before the ledger gives it a sequence, a time and commitments.
 *
 * @param messageId of the message it is about; only its SHA-256 enters the leaf
 * @param agreement id, version and bundle hash, absent where none was found
 * @param code {@code OK}, or the refusal's or fault's code
 * @param rule the rule that decided, empty when none did; never a value
 * @param fields names of the fields that left, sorted
 * @param withheld how many fields were withheld
 * @param contentHash lower-case hex SHA-256 of the ciphertext (or of the native bytes) it is about, empty when there is none
 * @param side what is personal about it; sealed under the child's key, only commitments to it enter the leaf
 */
public record EntryDraft(
        Event event,
        String messageId,
        Optional<AgreementRef> agreement,
        String code,
        String rule,
        Optional<SystemId> provider,
        Optional<SystemId> client,
        List<String> fields,
        int withheld,
        String contentHash,
        Side side) {
    public EntryDraft {
        fields = List.copyOf(fields);
    }

    /** Which text of which agreement was in force. {@code bundleHash} is the lower-case hex SHA-256 of the file's bytes. */
    public record AgreementRef(String id, int version, String bundleHash) {}

    /**
     * The personal side of an entry.
     *
     * @param child the child's identifier; empty when the entry is about no child (or none was identified)
     * @param actor who asked ({@code user@organisation/system} or the system); empty when nobody did
     * @param note what an auditor with the child's key may read, in plain words
     */
    public record Side(String child, String actor, String note) {
        public static final Side NONE = new Side("", "", "");
    }
}
