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
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Request;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.ChildVault;

/**
 * Looking without a case, where an agreement allows it: for a reason, at one child, for some minutes, told to the privacy officer at once and reviewed afterwards.
 *
 * <p>Commits of the ledger come one after the other, on all nodes; so do the checks made in one.
 */
public final class BreakGlass {
    /** How often one actor may do it in a day, whatever the reasons. */
    public static final int MOST_A_DAY = 5;

    /** How often all users of one member may: who they are is the member's word alone, and names cost nothing. */
    public static final int MOST_A_DAY_OF_MEMBER = 20;

    private static final String SEALED = "break-glass";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final Supplier<Agreements> agreements;
    private final Ledger ledger;
    private final FactBook book;
    private final FactKeys keys;
    private final Runnable tell;

    BreakGlass(
            DataSource dataSource,
            ChildVault vault,
            Supplier<Agreements> agreements,
            Ledger ledger,
            FactBook book,
            FactKeys keys,
            Runnable tell) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.agreements = agreements;
        this.ledger = ledger;
        this.book = book;
        this.keys = keys;
        this.tell = tell;
    }

    /**
     * Breaks the glass for one child; it stands in the place of the case and of nothing else.
     *
     * @param request of the named user who asks; the system itself never may
     * @param reason one of the agreement's
     * @return the refusal, which depends on the child as the want of a case does
     */
    public Outcome<Agreement> open(Agreement agreement, Request request, String child, String reason) {
        String actor = request.actor();
        String member = request.sender().organisation();
        Agreement.BreakGlass rule = agreement.terms().breakGlass();
        if (!rule.allowed()) {
            return Outcome.refused(Code.NO_CASE, "breakGlass.allowed: false");
        }
        if (request.user().isBlank()) {
            return Outcome.refused(Code.NO_CASE, "breakGlass: by a named user only");
        }
        if ((actor + child).lines().count() != 1) {
            // What the officer reads is kept line by line: a user of two lines would show another actor and child.
            return Outcome.refused(Code.NO_CASE, "breakGlass: names of one line only");
        }
        if (!rule.reasons().contains(reason)) {
            return Outcome.refused(Code.NO_CASE, "breakGlass.reasons: " + rule.reasons());
        }
        Outcome<Agreement> opened = ledger.<Outcome<Agreement>>commit((connection, appender) -> {
            Instant now = book.now();
            Optional<String> ofActor = bound(connection, actor, child, now);
            Optional<String> bound = ofActor.isPresent() ? ofActor : boundOfMember(connection, member, now);
            if (bound.isPresent()) {
                return Outcome.refused(Code.NO_CASE, bound.get());
            }
            insert(connection, agreement, member, actor, child, reason, now);
            Side side = new Side(child, actor, "looked without a case: " + reason);
            FactBook.enter(
                    appender, new Entry(Event.BREAK_GLASS, Optional.of(agreement), "breakGlass: " + reason, side));
            return Outcome.ok(agreement);
        });
        tell.run();
        return opened;
    }

    /** Why this actor may not, although the agreement allows it. */
    private Optional<String> bound(Connection connection, String actor, String child, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                select count(*) filter (where reviewed_at is null and review_by <= ?),
                       count(*) filter (where key = ? and until_at > ?),
                       count(*) filter (where opened_at > ?)
                from break_glass where actor = ?""")) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setString(2, keys.breakGlass(actor, child));
            select.setTimestamp(3, Timestamp.from(now));
            select.setTimestamp(4, Timestamp.from(now.minus(Duration.ofDays(1))));
            select.setString(5, keys.breaker(actor));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (row.getLong(1) > 0) {
                    return Optional.of("breakGlass.within: an earlier one is not reviewed");
                }
                if (row.getLong(2) > 0) {
                    return Optional.of("breakGlass: one at a time for one child");
                }
                return row.getLong(3) >= MOST_A_DAY
                        ? Optional.of("breakGlass: at most " + MOST_A_DAY + " a day")
                        : Optional.empty();
            }
        }
    }

    /** Why nobody of this member may: users whom nobody has reviewed are a member's to answer for, under whatever name the next one comes. */
    private Optional<String> boundOfMember(Connection connection, String member, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                select count(*) filter (where opened_at > ?),
                       count(*) filter (where reviewed_at is null and review_by <= ?)
                from break_glass where member = ?""")) {
            select.setTimestamp(1, Timestamp.from(now.minus(Duration.ofDays(1))));
            select.setTimestamp(2, Timestamp.from(now));
            select.setString(3, keys.breakersMember(member));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (row.getLong(1) >= MOST_A_DAY_OF_MEMBER) {
                    return Optional.of("breakGlass: at most " + MOST_A_DAY_OF_MEMBER + " a day of one member");
                }
                return row.getLong(2) >= MOST_A_DAY_OF_MEMBER
                        ? Optional.of("breakGlass.within: " + MOST_A_DAY_OF_MEMBER + " of the member are not reviewed")
                        : Optional.empty();
            }
        }
    }

    private void insert(
            Connection connection,
            Agreement agreement,
            String member,
            String actor,
            String child,
            String reason,
            Instant now)
            throws SQLException {
        Agreement.BreakGlass rule = agreement.terms().breakGlass();
        String plain = String.join("\n", actor, child, reason);
        FactBook.update(
                connection,
                """
                insert into break_glass (key, actor, member, agreement, opened_at, until_at, review_by, sealed)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                keys.breakGlass(actor, child),
                keys.breaker(actor),
                keys.breakersMember(member),
                agreement.id(),
                now,
                now.plus(Duration.ofMinutes(rule.minutes())),
                now.plus(rule.within()),
                book.seal(connection, child, SEALED, plain.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * One time that somebody looked without a case.
     *
     * @param actor empty, like child and reason, when the child's key was destroyed
     * @param finding what the review found; empty before it
     */
    public record Broken(
            long number,
            String agreementId,
            Instant opened,
            Instant until,
            Instant reviewBy,
            Optional<Instant> told,
            Optional<Instant> reviewed,
            String finding,
            String actor,
            String child,
            String reason) {
        /** Names nobody. */
        @Override
        public String toString() {
            return "Broken[" + number + ", " + agreementId + "]";
        }
    }

    /** The newest first. */
    public List<Broken> list(int most) {
        try (Connection connection = dataSource.getConnection()) {
            return read(connection, "order by number desc limit ?", most);
        } catch (SQLException e) {
            throw new IllegalStateException("the facts cannot be read", e);
        }
    }

    /**
     * Notes that the privacy officer has looked at one.
     *
     * @param finding what they found, a few words
     * @return empty when there is no such number, or it was reviewed before
     */
    public Optional<Broken> review(long number, String finding, String by) {
        return ledger.<Optional<Broken>>commit((connection, appender) -> {
            List<Broken> found = read(connection, "where reviewed_at is null and number = ?", number);
            for (Broken broken : found) {
                FactBook.update(
                        connection,
                        "update break_glass set reviewed_at = ?, finding = ? where number = ?",
                        book.now(),
                        finding,
                        number);
                Side side = new Side(broken.child(), by, "looked without a case, reviewed: " + finding);
                Optional<Agreement> agreement = agreements.get().byId(broken.agreementId());
                FactBook.enter(appender, new Entry(Event.BREAK_GLASS, agreement, "breakGlass: reviewed", side));
            }
            return found.stream().findFirst();
        });
    }

    List<Broken> untold(Connection connection, int most) throws SQLException {
        return read(connection, "where told_at is null order by number limit ? for update skip locked", most);
    }

    void told(Connection connection, Broken broken) throws SQLException {
        FactBook.update(connection, "update break_glass set told_at = ? where number = ?", book.now(), broken.number());
    }

    private List<Broken> read(Connection connection, String which, long value) throws SQLException {
        List<Broken> broken = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select number, agreement, opened_at, until_at, review_by, told_at, reviewed_at, finding, sealed"
                        + " from break_glass " + which)) {
            select.setLong(1, value);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    broken.add(broken(row));
                }
            }
        }
        return broken;
    }

    private Broken broken(ResultSet row) throws SQLException {
        String[] sealed = (opened(row.getBytes(9)) + "\n\n").split("\n", 4);
        return new Broken(
                row.getLong(1),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                row.getTimestamp(4).toInstant(),
                row.getTimestamp(5).toInstant(),
                Optional.ofNullable(row.getTimestamp(6)).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp(7)).map(Timestamp::toInstant),
                row.getString(8),
                sealed[0],
                sealed[1],
                sealed[2]);
    }

    private String opened(byte[] sealed) {
        try {
            return new String(vault.open(SEALED, sealed), StandardCharsets.UTF_8);
        } catch (ChildVault.KeyDestroyed e) {
            return "";
        }
    }
}
