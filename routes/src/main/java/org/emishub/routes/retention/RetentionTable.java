package org.emishub.routes.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that destroy what is past its time and mark what they did; each works on the caller's connection. */
final class RetentionTable {
    /** A message goes by the agreement it came under, or by any of those its letters went under. */
    private static final String UNDER =
            """
            (i.agreement = ? or exists
             (select 1 from outbox o where o.sender = i.sender and o.message_id = i.message_id and o.agreement = ?))""";

    private static final String DUE = "(i.ciphertext is not null or i.answer is not null) and i.received_at < ?";
    private static final String MESSAGES =
            """
            update inbox set ciphertext = null, answer = null, destroyed_in = ?
            where (sender, message_id) in (select i.sender, i.message_id from inbox i where %s limit ?)
            returning 'message ' || sender || ' ' || message_id""";
    private static final String RECEIPTS_DUE = "receipt is not null and not receipt_signed and finished_at < ?";
    private static final String RECEIPTS =
            """
            update outbox set receipt = null, destroyed_in = ? where id in (select id from outbox where %s limit ?)
            returning 'receipt ' || id"""
                    .formatted(RECEIPTS_DUE);
    private static final String ANSWERS_DUE =
            "select a.package, a.answer from package_answer a join package p on p.number = a.package"
                    + " where a.sealed is not null and p.deadline < ?";
    private static final String ANSWERS =
            """
            update package_answer set sealed = null, destroyed_in = ? where (package, answer) in (%s limit ?)
            returning 'answer ' || package || ' ' || answer"""
                    .formatted(ANSWERS_DUE);
    private static final List<String> WORK_QUEUES_DUE =
            List.of("unmapped_code where last_seen < ?", "refused_caller where minute < ?");
    private static final String LISTED =
            """
            select 'message ' || sender || ' ' || message_id, ciphertext is null and answer is null from inbox where destroyed_in = ?
            union all select 'receipt ' || id, receipt is null from outbox where destroyed_in = ?
            union all select 'answer ' || package || ' ' || answer, sealed is null from package_answer where destroyed_in = ?""";

    /**
     * Until when a payload may have come to be kept still.
     *
     * @param agreement under which; empty for all
     */
    record Limit(Optional<String> agreement, Instant before) {
        String condition() {
            return agreement.isPresent() ? DUE + " and " + UNDER : DUE;
        }

        Stream<Object> values() {
            return Stream.concat(Stream.of(before), agreement.stream().flatMap(id -> Stream.of(id, id)));
        }
    }

    /** Whether a line can be made again from the rows. */
    static boolean listed(String line) {
        return line.startsWith("message ") || line.startsWith("receipt ") || line.startsWith("answer ");
    }

    boolean anyDue(Connection connection, List<Limit> limits, Instant now, Instant queue) throws SQLException {
        for (Limit limit : limits) {
            if (overdue(connection, limit) > 0) {
                return true;
            }
        }
        Instant receipts = limits.get(limits.size() - 1).before();
        boolean due = count(connection, "select 1 from outbox where " + RECEIPTS_DUE + " limit 1", receipts) > 0
                || count(connection, "select count(*) from (" + ANSWERS_DUE + " limit 1) x", now) > 0;
        for (String queued : WORK_QUEUES_DUE) {
            due = due || count(connection, "select 1 from " + queued + " limit 1", queue) > 0;
        }
        return due;
    }

    /** 1 when there is any. */
    long overdue(Connection connection, Limit limit) throws SQLException {
        return count(
                connection,
                "select 1 from inbox i where " + limit.condition() + " limit 1",
                limit.values().toArray());
    }

    static long count(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, values);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    long nextNumber(Connection connection) throws SQLException {
        return count(connection, "select nextval(pg_get_serial_sequence('retention_run', 'number'))");
    }

    List<String> messages(Connection connection, long number, Limit limit, int most) throws SQLException {
        return destroy(
                connection,
                MESSAGES.formatted(limit.condition()),
                Stream.of(Stream.<Object>of(number), limit.values(), Stream.<Object>of(most))
                        .flatMap(one -> one)
                        .toArray());
    }

    /** A receipt that the hub attests is what a recipient answered, and may hold what it was sent; its hash is in the entry. A signed one stays. */
    List<String> receipts(Connection connection, long number, Instant before, int most) throws SQLException {
        return destroy(connection, RECEIPTS, number, before, most);
    }

    List<String> answers(Connection connection, long number, Instant now, int most) throws SQLException {
        return destroy(connection, ANSWERS, number, now, most);
    }

    List<String> workQueues(Connection connection, Instant before, int most) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (String queued : WORK_QUEUES_DUE) {
            String kind = queued.substring(0, queued.indexOf(' '));
            lines.addAll(destroy(
                    connection,
                    "delete from " + kind + " where ctid in (select ctid from " + queued + " limit ?) returning '"
                            + kind + " row'",
                    before,
                    most));
        }
        return lines;
    }

    private static List<String> destroy(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
        }
        return lines;
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i] instanceof Instant at ? Timestamp.from(at) : values[i]);
        }
    }

    void put(Connection connection, long number, Instant at, long sequence, String hash, String counts)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into retention_run (number, ran_at, sequence, list_hash, counts) overriding system value"
                        + " values (?, ?, ?, ?, ?)")) {
            set(insert, number, at, sequence, hash, counts);
            insert.executeUpdate();
        }
    }

    /** A row that was marked, and whether nothing is left of it. */
    record Line(String text, boolean gone) {}

    List<Line> lines(Connection connection, long number) throws SQLException {
        List<Line> lines = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LISTED)) {
            set(select, number, number, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(new Line(row.getString(1), row.getBoolean(2)));
                }
            }
        }
        return lines;
    }
}
