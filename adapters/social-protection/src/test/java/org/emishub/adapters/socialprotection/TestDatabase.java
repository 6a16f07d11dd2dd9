package org.emishub.adapters.socialprotection;

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
        try (InputStream tables =
                TestDatabase.class.getResourceAsStream("/db/migration/social-protection/V401__asked_later.sql")) {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    // The library gives up after ten seconds, which several starts at once may take.
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
            execute(server.getPostgresDatabase(), "create database tables");
            execute(
                    server.getDatabase("postgres", "tables"),
                    new String(tables.readAllBytes(), StandardCharsets.UTF_8));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new database with the tables of this module. */
    public static DataSource fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(SERVER.getPostgresDatabase(), "create database " + name + " template tables");
        return SERVER.getDatabase("postgres", name);
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
