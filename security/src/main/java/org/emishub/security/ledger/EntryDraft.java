package org.emishub.security.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
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
 * @param erasure which keys it says were destroyed; of an {@link Event#ERASED} only
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
        Side side,
        Optional<Erasure> erasure) {
    public EntryDraft {
        fields = List.copyOf(fields);
        if (erasure.isPresent() && event != Event.ERASED) {
            throw new IllegalArgumentException("only an erasure erases");
        }
    }

    /** An entry that erases nothing. */
    public EntryDraft(
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
        this(
                event,
                messageId,
                agreement,
                code,
                rule,
                provider,
                client,
                fields,
                withheld,
                contentHash,
                side,
                Optional.empty());
    }

    /** An entry of what the hub itself did or was told: under no agreement, between no systems, not refused. */
    public static EntryDraft ofHub(Event event, String rule, String contentHash, Side side) {
        return ofHub(event, UUID.randomUUID().toString(), rule, contentHash, side);
    }

    /** The same, with an id of its own for what it is about. */
    public static EntryDraft ofHub(Event event, String messageId, String rule, String contentHash, Side side) {
        return new EntryDraft(
                event,
                messageId,
                Optional.empty(),
                "OK",
                rule,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                contentHash,
                side);
    }

    /** The same, as the entry that says which keys were destroyed. */
    public EntryDraft erasing(Erasure what) {
        return new EntryDraft(
                event,
                messageId,
                agreement,
                code,
                rule,
                provider,
                client,
                fields,
                withheld,
                contentHash,
                side,
                Optional.of(what));
    }

    /**
     * What was destroyed.
     *
     * @param child whose chain of entries ends with it, so that its next entry is the first of a new one; empty when some key of the child is left
     * @param keys {@code year/slot} of each key, which is what sealed bytes name in their clear prefix
     */
    public record Erasure(String child, List<String> keys) {
        static final Pattern KEY = Pattern.compile("[0-9]{4}/(0|[1-9][0-9]{0,17})");

        public Erasure {
            keys = List.copyOf(keys);
            if (!keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
                throw new IllegalArgumentException("a destroyed key is named year/slot");
            }
        }

        /** Never prints whom it is about. */
        @Override
        public String toString() {
            return "Erasure" + keys;
        }
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
