package org.emishub.security.disclosure.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;

/**
 * Remembers every table that left, and lets none leave that would tell with the others what none may tell.
 *
 * <p>Tables about the same record part of the same provider are held against each other when their days are near. A table is remembered before it leaves: if it then
 * does not, later ones are held against one too many.
 */
public final class TableReleases {
    private final DataSource database;
    private final AtRest atRest;

    /** @param atRest seals what is behind suppressed cells */
    public TableReleases(DataSource database, AtRest atRest) {
        this.database = database;
        this.atRest = atRest;
    }

    /**
     * Counts, protects and remembers; the same id again gives the table that was remembered.
     *
     * @param id of the message that carries the table
     * @param records read at most once, and closed when they are counted
     * @return {@link Code#TOLD_BY_DIFFERENCE}, or {@link Code#NOTHING_TO_DISCLOSE} when there are no children
     * @throws IllegalStateException when the database cannot be reached or a remembered table cannot be opened: nothing may leave
     */
    public Outcome<TableDisclosure> release(UUID id, Stream<ChildRecord> records, Agreement agreement, LocalDate asOf) {
        Remembered seen = transaction(connection -> remembered(connection, id, agreement, asOf));
        if (seen.again().isPresent()) {
            return Outcome.ok(again(agreement, seen));
        }
        // Counting and protecting take seconds, and hold neither connection nor lock: also not the one that records
        // come
        // by.
        Counted counted;
        try (records) {
            counted = TableDisclosure.count(records, agreement);
        }
        while (true) {
            Outcome<TableDisclosure> outcome = TableDisclosure.of(counted, agreement, asOf, seen.before());
            if (!(outcome instanceof Outcome.Ok<TableDisclosure> ok)) {
                return outcome;
            }
            if (ok.value().cells().isEmpty()) {
                return Outcome.refused(Code.NOTHING_TO_DISCLOSE, "discloses: nothing held");
            }
            Remembered held = seen;
            Optional<Remembered> meanwhile = transaction(connection -> {
                // Two tables at once would each be held against the earlier ones only, and not against each other.
                lock(connection, agreement);
                Remembered found = remembered(connection, id, agreement, asOf);
                if (found.again().isEmpty() && found.ids().equals(held.ids())) {
                    remember(connection, id, agreement, ok.value().release());
                    return Optional.empty();
                }
                return Optional.of(found);
            });
            if (meanwhile.isEmpty()) {
                return outcome;
            }
            // Another table left meanwhile: this one is held against it too.
            seen = meanwhile.get();
            if (seen.again().isPresent()) {
                return Outcome.ok(again(agreement, seen));
            }
        }
    }

    private static TableDisclosure again(Agreement agreement, Remembered seen) {
        return new TableDisclosure(
                agreement.ref(), rule(agreement).rounding(), seen.again().orElseThrow());
    }

    /**
     * What left before.
     *
     * @param again the table of the same id
     * @param ids of those that a new one is held against, in the order in which they left
     */
    private record Remembered(Optional<Release> again, List<UUID> ids, List<Release> before) {}

    /** What is done between the beginning of a transaction and its commit. */
    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T transaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger of tables is not available", e);
        }
    }

    private Remembered remembered(Connection connection, UUID id, Agreement agreement, LocalDate asOf)
            throws SQLException {
        Optional<Release> again = find(connection, id);
        List<UUID> ids = new ArrayList<>();
        List<Release> before = new ArrayList<>();
        if (again.isEmpty()) {
            before(connection, agreement, asOf, ids, before);
        }
        return new Remembered(again, ids, before);
    }

    private static TableRule rule(Agreement agreement) {
        return agreement.table().orElseThrow(() -> new IllegalArgumentException(agreement.id() + " is no statistic"));
    }

    private static void lock(Connection connection, Agreement agreement) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 110))")) {
            lock.setString(1, agreement.provider() + " " + agreement.about());
            lock.execute();
        }
    }

    private Optional<Release> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT cells FROM table_release WHERE id = ?")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(open(id, row.getBytes(1))) : Optional.empty();
            }
        }
    }

    private void before(
            Connection connection, Agreement agreement, LocalDate asOf, List<UUID> ids, List<Release> before)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, cells FROM table_release"
                        + " WHERE provider = ? AND about = ? AND abs(as_of - ?) < greatest(linked_days, ?) ORDER BY sequence")) {
            select.setString(1, agreement.provider().toString());
            select.setString(2, agreement.about());
            select.setObject(3, asOf);
            select.setInt(4, rule(agreement).linkedDays());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject(1, UUID.class);
                    ids.add(id);
                    before.add(open(id, row.getBytes(2)));
                }
            }
        }
    }

    private void remember(Connection connection, UUID id, Agreement agreement, Release release) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO table_release"
                + " (id, agreement, version, bundle_hash, provider, about, as_of, linked_days, cells)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, agreement.id());
            insert.setInt(3, agreement.version());
            insert.setString(4, agreement.bundleHash());
            insert.setString(5, release.provider());
            insert.setString(6, release.about());
            insert.setObject(7, release.asOf());
            insert.setInt(8, rule(agreement).linkedDays());
            insert.setBytes(9, atRest.seal(context(id), ReleaseBytes.write(release)));
            insert.executeUpdate();
        }
    }

    private Release open(UUID id, byte[] sealed) {
        return ReleaseBytes.read(atRest.open(context(id), sealed));
    }

    private static String context(UUID id) {
        return "table release " + id;
    }
}
