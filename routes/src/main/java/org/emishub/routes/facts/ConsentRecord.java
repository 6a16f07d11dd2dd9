package org.emishub.routes.facts;

import java.time.Instant;
import java.util.Optional;
import org.emishub.security.agreement.Giver;

/**
 * That somebody agreed to an exchange, or does not or no longer agree.
 *
 * @param agreementId which exchange
 * @param who the guardian's identifier; of the child itself the child's
 * @param given false when it is refused or withdrawn
 * @param at when they said so
 * @param until when it ends by itself
 * @param evidence where the proof is kept; sealed, and never looked at by the hub
 */
public record ConsentRecord(
        String child,
        String agreementId,
        Giver giver,
        String who,
        boolean given,
        Instant at,
        Optional<Instant> until,
        String evidence) {
    private static final int LONGEST = 200;

    public ConsentRecord {
        // As in records: what is entered under one spelling is erased under every.
        child = child.strip();
        who = who.strip();
        if (child.isBlank() || who.isBlank() || agreementId.isBlank()) {
            throw new IllegalArgumentException("a consent names the child, who speaks, and the agreement");
        }
        if (child.length() > LONGEST || who.length() > LONGEST || evidence.length() > LONGEST) {
            throw new IllegalArgumentException("identifiers and references have at most " + LONGEST + " characters");
        }
        if ((giver == Giver.CHILD) != who.equals(child)) {
            throw new IllegalArgumentException("a guardian is somebody else than the child");
        }
        if (until.filter(end -> !end.isAfter(at)).isPresent()) {
            throw new IllegalArgumentException("it ends before it begins");
        }
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "ConsentRecord[" + agreementId + ", " + giver + ", given " + given + "]";
    }
}
