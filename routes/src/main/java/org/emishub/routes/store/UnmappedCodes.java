package org.emishub.routes.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.mappings.codes.Mapping;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildVault;

/** The work queue of codes that nobody has mapped yet. */
public final class UnmappedCodes {
    private static final String SEEN =
            """
            insert into unmapped_code as u (key, system, list, sealed, first_seen, last_seen, count) values (?, ?, ?, ?, ?, ?, 1)
            on conflict (key) do update set last_seen = excluded.last_seen, count = u.count + 1""";
    private static final String LIST = "select system, list, sealed, first_seen, last_seen, count from unmapped_code";
    private static final String CONTEXT = "unmapped code";

    private final DataSource dataSource;
    private final AtRest atRest;
    private final ChildVault vault;

    public UnmappedCodes(DataSource dataSource, AtRest atRest, ChildVault vault) {
        this.dataSource = dataSource;
        this.atRest = atRest;
        this.vault = vault;
    }

    /** One code, how often and between when it was seen. */
    public record Seen(String system, String list, String code, Instant first, Instant last, long count) {}

    /** Notes a code in the caller's transaction. */
    public void seen(Connection connection, Mapping.Unmapped unmapped, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(SEEN)) {
            String[] key = {unmapped.system(), unmapped.list(), unmapped.code()};
            upsert.setString(1, vault.blind(CONTEXT, String.join("\0", key)));
            upsert.setString(2, unmapped.system());
            upsert.setString(3, unmapped.list());
            upsert.setBytes(4, atRest.seal(CONTEXT, unmapped.code().getBytes(UTF_8)));
            upsert.setTimestamp(5, Timestamp.from(now));
            upsert.setTimestamp(6, Timestamp.from(now));
            upsert.executeUpdate();
        }
    }

    /** Deletes every code in which an identifier stands; how many. */
    public int forget(String identifier) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement select = connection.prepareStatement("select key, sealed from unmapped_code");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (Mentions.of(identifier, new String(atRest.open(CONTEXT, row.getBytes(2)), UTF_8))) {
                        keys.add(row.getString(1));
                    }
                }
            }
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from unmapped_code where key = any (?)")) {
                delete.setArray(1, connection.createArrayOf("text", keys.toArray()));
                return delete.executeUpdate();
            }
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
                        new String(atRest.open(CONTEXT, row.getBytes(3)), UTF_8),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant(),
                        row.getLong(6)));
            }
        }
        all.sort(Comparator.comparing(Seen::system).thenComparing(Seen::list).thenComparing(Seen::code));
        return all;
    }
}
