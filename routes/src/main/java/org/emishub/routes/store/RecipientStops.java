package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.emishub.security.member.SystemId;

/** Recipients that an operator has stopped, and what waits for whom; works on the caller's connection. */
public final class RecipientStops {
    private static final String STOP =
            """
            insert into recipient_stop (recipient, stopped_at, stopped_by, reason) values (?, ?, ?, ?) on conflict do nothing""";
    private static final String START = "delete from recipient_stop where recipient = ?";
    private static final String ALL = "select recipient, stopped_at, stopped_by, reason from recipient_stop";
    private static final String WAITING =
            """
            select recipient, count(*) filter (where state <> 'DEAD'), count(*) filter (where state = 'DEAD')
            from outbox where payload is not null group by recipient""";

    /** Since when, by whom and why. */
    public record Stop(Instant at, String by, String why) {}

    /** How many letters of a recipient are still to be delivered, and how many were given up. */
    public record Waiting(long open, long dead) {
        public static final Waiting NONE = new Waiting(0, 0);
    }

    /** Stops one; false when it was stopped before. */
    public boolean stop(Connection connection, SystemId recipient, Stop stop) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(STOP)) {
            insert.setString(1, recipient.toString());
            insert.setTimestamp(2, Timestamp.from(stop.at()));
            insert.setString(3, stop.by());
            insert.setString(4, stop.why());
            return insert.executeUpdate() == 1;
        }
    }

    /** Lets one go on; false when it was not stopped. */
    public boolean start(Connection connection, SystemId recipient) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(START)) {
            delete.setString(1, recipient.toString());
            return delete.executeUpdate() == 1;
        }
    }

    public Map<SystemId, Stop> all(Connection connection) throws SQLException {
        Map<SystemId, Stop> all = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.put(
                        SystemId.of(row.getString(1)),
                        new Stop(row.getTimestamp(2).toInstant(), row.getString(3), row.getString(4)));
            }
        }
        return all;
    }

    public Map<SystemId, Waiting> waiting(Connection connection) throws SQLException {
        Map<SystemId, Waiting> all = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(WAITING);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.put(SystemId.of(row.getString(1)), new Waiting(row.getLong(2), row.getLong(3)));
            }
        }
        return all;
    }
}
