package org.emishub.routes.exchange;

import org.emishub.routes.store.MessageStore;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** The one place where a no is entered and given the form in which its asker sees it. */
final class Refusals {
    private final Ledger ledger;
    private final MessageStore store;
    private final Answers answers;

    Refusals(Ledger ledger, MessageStore store, Answers answers) {
        this.ledger = ledger;
        this.store = store;
        this.answers = answers;
    }

    /** What a route carries on with in place of a passage that was refused; a part, or what is not yet received, is entered at the end of the route. */
    Object render(Passage passage, Refusal refusal) {
        return passage.part().isEmpty() && passage.isReceived()
                ? answer(passage, refusal)
                : new PartRefused(passage, refusal);
    }

    /** Enters the refusal of a whole message and keeps it as its answer. */
    No answer(Passage passage, Refusal refusal) {
        Code shown = refusal.code().shown();
        byte[] sealed = refusal.code().dependsOnChild() && passage.message().isPresent()
                ? answers.refused(passage, shown)
                : null;
        ledger.commit((connection, appender) -> {
            long sequence = passage.received().sequence();
            store.finish(connection, passage.inbound(), "REFUSED", shown.name(), sealed, null, sequence);
            return enter(appender, passage, refusal);
        });
        return new No(shown, sealed);
    }

    /** Enters a refusal in a commit that also holds what it is a part of. */
    static Appender.Appended enter(Appender appender, Passage passage, Refusal refusal) {
        return appender.append(Entries.refused(passage, refusal));
    }
}
