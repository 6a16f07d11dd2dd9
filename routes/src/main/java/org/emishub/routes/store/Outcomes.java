package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.MessageStatus.Delivery;
import org.emishub.routes.gateway.MessageStatus.Outcome;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;

/** What became of a sender's messages, from inbox and outbox together; works on the caller's connection. */
public final class Outcomes {
    /** What makes the outcome of the whole, the gravest first: one dead letter is not made good by another delivery. */
    private static final List<Outcome> GRAVEST_FIRST =
            List.of(Outcome.WAITING, Outcome.DEAD_LETTERED, Outcome.EXPIRED, Outcome.DELIVERED, Outcome.REFUSED);

    private static final String FIND =
            """
            select i.message_id, i.state, i.code, i.received_at, o.agreement, o.state, o.reason,
              coalesce(o.finished_at, o.created_at)
            from inbox i left join outbox o on o.sender = i.sender and o.message_id = i.message_id
            where i.sender = ? and i.message_id = any (?) order by o.agreement""";

    /** An inbox row and the letters that came of it. */
    private record Found(String state, String code, Instant receivedAt, List<Delivery> deliveries) {}

    /**
     * What became of each, in the order asked.
     *
     * @param abandoned a message received before this and never answered will not be any more
     */
    public List<MessageStatus> of(Connection connection, SystemId sender, List<String> ids, Instant abandoned)
            throws SQLException {
        Map<String, Found> found = find(connection, sender, ids);
        return ids.stream()
                .map(id -> found.containsKey(id) ? status(id, found.get(id), abandoned) : MessageStatus.unknown(id))
                .toList();
    }

    private static Map<String, Found> find(Connection connection, SystemId sender, List<String> ids)
            throws SQLException {
        Map<String, Found> found = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, sender.toString());
            select.setArray(2, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Found message = found.get(row.getString(1));
                    if (message == null) {
                        message = message(row);
                        found.put(row.getString(1), message);
                    }
                    if (row.getString(5) != null) {
                        message.deliveries().add(delivery(row));
                    }
                }
            }
        }
        return found;
    }

    private static Found message(ResultSet row) throws SQLException {
        return new Found(row.getString(2), row.getString(3), row.getTimestamp(4).toInstant(), new ArrayList<>());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Outcome outcome = outcome(Letter.State.valueOf(row.getString(6)));
        String reason = row.getString(7);
        Timestamp ended = row.getTimestamp(8);
        return new Delivery(
                row.getString(5),
                outcome,
                outcome == Outcome.REFUSED ? shown(reason) : reason,
                outcome == Outcome.WAITING ? Optional.empty() : Optional.of(ended.toInstant()));
    }

    private static Outcome outcome(Letter.State state) {
        return switch (state) {
            case PENDING, SENT -> Outcome.WAITING;
            case DELIVERED -> Outcome.DELIVERED;
            case DEAD -> Outcome.DEAD_LETTERED;
            case EXPIRED -> Outcome.EXPIRED;
            case REFUSED -> Outcome.REFUSED;
        };
    }

    /** A refusal that depends on the child is told to nobody but the ledger. */
    private static String shown(String reason) {
        return Arrays.stream(Code.values())
                .filter(code -> code.name().equals(reason))
                .map(code -> code.shown().name())
                .findFirst()
                .orElse(reason);
    }

    private static MessageStatus status(String id, Found message, Instant abandoned) {
        Outcome outcome = whole(message, abandoned);
        String reason = outcome == Outcome.REFUSED && !message.code().equals("OK") ? message.code() : "";
        return new MessageStatus(id, outcome, reason, message.deliveries());
    }

    private static Outcome whole(Found message, Instant abandoned) {
        return switch (message.state()) {
            case "REFUSED" -> Outcome.REFUSED;
            case "RECEIVED" -> message.receivedAt().isBefore(abandoned) ? Outcome.EXPIRED : Outcome.WAITING;
            // Answered, or accepted: what went to nobody but the hub itself (a package) has arrived.
            default ->
                GRAVEST_FIRST.stream()
                        .filter(one -> message.deliveries().stream().anyMatch(each -> each.outcome() == one))
                        .findFirst()
                        .orElse(Outcome.DELIVERED);
        };
    }
}
