package org.emishub.security.usage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;

/**
 * One entry of a child's log, as far as it may come to be shown.
 *
 * @param rule the entry's rule, which names nobody
 * @param message hash of the message's id: entries of one exchange have the same
 * @param named the agreement that the entry names, if any
 * @param agreement its text as it was then; empty where that cannot be read any more
 * @param receiver who received or looked; empty for the hub itself
 * @param sender who holds the data
 * @param fields catalogue paths of what left
 * @param actor {@code person@organisation/system}, or the system
 * @param note of the personal side; for a look as what it was
 */
public record Used(
        Instant time,
        Event event,
        String rule,
        String message,
        Optional<AgreementRef> named,
        Optional<Agreement> agreement,
        Optional<SystemId> receiver,
        Optional<SystemId> sender,
        List<String> fields,
        String actor,
        String note) {
    public Used {
        fields = List.copyOf(fields);
    }

    /** Whether this person looked at the log. */
    boolean isLookOf(String person) {
        return event == Event.VIEWED && actor.startsWith(person + "@");
    }

    /** Never prints whom it is about. */
    @Override
    public String toString() {
        return "Used[" + event + "]";
    }
}
