package org.emishub.routes.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.emishub.security.member.SystemId;

/**
 * Which letters of the outbox go to the broker now; works on the caller's connection.
 *
 * <p>None of it has to survive a loss of power: a letter whose mark was lost is sent once more and told apart by its row.
 */
public final class Dispatch {
    /**
     * Per recipient, so that one with a long queue takes no other's turn. The head of a line goes alone: as long as an earlier letter of its order is open, a
     * letter waits.
     */
    private static final String TAKE =
            """
            with room as (
              select r.recipient, r.most - (select count(*) from outbox s where s.recipient = r.recipient and s.state = 'SENT') as free
              from unnest(?::text[], ?::int[]) as r (recipient, most)
              where not exists (select 1 from recipient_stop stop where stop.recipient = r.recipient)),
            due as (
              select head.id from room cross join lateral (
                select o.id from outbox o
                where o.recipient = room.recipient and o.state = 'PENDING' and o.next_attempt_at <= now()
                  and not exists (select 1 from outbox earlier where earlier.order_key = o.order_key
                    and earlier.ordinal < o.ordinal and earlier.state in ('PENDING', 'SENT'))
                order by o.next_attempt_at limit greatest(0, room.free) for update skip locked) head)
            update outbox set state = 'SENT', sends = sends + 1, leased_until = null,
              next_attempt_at = now() + ? * interval '1 ms'
            from due where outbox.id = due.id returning outbox.id, outbox.recipient, outbox.sends""";

    private static final String PUT_BACK =
            """
            update outbox set state = 'PENDING', next_attempt_at = now()
            where id = any (?) and state = 'SENT' and leased_until is null""";
    private static final String OVERDUE =
            "update outbox set state = 'PENDING', leased_until = null where state = 'SENT' and next_attempt_at <= now()";
    private static final String ALL =
            """
            update outbox set state = 'PENDING', leased_until = null, next_attempt_at = now()
            where state = 'SENT' and (leased_until is null or leased_until < now())""";
    private static final String TOO_LATE =
            """
            update outbox set next_attempt_at = now()
            where state in ('PENDING', 'SENT') and next_attempt_at > now() + ? * interval '1 ms'""";

    /** A letter on its way to its recipient's queue; {@code sends} counts how often it was put there, with this time. */
    public record Taken(UUID id, SystemId recipient, int sends) {}

    /**
     * Takes what is due, marked as sent.
     *
     * @param most how many letters of each recipient may be in the broker at a time
     * @param unheard after how long a letter nobody has claimed is due once more
     */
    public List<Taken> take(Connection connection, Map<SystemId, Integer> most, Duration unheard) throws SQLException {
        List<Taken> taken = new ArrayList<>();
        List<SystemId> recipients = List.copyOf(most.keySet());
        Array names = connection.createArrayOf(
                "text", recipients.stream().map(SystemId::toString).toArray());
        Array room = connection.createArrayOf(
                "int4", recipients.stream().map(most::get).toArray());
        light(connection);
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            update.setArray(1, names);
            update.setArray(2, room);
            update.setLong(3, unheard.toMillis());
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    taken.add(new Taken(row.getObject(1, UUID.class), SystemId.of(row.getString(2)), row.getInt(3)));
                }
            }
        }
        return taken;
    }

    /** No wait for the disk; and planned anew each time, because what was right for an empty table is wrong for a full one. */
    private static void light(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "select set_config('synchronous_commit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)");
        }
    }

    /** The broker did not take them. */
    public void putBack(Connection connection, List<Taken> letters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PUT_BACK)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", letters.stream().map(Taken::id).toArray()));
            update.executeUpdate();
        }
    }

    /** Makes due once more what nobody has claimed for long, or whose claim has run out; gives how many. */
    public int unheard(Connection connection) throws SQLException {
        return update(connection, OVERDUE);
    }

    /** Makes due once more all that may have been lost with a broker. */
    public int all(Connection connection) throws SQLException {
        return update(connection, ALL);
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            return update.executeUpdate();
        }
    }

    /** Repairs times that a database's clock gave before it was set back; gives how many. */
    public int tooLate(Connection connection, Duration longest) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TOO_LATE)) {
            update.setLong(1, longest.toMillis());
            return update.executeUpdate();
        }
    }
}
