package org.emishub.routes.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** How far one sink was told, and which node tells it; no connection is held while somebody outside is waited for. */
final class AuditCursor {
    private static final String MAKE = "insert into audit_feed (sink) values (?) on conflict do nothing";
    private static final String TAKE =
            """
            update audit_feed set holder = ?, lease_until = now() + ? * interval '1 millisecond'
            where sink = ? and (holder = ? or lease_until < now()) returning next""";
    /** Whoever told them notes it, also when its lease ended over it: {@code next} says whether anybody was faster. */
    private static final String ADVANCE =
            """
            update audit_feed set next = ?, sent_at = now(), failures = 0, fault = ''
            where sink = ? and next = ?""";

    private static final String REFUSED =
            "insert into audit_feed_refused (sink, sequence, reason) values (?, ?, ?) on conflict do nothing";
    private static final String FAILED = "update audit_feed set failures = ?, fault = ? where sink = ? and holder = ?";
    private static final String RELEASE =
            "update audit_feed set lease_until = '1970-01-01' where sink = ? and holder = ?";
    private static final String STATE =
            """
            select next, (select coalesce(max(sequence) + 1, 0) from ledger_entry), failures, fault, sent_at,
                   (select count(*) from audit_feed_refused r where r.sink = f.sink)
            from audit_feed f where sink = ?""";

    private final DataSource database;
    private final String sink;
    private final String node;

    AuditCursor(DataSource database, String sink, String node) {
        this.database = database;
        this.sink = sink;
        this.node = node;
    }

    void make() throws SQLException {
        update(MAKE, sink);
    }

    /** Where to go on, for as long as the lease holds; empty while another node does. */
    OptionalLong take(Duration lease) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(TAKE)) {
            set(update, node, lease.toMillis(), sink, node);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Notes that all up to there were told; nothing when another node has noted so before. */
    void advance(long from, long to, List<AuditSink.Refused> refused) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement advance = connection.prepareStatement(ADVANCE);
                    PreparedStatement aside = connection.prepareStatement(REFUSED)) {
                set(advance, to, sink, from);
                advance.executeUpdate();
                for (AuditSink.Refused one : refused) {
                    set(aside, sink, one.sequence(), one.reason());
                    aside.executeUpdate();
                }
                connection.commit();
            } finally {
                connection.rollback();
            }
        }
    }

    void failed(int failures, String fault) throws SQLException {
        update(FAILED, failures, fault, sink, node);
    }

    void release() throws SQLException {
        update(RELEASE, sink, node);
    }

    Optional<AuditFeed.State> state() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(STATE)) {
            set(select, sink);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(state(row)) : Optional.empty();
            }
        }
    }

    private AuditFeed.State state(ResultSet row) throws SQLException {
        Optional<Instant> sent = Optional.ofNullable(row.getTimestamp(5)).map(Timestamp::toInstant);
        return new AuditFeed.State(
                sink, row.getLong(1), row.getLong(2), row.getInt(3), row.getString(4), sent, row.getLong(6));
    }

    private void update(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            set(update, values);
            update.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
