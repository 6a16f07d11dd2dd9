package org.emishub.routes.exchange;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.Keeping;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.MessageStore;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Request;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;

/** Questions that are accepted now and answered later: one commit takes them on, one releases the answer into the outbox. */
final class LateAnswers {
    private final Ledger ledger;
    private final DataSource dataSource;
    private final MessageStore store;
    private final Outbox outbox;
    private final Receipts receipts;
    private final QuerySteps query;
    private final Refusals refusals;
    private final AtRest atRest;
    private final Duration keep;
    private final Runnable wake;
    private final Clock clock;

    LateAnswers(
            Ledger ledger,
            DataSource dataSource,
            MessageStore store,
            Outbox outbox,
            Receipts receipts,
            QuerySteps query,
            Refusals refusals,
            AtRest atRest,
            Duration keep,
            Runnable wake,
            Clock clock) {
        this.ledger = ledger;
        this.dataSource = dataSource;
        this.store = store;
        this.outbox = outbox;
        this.receipts = receipts;
        this.query = query;
        this.refusals = refusals;
        this.atRest = atRest;
        this.keep = keep;
        this.wake = wake;
        this.clock = clock;
    }

    /** Inbox row, entry, receipt and what the door keeps, in one commit; a repetition gets the first receipt. */
    Accepting.Accepted accept(Inbound inbound, Optional<Agreement> agreement, Keeping keeping) {
        String hash = Sha256.hex(inbound.ciphertext());
        return ledger.commit((connection, appender) -> {
            if (!store.keep(connection, inbound)) {
                Kept kept = store.find(connection, inbound).orElseThrow();
                return Accepting.before(kept, Passage.unaddressed(inbound), appender);
            }
            Appended entry = appender.append(Entries.received(inbound, agreement, hash));
            if (agreement.isEmpty()) {
                Refusals.enter(appender, Passage.unaddressed(inbound), Steps.NOT_AGREED);
                store.finish(connection, inbound, "REFUSED", Code.NOT_AGREED.name(), null, null, entry.sequence());
                return new Accepting.Accepted(Code.NOT_AGREED, "", false);
            }
            keeping.keep(connection);
            String receipt = receipts.receipt(inbound, entry, "accepted");
            store.finish(connection, inbound, "ACCEPTED", "OK", null, receipt, entry.sequence());
            return new Accepting.Accepted(null, receipt, false);
        });
    }

    /** What is kept of an accepted message, sealed. */
    Optional<byte[]> kept(SystemId client, String messageId) {
        try (Connection connection = dataSource.getConnection()) {
            return store.ciphertext(connection, client, messageId);
        } catch (SQLException e) {
            throw new IllegalStateException("the inbox cannot be read", e);
        }
    }

    /**
     * Checks every question once more, then makes all releases durable with the letter that will carry them, or none.
     *
     * @return empty when the answer is on its way, or was before; the code of the first question that may not be answered any more
     */
    Optional<Code> answer(LateAnswer answer, Optional<Agreement> agreement, Keeping keeping) {
        List<Passage> passages = answer.answered().stream()
                .map(one -> ((PassageRelease) one.release()).passage())
                .toList();
        for (Passage passage : passages) {
            if (query.checkAgain(passage) instanceof Outcome.Refused<Passage> no) {
                return Optional.of(refusals.answer(passage, no.refusal()).code());
            }
        }
        Letter letter = letter(answer, agreement);
        byte[] payload = agreement
                .map(under -> parcel(answer, passages, under).seal(atRest, letter.id()))
                .orElse(null);
        ledger.commit((connection, appender) -> {
            if (keeping.keep(connection)) {
                for (Passage passage : passages) {
                    finish(connection, passage);
                    appender.append(Entries.released(passage, letter.wireHash()));
                }
                outbox.put(connection, letter, payload, null);
            }
            return letter;
        });
        wake.run();
        return Optional.empty();
    }

    /** The outbox holds the bytes: the inbox need not hold them once more. */
    private void finish(Connection connection, Passage passage) throws SQLException {
        long sequence = passage.received().sequence();
        if (!store.finish(connection, passage.inbound(), "ANSWERED", "OK", null, null, sequence)) {
            throw new IllegalStateException("another run has ended one of the questions");
        }
    }

    private static Parcel parcel(LateAnswer answer, List<Passage> passages, Agreement agreement) {
        List<String> fields = passages.stream()
                .flatMap(passage -> Entries.names(passage.disclosure().fields().keySet()).stream())
                .distinct()
                .sorted()
                .toList();
        int withheld = passages.stream()
                .mapToInt(passage -> Entries.withheld(passage.disclosure()))
                .sum();
        String child = passages.size() == 1 ? passages.get(0).child() : "";
        List<Parcel.About> about = passages.stream().map(LateAnswers::about).toList();
        return new Parcel(agreement.ref(), child, fields, withheld, answer.wire(), about);
    }

    private static Parcel.About about(Passage passage) {
        Request request = passage.asked().request();
        return new Parcel.About(passage.child(), new Asker(request.user(), request.role(), request.caseId()));
    }

    /** Without an agreement of any date there is nobody to answer under: its asker learns that from its status. */
    private Letter letter(LateAnswer answer, Optional<Agreement> agreement) {
        String id = agreement.map(Agreement::id).orElse("");
        return new Letter(
                letterId(answer),
                answer.client(),
                answer.messageId(),
                id,
                agreement.map(Agreement::version).orElse(0),
                answer.client(),
                Letter.ANSWER,
                agreement.isPresent() ? Letter.State.PENDING : Letter.State.REFUSED,
                Sha256.hex(answer.wire().bytes()),
                true,
                0,
                agreement.isPresent() ? "" : Code.NOT_AGREED.name(),
                answer.client().organisation(),
                answer.acceptedAt()
                        .plus(agreement
                                .map(one -> one.terms().hubKeeps())
                                .filter(shorter -> shorter.compareTo(keep) < 0)
                                .orElse(keep)),
                clock.instant());
    }

    /** One message has one answer, whatever agreement it is given under. */
    static UUID letterId(LateAnswer answer) {
        return LetterIds.of(answer.client() + "\n" + answer.messageId() + "\nanswer");
    }
}
