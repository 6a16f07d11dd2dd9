package org.emishub.routes.facts;

import java.time.Instant;
import java.util.Optional;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.jspecify.annotations.Nullable;

/** Which worker has which case open for which child; looked up afresh for every decision. */
public final class Caseload {
    private final FactBook book;
    private final FactKeys keys;

    Caseload(FactBook book, FactKeys keys) {
        this.book = book;
        this.keys = keys;
    }

    /**
     * Opens a case of a worker for a child, or opens it again.
     *
     * @param actor {@code user@organisation/system}
     * @param until when it closes by itself; empty when somebody has to close it
     * @param by who says so
     */
    public void open(String caseId, String actor, String child, Instant from, Optional<Instant> until, String by) {
        @Nullable Instant end = until.orElse(null);
        book.change(
                entry("case: opened", child, by, "case " + caseId + " of " + actor),
                connection -> FactBook.update(
                                connection,
                                """
                        insert into caseload (key, opened_at, closed_at, child) values (?, ?, ?::timestamptz, ?)
                        on conflict (key) do update set opened_at = excluded.opened_at, closed_at = excluded.closed_at,
                          child = excluded.child""",
                                keys.openCase(caseId, actor, child),
                                from,
                                text(end),
                                keys.childIn("caseload", child))
                        > 0);
    }

    /** Closes it; false when there is no such case that is open then. */
    public boolean close(String caseId, String actor, String child, Instant at, String by) {
        return book.change(
                entry("case: closed", child, by, "case " + caseId + " of " + actor),
                connection -> FactBook.update(
                                connection,
                                "update caseload set closed_at = ? where key = ? and (closed_at is null or closed_at > ?)",
                                at,
                                keys.openCase(caseId, actor, child),
                                at)
                        > 0);
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Entry entry(String rule, String child, String by, String note) {
        return new Entry(Event.CASE_CHANGED, Optional.empty(), rule, new Side(child, by, note));
    }
}
