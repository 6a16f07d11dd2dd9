package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.mappings.codes.Mapping;

/** The work queue of codes that nobody has mapped yet. */
public final class UnmappedCodes {
    private static final String SEEN =
            """
            insert into unmapped_code as u (system, list, code, first_seen, last_seen, count) values (?, ?, ?, ?, ?, 1)
            on conflict (system, list, code) do update set last_seen = excluded.last_seen, count = u.count + 1""";
    private static final String LIST =
            "select system, list, code, first_seen, last_seen, count from unmapped_code order by system, list, code";

    private final DataSource dataSource;

    public UnmappedCodes(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One code, how often and between when it was seen. */
    public record Seen(String system, String list, String code, Instant first, Instant last, long count) {}

    /** Notes a code in the caller's transaction. */
    public static void seen(Connection connection, Mapping.Unmapped unmapped, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(SEEN)) {
            upsert.setString(1, unmapped.system());
            upsert.setString(2, unmapped.list());
            upsert.setString(3, unmapped.code());
            upsert.setTimestamp(4, Timestamp.from(now));
            upsert.setTimestamp(5, Timestamp.from(now));
            upsert.executeUpdate();
        }
    }

    /** Everything still to be mapped, by system and list. */
    public List<Seen> list() throws SQLException {
        List<Seen> all = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(LIST);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(new Seen(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant(),
                        row.getLong(6)));
            }
        }
        return all;
    }
}
