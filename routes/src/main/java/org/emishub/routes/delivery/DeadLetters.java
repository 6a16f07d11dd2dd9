package org.emishub.routes.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emishub.routes.HubParts;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Outbox;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;

/** Letters that were given up, and what an operator can do about them; one that nobody tries again expires at its deadline. */
final class DeadLetters {
    private static final int AT_ONCE = 100;

    private final HubParts parts;
    private final Outbox outbox;
    private final Runnable wake;

    DeadLetters(HubParts parts, Outbox outbox, Runnable wake) {
        this.parts = parts;
        this.outbox = outbox;
        this.wake = wake;
    }

    Retried retry(UUID id) {
        Retried retried = parts.ledger().commit((connection, appender) -> retry(connection, appender, id));
        wake.run();
        return retried;
    }

    /** Looked for in the commit: since it was listed, somebody else may have tried it again, or its time may have ended. */
    private Retried retry(Connection connection, Appender appender, UUID id) throws SQLException {
        Optional<Letter> letter = outbox.find(connection, id);
        return letter.isPresent() ? retry(connection, appender, letter.get()) : Retried.NOT_DEAD;
    }

    Map<Retried, Integer> retryAll(String reason, Optional<SystemId> recipient) {
        List<Letter> dead = dead(reason).stream()
                .filter(letter -> recipient.isEmpty() || recipient.get().equals(letter.recipient()))
                .toList();
        Map<Retried, Integer> counts = new EnumMap<>(Retried.class);
        for (int from = 0; from < dead.size(); from += AT_ONCE) {
            List<Letter> some = dead.subList(from, Math.min(dead.size(), from + AT_ONCE));
            parts.ledger()
                    .commit((connection, appender) -> {
                        Map<Retried, Integer> these = new EnumMap<>(Retried.class);
                        for (Letter listed : some) {
                            these.merge(retry(connection, appender, listed.id()), 1, Integer::sum);
                        }
                        return these;
                    })
                    .forEach((retried, count) -> counts.merge(retried, count, Integer::sum));
            wake.run();
        }
        return counts;
    }

    private List<Letter> dead(String reason) {
        try (Connection connection = parts.dataSource().getConnection()) {
            return outbox.dead(connection, reason);
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be read", e);
        }
    }

    /** Under the ledger's lock, as acceptance is: a newer fact is either seen here, or accepted after this one waits again. */
    private Retried retry(Connection connection, Appender appender, Letter letter) throws SQLException {
        Instant now = parts.clock().instant();
        if (letter.state() != Letter.State.DEAD) {
            return Retried.NOT_DEAD;
        }
        if (!sameAgreement(letter)) {
            return Retried.AGREEMENT_CHANGED;
        }
        if (!letter.deadline().isAfter(now)) {
            return Retried.EXPIRED;
        }
        if (outbox.retry(connection, letter.id())) {
            Optional<Agreement> agreement = parts.agreements().get().byId(letter.agreement());
            appender.append(
                    LetterEntries.ended(letter, Event.RETRIED, agreement, "OK", "delivery: again, by an operator", ""));
            return Retried.WAITING;
        }
        return outbox.superseded(connection, letter.id()) ? Retried.SUPERSEDED : Retried.EXPIRED;
    }

    private boolean sameAgreement(Letter letter) {
        Optional<Agreement> today = parts.agreements().get().byId(letter.agreement());
        return today.filter(agreement -> agreement.version() == letter.agreementVersion())
                .isPresent();
    }
}
