package org.emishub.routes.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emishub.routes.Settings;
import org.emishub.routes.delivery.Delivery.Held;
import org.emishub.routes.exchange.InFlight;
import org.emishub.routes.facts.FactSource;
import org.emishub.routes.facts.OtherConsents;
import org.emishub.routes.store.Claim;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.store.Outbox.Ended;
import org.emishub.routes.store.Parcel;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Grounds;
import org.emishub.security.agreement.Request;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import org.emishub.security.vault.AtRest;

/** The steps of one attempt; each gives the delivery on, or empty when it ended here. */
final class DeliverySteps {
    private final DataSource dataSource;
    private final Ledger ledger;
    private final Outbox outbox;
    private final AtRest atRest;
    private final Supplier<Agreements> agreements;
    private final FactSource facts;
    private final Map<SystemId, Handover> records;
    private final Map<SystemId, Handover> tables;
    private final Map<SystemId, Handover> answers;
    private final Breakers breakers;
    private final Runnable wake;
    private final Settings settings;
    private final Clock clock;

    DeliverySteps(
            DataSource dataSource,
            Ledger ledger,
            Outbox outbox,
            AtRest atRest,
            Supplier<Agreements> agreements,
            FactSource facts,
            Map<SystemId, Handover> records,
            Map<SystemId, Handover> tables,
            Map<SystemId, Handover> answers,
            Breakers breakers,
            Runnable wake,
            Settings settings,
            Clock clock) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.outbox = outbox;
        this.atRest = atRest;
        this.agreements = agreements;
        this.facts = facts;
        this.records = Map.copyOf(records);
        this.tables = Map.copyOf(tables);
        this.answers = Map.copyOf(answers);
        this.breakers = breakers;
        this.wake = wake;
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads the row, which is the truth; of the broker's message only its id counts. */
    Optional<Delivery> open(UUID id) {
        Outbox.Loaded loaded = load(id).orElse(null);
        if (loaded == null || loaded.letter().state() != Letter.State.SENT || loaded.payload() == null) {
            return Optional.empty();
        }
        Letter letter = loaded.letter();
        if (loaded.stopped()) {
            putBack(letter, Duration.ZERO);
            return Optional.empty();
        }
        Parcel parcel = Parcel.open(atRest, id, loaded.payload());
        Optional<Agreement> agreement = agreements.get().acceptedUnder(letter.agreement(), letter.agreementVersion());
        if (agreement.isEmpty()) {
            refuse(letter, agreement, new Refusal(Code.NOT_AGREED, "no agreement"), parcel.child(), new Grounds());
        }
        return agreement.map(now -> new Delivery(letter, parcel, now, new Grounds(), null));
    }

    private Optional<Outbox.Loaded> load(UUID id) {
        try (Connection connection = dataSource.getConnection()) {
            return outbox.load(connection, id);
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be read", e);
        }
    }

    private void putBack(Letter letter, Duration wait) {
        write(connection -> outbox.untried(connection, letter, wait));
    }

    @FunctionalInterface
    private interface Write {
        void on(Connection connection) throws SQLException;
    }

    /** Need not survive a loss of power: the letter would be due again when its lease or its time in the broker has run out. */
    private void write(Write write) {
        try (Connection connection = dataSource.getConnection()) {
            write.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be written", e);
        }
    }

    /** Decides again from what is so now: whether the version it was accepted under is still in force, case, consent and sealing. */
    Optional<Delivery> decideAgain(Delivery delivery) {
        Decided decided = decided(delivery, clock.instant());
        if (decided.outcome() instanceof Outcome.Refused<Agreement> no) {
            Optional<Agreement> agreement = Optional.of(delivery.agreement());
            refuse(delivery.letter(), agreement, no.refusal(), decided.child(), delivery.grounds());
            return Optional.empty();
        }
        return Optional.of(delivery);
    }

    /** What was decided, and of which child: an answer may tell of several, and the first no ends it. */
    private record Decided(Outcome<Agreement> outcome, String child) {}

    private Decided decided(Delivery delivery, Instant now) {
        Agreement agreement = delivery.agreement();
        Letter letter = delivery.letter();
        String child = delivery.parcel().child();
        if (!agreement.client().equals(letter.recipient())) {
            return new Decided(Outcome.refused(Code.NOT_AGREED, "client: " + agreement.client()), child);
        }
        if (letter.kind().equals(Letter.ANSWER)) {
            return stillAnswered(delivery, now);
        }
        Request request = Request.bySystem(letter.sender());
        Outcome<Agreement> decided = delivery.grounds().decide(agreement, request, now);
        return new Decided(
                child.isEmpty() ? decided : decided.then(ok -> ofChild(delivery, request, child, now)), child);
    }

    /** Who asked and why was decided when it was released; whether each child may still be told of is decided as for the question. */
    private Decided stillAnswered(Delivery delivery, Instant now) {
        for (Parcel.About about : delivery.parcel().about()) {
            Request request = new Request(
                    delivery.letter().recipient(),
                    "",
                    false,
                    about.asker().user(),
                    about.asker().role(),
                    about.asker().caseId(),
                    1);
            Outcome<Agreement> decided = ofChild(delivery, request, about.child(), now);
            if (decided instanceof Outcome.Refused<Agreement>) {
                return new Decided(decided, about.child());
            }
        }
        return new Decided(Outcome.ok(delivery.agreement()), delivery.parcel().child());
    }

    private Outcome<Agreement> ofChild(Delivery delivery, Request request, String child, Instant now) {
        Agreement agreement = delivery.agreement();
        Facts known = facts.about(agreement, request, child, now);
        Facts counting = agreement.consent().withdrawalStopsQueued()
                ? known
                : OtherConsents.ofAcceptance(known, delivery.letter().createdAt());
        return delivery.grounds()
                .decideChild(agreement, request, child, counting, now)
                .then(allowed -> InFlight.stillWhole(allowed, delivery.parcel().fields()))
                .then(allowed -> Outcome.ok(agreement));
    }

    private void refuse(Letter letter, Optional<Agreement> agreement, Refusal no, String child, Grounds grounds) {
        String code = no.code().name();
        ended(ledger.commit((connection, appender) -> {
            Ended ended = outbox.end(connection, letter.id(), Letter.State.REFUSED, code, clock.instant());
            if (ended != Ended.NO) {
                appender.append(LetterEntries.refused(letter, agreement, no, child, grounds));
            }
            return ended;
        }));
    }

    private void ended(Ended ended) {
        if (ended == Ended.FOLLOWED) {
            wake.run();
        }
    }

    /** Takes the row for this attempt; its first attempt's RELEASED entry is durable before the first byte leaves. */
    Optional<Delivery> recordRelease(Delivery delivery) {
        Letter letter = delivery.letter();
        Breakers.Permission permission = breakers.ask(letter.recipient());
        if (permission == Breakers.Permission.NO) {
            putBack(letter, Breakers.ASK_AGAIN);
            return Optional.empty();
        }
        boolean counts = permission == Breakers.Permission.COUNTS;
        long since = System.nanoTime();
        Optional<Claim> claim = Optional.empty();
        try {
            claim = ledger.commit((connection, appender) -> {
                Optional<Claim> ours = outbox.claim(connection, letter.id(), settings.lease(), counts);
                if (ours.isPresent() && !letter.released()) {
                    appender.append(LetterEntries.released(letter, delivery));
                }
                return ours;
            });
        } finally {
            if (claim.isEmpty()) {
                breakers.unused(letter.recipient());
            }
        }
        return claim.map(ours -> delivery.holding(ours, counts, since));
    }

    /** Hands the bytes over and records the recipient's receipt; a fault is tried again later, or ends as a dead letter. */
    void deliver(Delivery delivery) {
        Letter letter = delivery.letter();
        Held held = Objects.requireNonNull(delivery.held(), "held");
        if (isLate(held)) {
            breakers.unused(letter.recipient());
            write(connection -> outbox.unsent(connection, letter, held.claim(), held.counts()));
            return;
        }
        long began = System.nanoTime();
        Delivered delivered;
        try {
            delivered = handover(letter)
                    .deliver(letter.id().toString(), delivery.parcel().wire());
        } catch (SystemFault e) {
            breakers.ended(letter.recipient(), began, e.permanent());
            failed(delivery, held, e.reason(), e.permanent());
            return;
        } catch (RuntimeException e) {
            breakers.ended(letter.recipient(), began, false);
            failed(delivery, held, "FAULT", false);
            return;
        }
        breakers.ended(letter.recipient(), began, true);
        recordReceipt(delivery, delivered);
    }

    /**
     * Whether so much of the lease is over that the bytes must not leave any more, by the clock that nobody sets.
     *
     * <p>A process that was halted here may wake when its letter was given up by another node and a newer fact delivered. What remains is a halt between this
     * look and the first byte, for longer than half a lease: nothing on the sender's side can tell. Receivers that must be sure compare {@code asOf} themselves.
     */
    private boolean isLate(Held held) {
        return System.nanoTime() - held.since() > settings.lease().toNanos() / 2;
    }

    private Handover handover(Letter letter) {
        Map<SystemId, Handover> ways =
                switch (letter.kind()) {
                    case "statistic" -> tables;
                    case Letter.ANSWER -> answers;
                    default -> records;
                };
        Handover way = ways.get(letter.recipient());
        if (way == null) {
            throw new SystemFault("NOT_CONNECTED", "the recipient is no longer connected", false);
        }
        return way;
    }

    private void recordReceipt(Delivery delivery, Delivered delivered) {
        Letter letter = delivery.letter();
        byte[] receipt = atRest.seal("receipt/" + letter.id(), delivered.receipt());
        String hash = Sha256.hex(delivered.receipt());
        boolean signed = delivered.signed();
        Instant now = clock.instant();
        ended(ledger.commit((connection, appender) -> {
            Ended ended = outbox.delivered(connection, letter.id(), now, receipt, signed);
            if (ended != Ended.NO) {
                appender.append(LetterEntries.delivered(
                        letter, delivery.parcel(), delivery.agreement(), signed, hash, delivered.peerCertificate()));
            }
            return ended;
        }));
    }

    private void failed(Delivery delivery, Held held, String reason, boolean permanent) {
        int attempts = held.claim().attempts();
        if (permanent || (held.counts() && attempts >= settings.attempts())) {
            dead(delivery, held, reason);
            return;
        }
        Duration wait = Backoff.after(Math.max(1, attempts), settings, ThreadLocalRandom.current());
        write(connection -> outbox.again(connection, delivery.letter().id(), held.claim(), reason, wait));
    }

    private void dead(Delivery delivery, Held held, String reason) {
        Letter letter = delivery.letter();
        Instant now = clock.instant();
        ended(ledger.commit((connection, appender) -> {
            Ended ended = outbox.dead(connection, letter.id(), held.claim(), reason, now);
            if (ended != Ended.NO) {
                appender.append(LetterEntries.ended(
                        letter,
                        Event.DEAD,
                        Optional.of(delivery.agreement()),
                        reason,
                        "delivery: given up",
                        delivery.parcel().child()));
            }
            return ended;
        }));
    }
}
