package org.emishub.adapters.education;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real PostgreSQL for the tests of a run; each test has a database of its own. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    // The library gives up after ten seconds, which several starts at once may take.
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            execute(server.getPostgresDatabase(), "create database tables");
            DataSource tables = server.getDatabase("postgres", "tables");
            execute(tables, resource("/db/migration/security/V102__child_key.sql"));
            execute(tables, resource("/db/migration/education/V301__snapshot.sql"));
            execute(tables, resource("/db/migration/education/V302__verdicts.sql"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TestDatabase.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A new database with the tables of this module and of the vault. */
    public static DataSource fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(SERVER.getPostgresDatabase(), "create database " + name + " template tables");
        return SERVER.getDatabase("postgres", name);
    }

    public static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
