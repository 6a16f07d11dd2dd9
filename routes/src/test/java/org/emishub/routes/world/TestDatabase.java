package org.emishub.routes.world;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real PostgreSQL, as durable as in service, shared by the tests of a run; each world has a database of its own. */
final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            // The library switches durability off by default.
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    // The library gives up after ten seconds, which several starts at once may take.
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            execute(server.getPostgresDatabase(), "create database tables");
            migrate(server.getDatabase("postgres", "tables"), Path.of("../security"), "security");
            migrate(server.getDatabase("postgres", "tables"), Path.of("."), "routes");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrate(DataSource database, Path module, String folder) throws IOException {
        try (Stream<Path> files =
                Files.list(module.resolve("src/main/resources/db/migration").resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                execute(database, Files.readString(file));
            }
        }
    }

    static HikariDataSource fresh() {
        String name = "world_" + NUMBER.incrementAndGet();
        execute(SERVER.getPostgresDatabase(), "create database " + name + " template tables");
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(SERVER.getDatabase("postgres", name));
        config.setMaximumPoolSize(12);
        return new HikariDataSource(config);
    }

    /** Ends a world's database, so that the server has nothing to write of it when it stops. */
    static void drop(HikariDataSource database) {
        database.close();
        execute(SERVER.getPostgresDatabase(), "drop database " + database.getPoolName() + " with (force)");
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
