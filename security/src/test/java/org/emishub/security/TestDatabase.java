package org.emishub.security;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real PostgreSQL, as durable as in service, shared by the tests of a run; each test has a schema of its own with this module's tables. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            // The library switches durability off by default.
            return EmbeddedPostgres.builder()
                    // The library gives up after ten seconds, which several starts at once may take.
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "300")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrate(DataSource database) {
        Path folder = Path.of("src/main/resources/db/migration/security");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                execute(database, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new schema with this module's tables. */
    public static DataSource fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(SERVER.getPostgresDatabase(), "CREATE SCHEMA " + name);
        DataSource schema = SERVER.getDatabase("postgres", "postgres", Map.of("currentSchema", name));
        migrate(schema);
        return schema;
    }

    /** Runs statements as the owner of everything. */
    public static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes rows as an intruder would who owns the database: with the triggers off. */
    public static void tamper(DataSource database, String sql) {
        execute(database, "SET session_replication_role = replica; " + sql);
    }
}
