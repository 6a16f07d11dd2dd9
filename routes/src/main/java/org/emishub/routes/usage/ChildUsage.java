package org.emishub.routes.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.emishub.routes.exchange.AnswerTime;
import org.emishub.routes.facts.Representation;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;
import org.emishub.security.usage.Known;
import org.emishub.security.usage.Majority;
import org.emishub.security.usage.Standing;
import org.emishub.security.usage.UsagePage;
import org.emishub.security.usage.UsageQuery;
import org.emishub.security.usage.UsageWords;
import org.emishub.security.vault.ChildVault;

/**
 * Shows a child's log to those who may see it.
 *
 * <p>Whether the child is not known, the asker has no say, or there is nothing to show: each gives the same page, after the same time, and leaves the same entry
 * as far as anybody can read it.
 */
public final class ChildUsage {
    /** In the place of the child whom somebody without a say asked for: a leaf without a child would tell them apart. */
    static final String NOBODY = "nobody";

    /** What such a look is kept under no erasure reaches: who looked is kept in a form that names nobody. */
    private static final String LOOKER = "usage.looker";

    private final Representation representation;
    private final ChildLog log;
    private final Ledger ledger;
    private final ChildVault vault;
    private final Majority majority;
    private final AnswerTime answerTime;
    private final Clock clock;

    /**
     * Wires it.
     *
     * @param slot at multiples of which an answer leaves
     */
    public ChildUsage(
            Representation representation,
            ChildLog log,
            Ledger ledger,
            ChildVault vault,
            Majority majority,
            Duration slot,
            Clock clock) {
        this.representation = representation;
        this.log = log;
        this.ledger = ledger;
        this.vault = vault;
        this.majority = majority;
        this.answerTime = new AnswerTime(slot);
        this.clock = clock;
    }

    /**
     * Who looks.
     *
     * @param person by their national number, as {@code through} vouches for it
     * @param through the system at which they showed who they are; the hub itself when an operator looks for them
     * @param operator empty where there is none
     */
    public record Looker(String person, SystemId through, String operator) {
        /** Never prints who. */
        @Override
        public String toString() {
            return "Looker[" + through + "]";
        }
    }

    /** Shows a page; the look is an entry before anything is shown. */
    public UsagePage look(Looker looker, String child, UsageQuery query) {
        long since = System.nanoTime();
        Instant now = clock.instant();
        Known known = representation.of(looker.person(), child, now);
        Standing standing = known.standing(now, majority);
        UsagePage page = standing == Standing.NOBODY
                ? new UsagePage(0, List.of())
                : UsagePage.of(log.of(child), looker.person(), known, majority, query, now);
        EntryDraft look = entry(looker, child, standing);
        ledger.commit((connection, appender) -> appender.append(look));
        answerTime.hold(since);
        return page;
    }

    /** From when on there are entries, of anybody. */
    public Instant since() {
        return log.since().orElseGet(clock::instant);
    }

    private EntryDraft entry(Looker looker, String child, Standing standing) {
        boolean nobody = standing == Standing.NOBODY;
        String person = nobody ? vault.blind(LOOKER, looker.person()) : looker.person();
        String as =
                switch (standing) {
                    case NOBODY -> "refused: no say over the child";
                    case GUARDIAN -> UsageWords.AS_GUARDIAN;
                    case CHILD, OF_AGE -> UsageWords.AS_CHILD;
                };
        String by = looker.operator().isEmpty() ? "" : ", shown by the operator " + looker.operator();
        return new EntryDraft(
                Event.VIEWED,
                UUID.randomUUID().toString(),
                Optional.empty(),
                "OK",
                "usage: looked at the child's log",
                Optional.empty(),
                Optional.of(looker.through()),
                List.of(),
                0,
                "",
                new Side(nobody ? NOBODY : child, person + "@" + looker.through(), as + by));
    }
}
