package org.emishub.routes.packages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Who works on which package, and how far it has come; works on the caller's connection. */
final class WorkTable {
    private static final String CLAIM =
            """
            update package set claim = ?, leased_until = ? where number = (
              select number from package
              where state = 'WAITING' and next_attempt_at <= ? and deadline > ? and (leased_until is null or leased_until <= ?)
              order by next_attempt_at, number for update skip locked limit 1)
            returning\s"""
                    + PackageTable.COLUMNS;
    private static final String RENEW =
            "update package set leased_until = ? where number = ? and claim = ? and state = 'WAITING'";
    private static final String PAUSE =
            "update package set attempts = attempts + 1, next_attempt_at = ?, claim = null, leased_until = null"
                    + " where number = ? and claim = ?";
    private static final String LET_GO =
            "update package set claim = null, leased_until = null where number = ? and claim = ?";
    private static final String ADVANCE =
            """
            update package set next_part = ?, next_row = ?, answered = answered + ?, answers = answers + 1, attempts = ?
            where number = ? and claim = ? and state = 'WAITING' and next_part = ? and next_row = ? returning answers""";
    private static final String ANSWER =
            "insert into package_answer (package, answer, lines_hash, wire_hash, sealed) values (?, ?, ?, ?, ?)";
    private static final String COUNT =
            """
            insert into package_verdict as v (package, verdict, count) values (?, ?, ?)
            on conflict (package, verdict) do update set count = v.count + excluded.count""";
    private static final String COUNTS = "select verdict, count from package_verdict where package = ?";
    private static final String HASHES =
            "select lines_hash, wire_hash from package_answer where package = ? order by answer";
    private static final String FINISH =
            """
            update package set state = 'ANSWERED', batch_receipt = ?, finished_at = ?, claim = null, leased_until = null
            where number = ?""";
    private static final String PART =
            """
            select i.ciphertext, i.received_at from package_part p
            join package k on k.number = p.package
            join inbox i on i.sender = k.sender and i.message_id = p.message_id
            where p.package = ? and p.part = ?""";
    private static final String SEALED = "select sealed from package_answer where package = ? and answer = ?";

    /** Whose a package is while it is worked on: another that comes later has another claim. */
    record Claim(PackageState held, UUID token) {}

    /** Takes a package that nobody works on. */
    Optional<Claim> claim(Connection connection, Instant now, Instant leasedUntil) throws SQLException {
        UUID token = UUID.randomUUID();
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setObject(1, token);
            update.setTimestamp(2, Timestamp.from(leasedUntil));
            update.setTimestamp(3, Timestamp.from(now));
            update.setTimestamp(4, Timestamp.from(now));
            update.setTimestamp(5, Timestamp.from(now));
            return PackageTable.states(update).stream().findFirst().map(held -> new Claim(held, token));
        }
    }

    /** False when somebody else has taken it over. */
    boolean renew(Connection connection, Claim claim, Instant leasedUntil) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RENEW)) {
            update.setTimestamp(1, Timestamp.from(leasedUntil));
            update.setLong(2, claim.held().number());
            update.setObject(3, claim.token());
            return update.executeUpdate() == 1;
        }
    }

    void pause(Connection connection, Claim claim, Instant until) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PAUSE)) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setLong(2, claim.held().number());
            update.setObject(3, claim.token());
            update.executeUpdate();
        }
    }

    void letGo(Connection connection, Claim claim) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LET_GO)) {
            update.setLong(1, claim.held().number());
            update.setObject(2, claim.token());
            update.executeUpdate();
        }
    }

    /** A place in a package: the row that comes next. */
    record Place(int part, int row) {}

    /**
     * Moves a package on by the rows of one answer.
     *
     * @param attempts how often in a row its provider has not answered now
     * @return the number of the answer, 1 for the first; empty when the package is no longer ours, or no longer there
     */
    Optional<Integer> advance(Connection connection, Claim claim, Place from, Place to, int rows, int attempts)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            update.setInt(1, to.part());
            update.setInt(2, to.row());
            update.setInt(3, rows);
            update.setInt(4, attempts);
            update.setLong(5, claim.held().number());
            update.setObject(6, claim.token());
            update.setInt(7, from.part());
            update.setInt(8, from.row());
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    /** What is kept of one answer. */
    record Answer(int number, String linesHash, String wireHash) {}

    void put(Connection connection, long number, Answer answer, byte[] sealed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ANSWER)) {
            insert.setLong(1, number);
            insert.setInt(2, answer.number());
            insert.setString(3, answer.linesHash());
            insert.setString(4, answer.wireHash());
            insert.setBytes(5, sealed);
            insert.executeUpdate();
        }
    }

    void count(Connection connection, long number, Map<String, Long> verdicts) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(COUNT)) {
            for (Map.Entry<String, Long> verdict : verdicts.entrySet()) {
                upsert.setLong(1, number);
                upsert.setString(2, verdict.getKey());
                upsert.setLong(3, verdict.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** How many rows came to which verdict. */
    Map<String, Long> counts(Connection connection, long number) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return counts;
    }

    /** The hashes of all answers, in order; their number is left out. */
    List<Answer> answers(Connection connection, long number) throws SQLException {
        List<Answer> answers = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(HASHES)) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    answers.add(new Answer(answers.size() + 1, row.getString(1), row.getString(2)));
                }
            }
        }
        return answers;
    }

    void finish(Connection connection, long number, String batchReceipt, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FINISH)) {
            update.setString(1, batchReceipt);
            update.setTimestamp(2, Timestamp.from(now));
            update.setLong(3, number);
            update.executeUpdate();
        }
    }

    /** A part as it came. */
    record Kept(byte[] sealed, Instant receivedAt) {}

    /** Empty when it is past its time. */
    Optional<Kept> part(Connection connection, long number, int part) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PART)) {
            select.setLong(1, number);
            select.setInt(2, part);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getBytes(1) == null) {
                    return Optional.empty();
                }
                return Optional.of(new Kept(row.getBytes(1), row.getTimestamp(2).toInstant()));
            }
        }
    }

    /** The sealed bytes of one answer; empty when they are destroyed. */
    Optional<byte[]> sealed(Connection connection, long number, int answer) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SEALED)) {
            select.setLong(1, number);
            select.setInt(2, answer);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
            }
        }
    }
}
