package org.emishub.routes.exchange;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emishub.routes.gateway.RowVerdicts;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.MessageStore;
import org.emishub.routes.store.OrderPlace;
import org.emishub.routes.store.Outbox;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.envelope.Message;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/** Takes responsibility for an event: inbox row, one outbox row per agreement, entries and receipt in one commit. */
final class Accepting {
    /** What the sender gets: a receipt, or why nothing was accepted. */
    record Accepted(@Nullable Code refused, String receipt, boolean repeated) {}

    private static final Refusal SUPERSEDED = new Refusal(Code.SUPERSEDED, "order: a newer fact was accepted");

    private final Ledger ledger;
    private final ChildVault vault;
    private final MessageStore store;
    private final Outbox outbox;
    private final Receipts receipts;
    private final Duration keep;
    private final Runnable wake;

    Accepting(
            Ledger ledger,
            ChildVault vault,
            MessageStore store,
            Outbox outbox,
            Receipts receipts,
            Duration keep,
            Runnable wake) {
        this.ledger = ledger;
        this.vault = vault;
        this.store = store;
        this.outbox = outbox;
        this.receipts = receipts;
        this.keep = keep;
        this.wake = wake;
    }

    /**
     * Accepts a message whose parts were decided one by one.
     *
     * @param letters each a {@link Passage} with its sealed parcel, or a {@link PartRefused}; empty for a package whose rows follow
     */
    Accepted accept(Passage whole, List<?> letters, String contentHash) {
        Inbound inbound = whole.inbound();
        Accepted accepted = ledger.commit((connection, appender) -> {
            if (!store.keep(connection, inbound)) {
                Kept kept = store.find(connection, inbound).orElseThrow();
                return before(kept, whole, appender);
            }
            Appended entry = appender.append(Entries.accepted(inbound, contentHash));
            Optional<Refusal> no = put(connection, appender, letters, entry.sequence());
            String receipt = no.isEmpty() ? receipts.receipt(inbound, entry, "accepted") : "";
            String code = no.map(refusal -> refusal.code().shown().name()).orElse("OK");
            String state = no.isEmpty() ? "ACCEPTED" : "REFUSED";
            store.finish(connection, inbound, state, code, null, receipt, entry.sequence());
            return new Accepted(no.map(refusal -> refusal.code().shown()).orElse(null), receipt, false);
        });
        if (!letters.isEmpty() && accepted.refused() == null) {
            wake.run();
        }
        return accepted;
    }

    /** What its sender got when a message came first. */
    static Accepted before(Kept kept, Passage whole, Appender appender) {
        if (!kept.samePayload()) {
            Refusals.enter(appender, whole, Receiving.REPLAYED);
            return new Accepted(Code.REPLAYED, "", false);
        }
        return new Accepted(kept.refused(), kept.receipt(), true);
    }

    /** Puts one letter per part; gives the first refusal when every part was refused. */
    private Optional<Refusal> put(Connection connection, Appender appender, List<?> letters, long ordinal)
            throws SQLException {
        Optional<Refusal> first = Optional.empty();
        boolean accepted = letters.isEmpty();
        for (Object part : letters) {
            Optional<Refusal> no = part instanceof PartRefused refused
                    ? Optional.of(refused.refusal())
                    : put(connection, (Passage) part, ordinal);
            Passage passage = part instanceof PartRefused refused ? refused.passage() : (Passage) part;
            if (no.isPresent()) {
                if (passage.foundAgreement().isPresent()) {
                    outbox.put(connection, letter(passage, no), null, null);
                }
                Refusals.enter(appender, passage, no.get());
            }
            accepted |= no.isEmpty();
            first = first.or(() -> no);
        }
        return accepted ? Optional.empty() : first;
    }

    /** Accepts one part, unless the agreement's limit is passed with it or it is older than what was accepted of the child before. */
    private Optional<Refusal> put(Connection connection, Passage passage, long ordinal) throws SQLException {
        Optional<Refusal> no = limit(connection, passage);
        if (no.isPresent()) {
            return no;
        }
        byte[] payload = passage.sealed().bytes();
        boolean put = outbox.put(connection, letter(passage, no), payload, place(passage, ordinal));
        return put ? Optional.empty() : Optional.of(SUPERSEDED);
    }

    private @Nullable OrderPlace place(Passage passage, long ordinal) {
        if (passage.child().isEmpty()) {
            return null;
        }
        byte[] key = HexFormat.of()
                .parseHex(OrderPlace.key(vault, passage.agreement().id(), passage.child()));
        return new OrderPlace(key, passage.record().asOf(), passage.message().map(Message::issuedAt), ordinal);
    }

    private Optional<Refusal> limit(Connection connection, Passage passage) throws SQLException {
        Agreement agreement = passage.agreement();
        return store.count(connection, agreement, passage.inbound().receivedAt())
                ? Optional.empty()
                : Optional.of(Receiving.limitReached(agreement));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Letter letter(Passage passage, Optional<Refusal> no) {
        Inbound inbound = passage.inbound();
        Agreement agreement = passage.agreement();
        return new Letter(
                LetterIds.of(inbound, agreement.id()),
                inbound.sender(),
                inbound.messageId(),
                agreement.id(),
                agreement.version(),
                agreement.client(),
                agreement.exchange().name().toLowerCase(Locale.ROOT),
                no.isEmpty() ? Letter.State.PENDING : Letter.State.REFUSED,
                no.isEmpty() ? passage.sealed().wireHash() : "",
                false,
                0,
                no.map(refusal -> refusal.code().name()).orElse(""),
                agreement.client().organisation(),
                inbound.receivedAt().plus(shorter(keep, agreement.terms().hubKeeps())),
                inbound.receivedAt());
    }

    /** The batch receipt of a package that was accepted. */
    String verdicts(Inbound inbound, RowVerdicts verdicts) {
        Kept kept = ledger.commit((connection, appender) -> store.find(connection, inbound))
                .filter(one -> one.samePayload() && !one.receipt().isEmpty())
                .orElseThrow(() -> new IllegalStateException("no such package was received"));
        return receipts.verdicts(inbound, kept, verdicts);
    }
}
