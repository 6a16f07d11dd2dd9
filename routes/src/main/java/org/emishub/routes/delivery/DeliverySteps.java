package org.emishub.routes.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emishub.routes.Settings;
import org.emishub.routes.exchange.Hashes;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.store.Parcel;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Request;
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
    private final Facts facts;
    private final Map<SystemId, Handover> records;
    private final Map<SystemId, Handover> tables;
    private final Map<SystemId, Handover> answers;
    private final Settings settings;
    private final Clock clock;

    DeliverySteps(
            DataSource dataSource,
            Ledger ledger,
            Outbox outbox,
            AtRest atRest,
            Supplier<Agreements> agreements,
            Facts facts,
            Map<SystemId, Handover> records,
            Map<SystemId, Handover> tables,
            Map<SystemId, Handover> answers,
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
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads the row, which is the truth; of the broker's message only its id and the sealed bytes count. */
    Optional<Delivery> open(UUID id, byte[] sealed) {
        Optional<Letter> letter = read(id);
        if (letter.isEmpty() || letter.get().state() != Letter.State.SENT) {
            return Optional.empty();
        }
        Parcel parcel = Parcel.open(atRest, id, sealed);
        Optional<Agreement> agreement = agreements.get().byId(letter.get().agreement());
        if (agreement.isEmpty()) {
            refuse(letter.get(), agreement, new Refusal(Code.NOT_AGREED, "no agreement"), parcel.child());
        }
        return agreement.map(now -> new Delivery(letter.get(), parcel, now));
    }

    private Optional<Letter> read(UUID id) {
        try (Connection connection = dataSource.getConnection()) {
            return outbox.find(connection, id);
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be read", e);
        }
    }

    /** Decides again from today's agreement, consent and sealing. */
    Optional<Delivery> decideAgain(Delivery delivery) {
        Agreement agreement = delivery.agreement();
        Request request = Request.bySystem(delivery.letter().sender());
        String child = delivery.parcel().child();
        Instant now = clock.instant();
        boolean answer = delivery.letter().kind().equals(Letter.ANSWER);
        Outcome<Agreement> decided = agreement.client().equals(delivery.letter().recipient())
                ? answer ? stillAnswered(delivery, now) : Decision.decide(agreement, request, now)
                : Outcome.refused(Code.NOT_AGREED, "client: " + agreement.client());
        if (!answer && !child.isEmpty()) {
            decided = decided.then(ok -> Decision.decideChild(ok, request, child, facts, now));
        }
        if (decided instanceof Outcome.Refused<Agreement> no) {
            refuse(delivery.letter(), Optional.of(agreement), no.refusal(), child);
            return Optional.empty();
        }
        return Optional.of(delivery);
    }

    /** Who asked and why was decided when it was released; whether each child may still be told of is decided as for the question. */
    private Outcome<Agreement> stillAnswered(Delivery delivery, Instant now) {
        Outcome<Agreement> decided = Outcome.ok(delivery.agreement());
        for (Parcel.About about : delivery.parcel().about()) {
            Request request = new Request(
                    delivery.letter().recipient(),
                    "",
                    false,
                    about.asker().user(),
                    about.asker().role(),
                    about.asker().caseId(),
                    1);
            decided = decided.then(ok -> Decision.decideChild(ok, request, about.child(), facts, now));
        }
        return decided;
    }

    private void refuse(Letter letter, Optional<Agreement> agreement, Refusal no, String child) {
        String code = no.code().name();
        ledger.commit((connection, appender) -> {
            if (outbox.end(connection, letter.id(), Letter.State.REFUSED, code, clock.instant())) {
                appender.append(LetterEntries.ended(letter, Event.REFUSED, agreement, code, no.rule(), child));
            }
            return code;
        });
    }

    /** Takes the row for this attempt; its first attempt's RELEASED entry is durable before the first byte leaves. */
    Optional<Delivery> recordRelease(Delivery delivery) {
        Letter letter = delivery.letter();
        Instant now = clock.instant();
        boolean ours = ledger.commit((connection, appender) -> {
            boolean claimed = outbox.claim(connection, letter.id(), now, now.plus(settings.lease()));
            if (claimed && !letter.released()) {
                appender.append(LetterEntries.released(letter, delivery.parcel(), delivery.agreement()));
            }
            return claimed;
        });
        return ours ? Optional.of(delivery) : Optional.empty();
    }

    /** Hands the bytes over and records the recipient's receipt; a fault is tried again later, or ends as a dead letter. */
    void deliver(Delivery delivery) {
        Letter letter = delivery.letter();
        Delivered delivered;
        try {
            delivered = handover(letter)
                    .deliver(letter.id().toString(), delivery.parcel().wire());
        } catch (SystemFault e) {
            failed(delivery, e.reason(), e.permanent());
            return;
        } catch (RuntimeException e) {
            failed(delivery, "FAULT", false);
            return;
        }
        recordReceipt(delivery, delivered);
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
        String hash = Hashes.sha256(delivered.receipt());
        boolean signed = delivered.signed();
        Instant now = clock.instant();
        ledger.commit((connection, appender) -> {
            boolean first = outbox.end(connection, letter.id(), Letter.State.DELIVERED, "", now, receipt, signed);
            if (first) {
                appender.append(LetterEntries.delivered(
                        letter, delivery.parcel(), delivery.agreement(), signed, hash, delivered.peerCertificate()));
            }
            return first;
        });
    }

    private void failed(Delivery delivery, String reason, boolean permanent) {
        Letter letter = delivery.letter();
        int attempts = letter.attempts() + 1;
        if (permanent || attempts >= settings.attempts()) {
            dead(delivery, reason);
            return;
        }
        Instant next = clock.instant().plus(Backoff.after(attempts, settings, ThreadLocalRandom.current()));
        try (Connection connection = dataSource.getConnection()) {
            outbox.again(connection, letter.id(), reason, next);
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be written", e);
        }
    }

    private void dead(Delivery delivery, String reason) {
        Letter letter = delivery.letter();
        Instant now = clock.instant();
        ledger.commit((connection, appender) -> {
            boolean first = outbox.end(connection, letter.id(), Letter.State.DEAD, reason, now);
            if (first) {
                appender.append(LetterEntries.ended(
                        letter,
                        Event.DEAD,
                        Optional.of(delivery.agreement()),
                        reason,
                        "delivery: given up",
                        delivery.parcel().child()));
            }
            return first;
        });
    }
}
