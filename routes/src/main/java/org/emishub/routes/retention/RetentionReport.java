package org.emishub.routes.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emishub.routes.HubParts;
import org.emishub.routes.retention.RetentionTable.Limit;
import org.emishub.routes.retention.RetentionTable.Line;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;

/**
 * That nothing is kept past its time, and what was destroyed.
 *
 * @param overdue what is kept longer than it may be, in words that name an agreement and nobody; empty when nothing is
 * @param oldest when the oldest payload that is still kept came; empty when none is
 * @param runs the newest first
 */
public record RetentionReport(Instant at, List<String> overdue, Optional<Instant> oldest, List<Run> runs) {
    private static final String RUNS =
            "select number, ran_at, sequence, list_hash, counts from retention_run order by number desc limit ?";
    private static final String OLDEST =
            "select min(received_at) from inbox where ciphertext is not null or answer is not null";
    private static final String LETTERS = "select count(*) from outbox where payload is not null and deadline < ?";

    public RetentionReport {
        overdue = List.copyOf(overdue);
        runs = List.copyOf(runs);
    }

    /**
     * One time that something was destroyed.
     *
     * @param listed how many of them a list could be made of again; files and rows of work queues left nothing to make one of, and are counted alone
     * @param problem why the list does not hold; empty when the entry is intact, the list made again from the rows has the hash in it, and nothing is left of any row
     */
    public record Run(Instant at, long sequence, String listHash, String counts, int listed, Optional<String> problem) {
        /** How many things were destroyed, as the entry says. */
        public int destroyed() {
            return Arrays.stream(counts.split(", "))
                    .map(count -> count.substring(count.lastIndexOf(' ') + 1))
                    .filter(count -> count.matches("[0-9]{1,6}"))
                    .mapToInt(Integer::parseInt)
                    .sum();
        }
    }

    /** Whether all is as it should be. */
    public boolean holds() {
        return overdue.isEmpty() && runs.stream().allMatch(run -> run.problem().isEmpty());
    }

    static RetentionReport of(HubParts parts, RetentionTable table, List<Limit> limits, Instant now, int most)
            throws SQLException {
        EntryReader entries = new EntryReader(parts.dataSource(), parts.vault());
        try (Connection connection = parts.dataSource().getConnection()) {
            List<String> overdue = new ArrayList<>();
            for (Limit limit : limits) {
                if (table.overdue(connection, limit) > 0) {
                    overdue.add("messages under " + limit.agreement().orElse("any agreement"));
                }
            }
            long letters = RetentionTable.count(connection, LETTERS, now);
            if (letters > 0) {
                overdue.add(letters + " letters");
            }
            return new RetentionReport(now, overdue, oldest(connection), runs(connection, table, entries, most));
        }
    }

    private static Optional<Instant> oldest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OLDEST);
                ResultSet row = select.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getTimestamp(1)).map(java.sql.Timestamp::toInstant);
        }
    }

    private static List<Run> runs(Connection connection, RetentionTable table, EntryReader entries, int most)
            throws SQLException {
        List<Run> runs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(RUNS)) {
            select.setInt(1, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<Line> lines = table.lines(connection, row.getLong(1));
                    String hash = row.getString(4);
                    runs.add(new Run(
                            row.getTimestamp(2).toInstant(),
                            row.getLong(3),
                            hash,
                            row.getString(5),
                            lines.size(),
                            problem(entries.find(row.getLong(3)), lines, hash)));
                }
            }
        }
        return runs;
    }

    private static Optional<String> problem(Optional<Entry> entry, List<Line> lines, String hash) {
        if (entry.filter(Entry::intact)
                .filter(one -> one.event().equals(Event.DESTROYED.name()))
                .isEmpty()) {
            return Optional.of("its entry is not there, or not intact");
        }
        if (!entry.get().leaf().path("contentHash").asString("").equals(hash)) {
            return Optional.of("its entry names another list");
        }
        if (!Retention.hash(lines.stream().map(Line::text).toList()).equals(hash)) {
            return Optional.of("the rows that are marked are not those of the list");
        }
        return lines.stream().allMatch(Line::gone)
                ? Optional.empty()
                : Optional.of("something is left of what was destroyed");
    }
}
