package org.emishub.routes.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.emishub.security.erasure.ErasureReason;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildKey;

/** What was asked to be erased; works on the caller's connection. */
final class ErasureTable {
    private static final String PUT = "insert into erasure (id, reason, asked_at, sealed) values (?, ?, ?, ?)";
    private static final String OPEN =
            "select id, reason, sealed, keys from erasure where finished_at is null order by asked_at";
    private static final String HOLD = "select keys from erasure where id = ? and finished_at is null for update";
    private static final String KEYS = "update erasure set keys = ? where id = ? and finished_at is null";
    private static final String FINISH =
            "update erasure set finished_at = ?, sequence = ?, counts = ?, keys = ?, sealed = null where id = ?";
    private static final String FINISHED =
            "select sequence, keys, counts from erasure where id = ? and finished_at is not null";
    private static final String DROP = "delete from erasure where id = ?";

    private final AtRest atRest;

    ErasureTable(AtRest atRest) {
        this.atRest = atRest;
    }

    /** One that is not finished; prints nobody. */
    record Asked(UUID id, ErasureReason reason, String child, String by, List<ChildKey> keys) {
        @Override
        public String toString() {
            return "Asked[" + id + ", " + reason + "]";
        }
    }

    void put(Connection connection, Asked asked, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT)) {
            insert.setObject(1, asked.id());
            insert.setString(2, asked.reason().name());
            insert.setTimestamp(3, Timestamp.from(now));
            insert.setBytes(4, atRest.seal(context(asked.id()), (asked.by() + "\n" + asked.child()).getBytes(UTF_8)));
            insert.executeUpdate();
        }
    }

    List<Asked> open(Connection connection) throws SQLException {
        List<Asked> open = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OPEN);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                UUID id = row.getObject(1, UUID.class);
                String[] plain = new String(atRest.open(context(id), row.getBytes(3)), UTF_8).split("\n", 2);
                open.add(new Asked(id, ErasureReason.valueOf(row.getString(2)), plain[1], plain[0], keys(row, 4)));
            }
        }
        return open;
    }

    /** The keys that it was about to destroy, held to the end of the transaction; empty when it is finished. */
    Optional<List<ChildKey>> hold(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HOLD)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(keys(row, 1)) : Optional.empty();
            }
        }
    }

    private static List<ChildKey> keys(ResultSet row, int column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(ChildKey::named)
                .toList();
    }

    /** Notes which keys are about to be destroyed: the files know of no transaction. */
    void keys(Connection connection, UUID id, Collection<ChildKey> keys) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(KEYS)) {
            update.setArray(1, connection.createArrayOf("text", names(keys)));
            update.setObject(2, id);
            update.executeUpdate();
        }
    }

    void finish(
            Connection connection,
            UUID id,
            Instant now,
            long sequence,
            Map<String, Integer> counts,
            Collection<ChildKey> keys)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FINISH)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setLong(2, sequence);
            update.setString(3, text(counts));
            update.setArray(4, connection.createArrayOf("text", names(keys)));
            update.setObject(5, id);
            update.executeUpdate();
        }
    }

    /** What was done about one that is finished. */
    Optional<Erasure.Erased> finished(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FINISHED)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Erasure.Erased(id, row.getLong(1), keys(row, 2), counts(row.getString(3))))
                        : Optional.empty();
            }
        }
    }

    /** As they are stored: {@code caseload 1, kept by adapters 2}; what there was none of is not named. */
    private static String text(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Integer> counts(String text) {
        return Arrays.stream(text.split(", "))
                .filter(count -> !count.isEmpty())
                .collect(Collectors.toMap(
                        count -> count.substring(0, count.lastIndexOf(' ')),
                        count -> Integer.valueOf(count.substring(count.lastIndexOf(' ') + 1))));
    }

    /** There was nothing to erase. */
    void drop(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DROP)) {
            delete.setObject(1, id);
            delete.executeUpdate();
        }
    }

    private static Object[] names(Collection<ChildKey> keys) {
        return keys.stream().map(ChildKey::name).toArray();
    }

    private static String context(UUID id) {
        return "erasure/" + id;
    }
}
