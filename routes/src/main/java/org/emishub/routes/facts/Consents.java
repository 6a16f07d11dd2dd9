package org.emishub.routes.facts;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.routes.facts.GatheredFacts.During;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Giver;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/** Who agreed to which exchange; of each person what they said last counts. */
public final class Consents implements ConsentIntake {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final String EVIDENCE = "consent evidence";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final Supplier<Agreements> agreements;
    private final FactBook book;
    private final FactKeys keys;
    private final Guardians guardians;

    Consents(
            DataSource dataSource,
            ChildVault vault,
            Supplier<Agreements> agreements,
            FactBook book,
            FactKeys keys,
            Guardians guardians) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.agreements = agreements;
        this.book = book;
        this.keys = keys;
        this.guardians = guardians;
    }

    /** What became of a record. */
    public enum Noted {
        /** It counts from now on. */
        CHANGED,
        /** The same person has said something since, or the same. */
        OLDER
    }

    /** What the agreement lets the system say comes before what the guardian may: who is a guardian is told to nobody else. */
    @Override
    public Noted take(ConsentRecord record, SystemId from) {
        if (!agreement(record).consent().takenFrom().contains(from)) {
            throw new NotEntitled();
        }
        return note(record, from.toString());
    }

    private Agreement agreement(ConsentRecord record) {
        return agreements
                .get()
                .byId(record.agreementId())
                .filter(one -> one.consent().needed())
                .orElseThrow(() -> new IllegalArgumentException("there is no agreement of that id that needs consent"));
    }

    /**
     * Notes what somebody said, on an operator's word.
     *
     * @param by the operator's name
     * @throws NoSay when it is of somebody without a say over the child
     * @throws IllegalArgumentException when the agreement needs no consent, or it was said in the future
     */
    public Noted note(ConsentRecord record, String by) {
        Agreement agreement = agreement(record);
        if (record.at().isAfter(book.now().plus(CLOCKS_DIFFER))) {
            throw new IllegalArgumentException("it was said in the future");
        }
        String rule = (record.given() ? "consent: given by the " : "consent: withdrawn by the ")
                + (record.giver() == Giver.CHILD ? "child" : "guardian");
        Entry entry = new Entry(
                Event.CONSENT_CHANGED, Optional.of(agreement), rule, new Side(record.child(), by, record.who()));
        return book.change(entry, connection -> write(connection, record)) ? Noted.CHANGED : Noted.OLDER;
    }

    private boolean write(Connection connection, ConsentRecord record) throws SQLException {
        Instant until = record.until().orElse(null);
        if (record.giver() == Giver.GUARDIAN) {
            During say = guardians
                    .say(connection, record.who(), record.child())
                    .filter(during -> during.holds(record.at()))
                    .orElseThrow(NoSay::new);
            until = earlier(until, say.until());
        }
        return FactBook.update(
                        connection,
                        // Said at the same moment, the no prevails.
                        """
                        insert into consent (key, giver, who, given_at, until_at, withdrawn_at, evidence)
                        values (?, ?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?)
                        on conflict (key, giver, who) do update set
                            given_at = coalesce(excluded.given_at, consent.given_at), until_at = excluded.until_at,
                            withdrawn_at = excluded.withdrawn_at, evidence = excluded.evidence
                        where greatest(consent.given_at, consent.withdrawn_at) < greatest(excluded.given_at, excluded.withdrawn_at)
                            or (consent.given_at = excluded.withdrawn_at and consent.withdrawn_at is null)""",
                        keys.consent(record.child(), record.agreementId()),
                        record.giver().name(),
                        keys.consentOf(record.who(), record.child()),
                        Caseload.text(record.given() ? record.at() : null),
                        Caseload.text(until),
                        Caseload.text(record.given() ? null : record.at()),
                        book.seal(
                                connection,
                                record.child(),
                                EVIDENCE,
                                (record.who() + "\n" + record.evidence()).getBytes(StandardCharsets.UTF_8)))
                > 0;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /**
     * What one person said last of one exchange.
     *
     * @param who and evidence empty when the child's key was destroyed
     */
    public record Said(
            String agreementId,
            Giver giver,
            String who,
            Optional<Instant> given,
            Optional<Instant> withdrawn,
            Optional<Instant> until,
            String evidence) {}

    /** All that was said of one child. */
    public List<Said> of(String child) {
        List<Said> said = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select giver, given_at, withdrawn_at, until_at, evidence from consent where key = ? order by giver, who")) {
            for (Agreement agreement : agreements.get().all()) {
                select.setString(1, keys.consent(child, agreement.id()));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        said.add(said(agreement.id(), row));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the facts cannot be read", e);
        }
        return said;
    }

    private Said said(String agreementId, ResultSet row) throws SQLException {
        String[] who = opened(row.getBytes(5)).split("\n", 2);
        return new Said(
                agreementId,
                Giver.valueOf(row.getString(1)),
                who[0],
                instant(row, 2),
                instant(row, 3),
                instant(row, 4),
                who.length > 1 ? who[1] : "");
    }

    private String opened(byte[] sealed) {
        try {
            return new String(vault.open(EVIDENCE, sealed), StandardCharsets.UTF_8);
        } catch (ChildVault.KeyDestroyed e) {
            return "";
        }
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
