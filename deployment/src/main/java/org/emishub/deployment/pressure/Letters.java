package org.emishub.deployment.pressure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.emishub.routes.store.Letter;

/** How many letters there are in the states that need somebody's work; what ended well is not counted. */
public final class Letters {
    /** Each from its own partial index: the table also holds everything that was ever delivered. */
    private static final String COUNT =
            """
            select state, count(*) from outbox where state in ('PENDING', 'SENT') group by state
            union all
            select state, count(*) from outbox where payload is not null and state = 'DEAD' group by state""";

    /** The states that are counted. */
    public static final List<Letter.State> STATES = List.of(Letter.State.PENDING, Letter.State.SENT, Letter.State.DEAD);

    private final DataSource dataSource;
    private volatile Map<Letter.State, Long> counted = Map.of();

    public Letters(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Counts anew. */
    void look() {
        Map<Letter.State, Long> found = new EnumMap<>(Letter.State.class);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.put(Letter.State.valueOf(row.getString(1)), row.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be counted", e);
        }
        counted = found;
    }

    /** As of the last look. */
    public long in(Letter.State state) {
        return counted.getOrDefault(state, 0L);
    }

    /** Those on their way, as of the last look. */
    long open() {
        return in(Letter.State.PENDING) + in(Letter.State.SENT);
    }
}
