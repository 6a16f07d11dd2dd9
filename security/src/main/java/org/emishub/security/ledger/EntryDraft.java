package org.emishub.security.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.ObjectNode;

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
     * @param decision what the decision saw, so that it can be made again ({@code Grounds}); absent where nothing was decided
     * @param signs what the rules for anomalies need to know of it: verdicts and keyed hashes, never a name or a value
     */
    public record Side(String child, String actor, String note, Optional<ObjectNode> decision, Set<String> signs) {
        public static final Side NONE = new Side("", "", "");

        public Side {
            signs = Set.copyOf(signs);
        }

        /** The side of an entry that rests on no decision. */
        public Side(String child, String actor, String note) {
            this(child, actor, note, Optional.empty(), Set.of());
        }

        /** Never prints whom it is about. */
        @Override
        public String toString() {
            return "Side[]";
        }
    }
}
