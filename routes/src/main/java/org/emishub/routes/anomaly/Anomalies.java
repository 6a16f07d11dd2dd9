package org.emishub.routes.anomaly;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.security.anomaly.Finding;
import org.emishub.security.vault.ChildVault;

/** The anomalies that were raised; whom they are about stands in their entries' sealed sides. */
public final class Anomalies {
    private static final String PUT =
            "insert into anomaly (sequence, rule, subject, since, until, entries) values (?, ?, ?, ?, ?, ?)";
    private static final String RAISED = "select 1 from anomaly where rule = ? and subject = ? and since > ? limit 1";
    private static final String LIST =
            "select sequence, rule, since, until, entries from anomaly order by sequence desc limit ?";

    static final String BLIND = "anomaly";

    private final DataSource database;

    Anomalies(DataSource database) {
        this.database = database;
    }

    /**
     * One that was raised.
     *
     * @param sequence of its own entry
     * @param entries those that show it
     */
    public record Raised(long sequence, String rule, Instant since, Instant until, List<Long> entries) {
        public Raised {
            entries = List.copyOf(entries);
        }
    }

    boolean isRaised(Finding finding, String subject) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(RAISED)) {
            select.setString(1, finding.rule().name());
            select.setString(2, subject);
            select.setTimestamp(
                    3, Timestamp.from(finding.since().minus(finding.rule().within())));
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    void put(Connection connection, long sequence, Finding finding, String subject) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT)) {
            insert.setLong(1, sequence);
            insert.setString(2, finding.rule().name());
            insert.setString(3, subject);
            insert.setTimestamp(4, Timestamp.from(finding.since()));
            insert.setTimestamp(5, Timestamp.from(finding.until()));
            insert.setArray(
                    6, connection.createArrayOf("bigint", finding.entries().toArray()));
            insert.executeUpdate();
        }
    }

    /** Takes the keyed hash of a child that is erased from what was raised about it; that something was stays. */
    public static void forget(Connection connection, ChildVault vault, String child) throws SQLException {
        List<String> rules = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select distinct rule from anomaly");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rules.add(row.getString(1));
            }
        }
        String subject = vault.blind(BLIND, child);
        try (PreparedStatement update =
                connection.prepareStatement("update anomaly set subject = '' where rule = ? and subject = ?")) {
            for (String rule : rules) {
                update.setString(1, rule);
                update.setString(2, vault.blind(BLIND, rule + "\n" + subject));
                update.executeUpdate();
            }
        }
    }

    /** The newest first. */
    public List<Raised> list(int most) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setInt(1, most);
            try (ResultSet rows = select.executeQuery()) {
                List<Raised> raised = new ArrayList<>();
                while (rows.next()) {
                    raised.add(new Raised(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getTimestamp(3).toInstant(),
                            rows.getTimestamp(4).toInstant(),
                            Arrays.asList((Long[]) rows.getArray(5).getArray())));
                }
                return raised;
            }
        }
    }
}
