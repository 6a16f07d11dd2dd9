package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.security.ledger.EntryDraft.AgreementRef;

/** Every agreement text that ever was in force in this hub, by its hash; and which was in force when, so that of several nodes one enters a change. */
public final class AgreementTexts {
    private static final String KEEP =
            """
            insert into agreement_bundle (bundle_hash, agreement, version, text, first_at) values (?, ?, ?, ?, ?)
            on conflict (bundle_hash) do nothing""";
    private static final String NOW =
            "select bundle_hash from agreement_period where agreement = ? and version = ? and until is null for update";
    private static final String KNOWN = "select 1 from agreement_period where agreement = ? limit 1";
    private static final String ADOPT =
            """
            update agreement_period set version = ? where agreement = ? and version = 0 and until is null and not exists
              (select 1 from agreement_period as other where other.agreement = ? and other.version = ? and other.until is null)""";
    private static final String END =
            "update agreement_period set until = ? where agreement = ? and version = ? and until is null";
    private static final String BEGIN =
            """
            insert into agreement_period (agreement, version, bundle_hash, since) values (?, ?, ?, ?)
            on conflict (agreement, version) where until is null do nothing""";
    private static final String TEXT = "select text from agreement_bundle where bundle_hash = ?";
    private static final String ALL = "select text from agreement_bundle order by agreement, version";
    private static final String OPEN =
            "select agreement, version, bundle_hash from agreement_period where until is null";
    private static final String PERIODS =
            """
            select p.agreement, p.version, p.bundle_hash, p.since, p.until, b.text
            from agreement_period as p join agreement_bundle as b using (bundle_hash)
            order by p.agreement, p.since, p.version""";

    private AgreementTexts() {}

    /** What a text is to those before it. */
    public enum News {
        /** It is the one noted last. */
        KNOWN,
        /** None of this agreement was noted before. */
        FIRST,
        /** Another text, or another version, was noted before. */
        CHANGED
    }

    /** Keeps a text and notes it as the one in force, in the caller's transaction. */
    public static News inForce(Connection connection, AgreementRef agreement, byte[] text, Instant now)
            throws SQLException {
        run(connection, KEEP, agreement.bundleHash(), agreement.id(), agreement.version(), text, Timestamp.from(now));
        run(connection, ADOPT, agreement.version(), agreement.id(), agreement.id(), agreement.version());
        Optional<String> before = one(connection, NOW, agreement.id(), agreement.version());
        if (before.filter(agreement.bundleHash()::equals).isPresent()) {
            return News.KNOWN;
        }
        boolean known = one(connection, KNOWN, agreement.id()).isPresent();
        run(connection, END, Timestamp.from(now), agreement.id(), agreement.version());
        boolean ours =
                run(connection, BEGIN, agreement.id(), agreement.version(), agreement.bundleHash(), Timestamp.from(now))
                        == 1;
        // Another node may have begun the same one since we looked.
        return !ours ? News.KNOWN : known ? News.CHANGED : News.FIRST;
    }

    /** Notes that a text is in force no more; false when that was noted before. */
    public static boolean ended(Connection connection, AgreementRef agreement, Instant now) throws SQLException {
        return run(connection, END, Timestamp.from(now), agreement.id(), agreement.version()) == 1;
    }

    /** The texts that are noted as in force. */
    public static List<AgreementRef> open(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN);
                ResultSet rows = select.executeQuery()) {
            List<AgreementRef> open = new ArrayList<>();
            while (rows.next()) {
                open.add(new AgreementRef(rows.getString(1), rows.getInt(2), rows.getString(3)));
            }
            return open;
        }
    }

    /** The bytes of every text that ever was in force. */
    public static List<byte[]> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            List<byte[]> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getBytes(1));
            }
            return texts;
        }
    }

    /** The bytes that are kept under a hash; whoever reads them checks that they have it. */
    public static Optional<byte[]> text(DataSource database, String bundleHash) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(TEXT)) {
            select.setString(1, bundleHash);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the kept agreements cannot be read", e);
        }
    }

    /**
     * A text, and from when to when it was the one.
     *
     * @param until empty while it is
     */
    public record Period(AgreementRef agreement, byte[] text, Instant since, Optional<Instant> until) {}

    /** All of them, by agreement and time. */
    public static List<Period> periods(DataSource database) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(PERIODS);
                ResultSet rows = select.executeQuery()) {
            List<Period> periods = new ArrayList<>();
            while (rows.next()) {
                Timestamp until = rows.getTimestamp(5);
                periods.add(new Period(
                        new AgreementRef(rows.getString(1), rows.getInt(2), rows.getString(3)),
                        rows.getBytes(6),
                        rows.getTimestamp(4).toInstant(),
                        Optional.ofNullable(until).map(Timestamp::toInstant)));
            }
            return periods;
        } catch (SQLException e) {
            throw new IllegalStateException("the kept agreements cannot be read", e);
        }
    }

    private static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    private static Optional<String> one(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, values);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
