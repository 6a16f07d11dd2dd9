package org.emishub.routes.facts;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.routes.facts.FactBook.Entry;
import org.emishub.routes.facts.GatheredFacts.During;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;

/** Who has a say over which child, and when the child was born. */
public final class Guardians {
    private final DataSource dataSource;
    private final FactBook book;
    private final FactKeys keys;

    Guardians(DataSource dataSource, FactBook book, FactKeys keys) {
        this.dataSource = dataSource;
        this.book = book;
        this.keys = keys;
    }

    /** Notes that a guardian has a say over a child. */
    public void give(String guardian, String child, Instant from, Optional<Instant> until, String by) {
        book.change(
                entry("guardian: has a say", child, by, guardian),
                connection -> FactBook.update(
                                connection,
                                """
                        insert into guardianship (key, from_at, until_at, child) values (?, ?, ?::timestamptz, ?)
                        on conflict (key) do update set from_at = excluded.from_at, until_at = excluded.until_at,
                          child = excluded.child""",
                                keys.guardianship(guardian, child),
                                from,
                                Caseload.text(until.orElse(null)),
                                keys.childIn("guardianship", child))
                        > 0);
    }

    /** Notes that they have none any more: what they agreed to and objected to counts until then. False when they had none. */
    public boolean end(String guardian, String child, Instant at, String by) {
        return book.change(entry("guardian: has no say", child, by, guardian), connection -> {
            boolean had = FactBook.update(
                            connection,
                            "update guardianship set until_at = ? where key = ? and (until_at is null or until_at > ?)",
                            at,
                            keys.guardianship(guardian, child),
                            at)
                    > 0;
            FactBook.update(
                    connection,
                    "update consent set until_at = ? where who = ? and (until_at is null or until_at > ?)",
                    at,
                    keys.consentOf(guardian, child),
                    at);
            return had;
        });
    }

    /** Keeps when a child was born, sealed under the child's key. */
    public void born(String child, LocalDate day, String by) {
        byte[] plain = day.toString().getBytes(StandardCharsets.US_ASCII);
        book.change(
                entry("child: birth date kept", child, by, ""),
                connection -> FactBook.update(
                                connection,
                                """
                        insert into birth_date (key, sealed) values (?, ?)
                        on conflict (key) do update set sealed = excluded.sealed""",
                                keys.birthDate(child),
                                book.seal(connection, child, Gathering.BIRTH_DATE, plain))
                        > 0);
    }

    /** Whether they have a say then. */
    public boolean hasSay(String guardian, String child, Instant at) {
        try (Connection connection = dataSource.getConnection()) {
            return say(connection, guardian, child)
                    .filter(during -> during.holds(at))
                    .isPresent();
        } catch (SQLException e) {
            throw new IllegalStateException("the facts cannot be read", e);
        }
    }

    Optional<During> say(Connection connection, String guardian, String child) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select from_at, until_at from guardianship where key = ?")) {
            select.setString(1, keys.guardianship(guardian, child));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Timestamp until = row.getTimestamp(2);
                return Optional.of(
                        new During(row.getTimestamp(1).toInstant(), until == null ? null : until.toInstant()));
            }
        }
    }

    private static Entry entry(String rule, String child, String by, String note) {
        return new Entry(Event.CASE_CHANGED, Optional.empty(), rule, new Side(child, by, note));
    }
}
