package org.emishub.routes.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One entry as an audit repository is told of it; names and hashes, and of people only what that repository is entitled to.
 *
 * @param id a UUID that follows from ledger and sequence: the same whenever the entry is told again
 * @param sequence of the entry in the hub's ledger
 * @param event name of the ledger's event
 * @param reason code, and the rule that decided where one did
 * @param hub the system that tells
 * @param from the system from which data, a question or a change came; empty when the entry names none
 * @param to the system it went to; empty alike
 * @param custodian the system whose data it is; empty alike
 * @param user who caused it
 * @param child whom it is about
 * @param fields names of the fields that left
 * @param withheld how many fields were withheld
 * @param messageIdHash lower-case hex SHA-256, the same in all entries of one message
 * @param contentHash of the bytes it is about; empty when there are none
 */
public record AuditRecord(
        String id,
        long sequence,
        Instant at,
        String event,
        Kind kind,
        Outcome outcome,
        String reason,
        String hub,
        String from,
        String to,
        String custodian,
        Optional<Person> user,
        Optional<Person> child,
        Optional<Terms> terms,
        Thing thing,
        List<String> fields,
        int withheld,
        String messageIdHash,
        String contentHash) {
    public AuditRecord {
        fields = List.copyOf(fields);
    }

    /** What was done, in the words of IHE's Basic Audit Log Patterns. */
    public enum Kind {
        CREATE,
        READ,
        QUERY,
        UPDATE,
        DELETE,
        /** Data left for another organisation, or should have. */
        DISCLOSURE,
        /** Somebody was or was not allowed. */
        DECISION,
        /** Somebody should look into it. */
        ALERT
    }

    /** Whether it was done. */
    public enum Outcome {
        SUCCESS,
        /** It was refused. */
        REFUSED,
        /** It could not be done. */
        FAILED
    }

    /** What it was done to. */
    public enum Thing {
        AGREEMENT,
        CASE,
        CONSENT,
        DELIVERY,
        ENTRY,
        KEY,
        MEMBER,
        OBJECTION,
        PSEUDONYM,
        QUESTION,
        RECIPIENT,
        RECORD,
        SEAL,
        SETTING
    }

    /** How a person is known: a commitment that only the ledger's side opens, a pseudonym made for this feed, or the name itself. */
    public record Person(Naming naming, String value) {
        /** Says nothing of whom. */
        @Override
        public String toString() {
            return "Person[" + naming + "]";
        }
    }

    /** Ways to name a person. */
    public enum Naming {
        COMMITMENT,
        PSEUDONYM,
        IDENTIFIER
    }

    /**
     * The agreement under which.
     *
     * @param bundleHash lower-case hex SHA-256 of its text
     * @param purposeOfUse HL7 v3 PurposeOfUse; empty when its text is no longer kept
     */
    public record Terms(String id, int version, String bundleHash, String purposeOfUse) {}

    /** The entry's name in the world: the ledger's origin and the sequence. */
    public String entry() {
        return hub + "/ledger#" + sequence;
    }

    /** Number and event. */
    @Override
    public String toString() {
        return "#" + sequence + " " + event;
    }
}
