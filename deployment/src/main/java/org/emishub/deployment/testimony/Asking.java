package org.emishub.deployment.testimony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one party vouch for the newest checkpoint, not more often than told, for as long as it takes; nobody waits for it. */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 8;

    private final Party party;
    private final Duration every;
    private final Supplier<Optional<NewestNote>> newest;
    private final Clock clock;
    private int failures;
    private long notBefore;
    private volatile @Nullable Pending pending;

    Asking(Party party, Duration every, Supplier<Optional<NewestNote>> newest, Clock clock) {
        this.party = party;
        this.every = every;
        this.newest = newest;
        this.clock = clock;
        this.notBefore = System.nanoTime();
    }

    /**
     * Why it has not vouched for what it was asked about.
     *
     * @param reason {@code [A-Z_0-9]+}
     * @param since the first of the attempts that failed
     */
    record Pending(String reason, Instant since) {}

    Party party() {
        return party;
    }

    Optional<Pending> pending() {
        return Optional.ofNullable(pending);
    }

    /** Asks if it is time to. */
    void look() {
        if (System.nanoTime() - notBefore < 0) {
            return;
        }
        try {
            Optional<NewestNote> due = newest.get().filter(this::isDue);
            if (due.isPresent()) {
                party.ask(due.get());
                vouched();
            } else if (failures > 0 && newest.get().isPresent()) {
                // Another node had more luck.
                vouched();
            }
        } catch (SystemFault e) {
            failed(e.reason(), e.getMessage());
        } catch (LedgerUnavailable e) {
            failed("DATABASE", "the database is not available");
        }
    }

    /** Not again for what it has vouched for, and not before its time, whichever node asked it. */
    private boolean isDue(NewestNote note) {
        return party.vouched()
                .filter(last -> last.size() >= note.head().size()
                        || Duration.between(last.at(), clock.instant()).abs().compareTo(every) < 0)
                .isEmpty();
    }

    private void vouched() {
        if (pending != null) {
            LOG.info("{} {} vouches again", party.kind(), party.name());
        }
        failures = 0;
        pending = null;
        notBefore = System.nanoTime() + every.toNanos();
    }

    private void failed(String reason, @Nullable String detail) {
        Pending before = pending;
        if (before == null || !before.reason().equals(reason)) {
            LOG.warn("{} {} does not vouch: {}; the exchange goes on", party.kind(), party.name(), detail);
        }
        pending = new Pending(reason, before == null ? clock.instant() : before.since());
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        notBefore = System.nanoTime() + (delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY).toNanos();
    }
}
