package org.emishub.routes.facts;

import java.time.Instant;
import java.util.Optional;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;

/** Who objected to which exchange (GDPR article 21). */
public final class Objections {
    private final FactBook book;
    private final FactKeys keys;
    private final Guardians guardians;

    Objections(FactBook book, FactKeys keys, Guardians guardians) {
        this.book = book;
        this.keys = keys;
        this.guardians = guardians;
    }

    /**
     * Notes an objection of the child's, or of somebody with a say over it.
     *
     * @return false when it is noted already
     * @throws NoSay when it is of somebody else
     */
    public boolean object(Agreement agreement, String child, String who, Instant at, String by) {
        if (!who.equals(child) && !guardians.hasSay(who, child, at)) {
            throw new NoSay();
        }
        return book.change(
                entry(agreement, "objection: made", child, by, who),
                connection -> FactBook.update(
                                connection,
                                """
                        insert into objection (key, who, made_at) values (?, ?, ?)
                        on conflict (key, who) do update set made_at = excluded.made_at, ended_at = null
                        where objection.ended_at is not null""",
                                keys.objection(child, agreement.id()),
                                keys.objectionOf(who, child),
                                at)
                        > 0);
    }

    /** Notes that somebody no longer objects; false when they did not. */
    public boolean end(Agreement agreement, String child, String who, Instant at, String by) {
        return book.change(
                entry(agreement, "objection: ended", child, by, who),
                connection -> FactBook.update(
                                connection,
                                "update objection set ended_at = ? where key = ? and who = ? and ended_at is null",
                                at,
                                keys.objection(child, agreement.id()),
                                keys.objectionOf(who, child))
                        > 0);
    }

    private static Entry entry(Agreement agreement, String rule, String child, String by, String who) {
        return new Entry(Event.OBJECTION_CHANGED, Optional.of(agreement), rule, new Side(child, by, who));
    }
}
