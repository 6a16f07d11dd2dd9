package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.database.PostgresServer;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/**
 * What a hub's first start makes before it is asked anything: PostgreSQL's programs, a cluster with empty tables, and the sandbox's keys.
 *
 * <p>Made once by a test process, as the hub makes it, and copied for each test. That a hub starts on nothing at all is for {@code PlantedValuesTest} and
 * {@code PostgresServerTest} to show.
 */
public final class Seeded {
    private static final String PROGRAMS = "postgresql-";
    private static final Path SEED = made();

    private Seeded() {}

    /** Fills the data folder of a hub in sandbox mode; gives the same folder. */
    public static Path data(Path folder) {
        keys(folder.resolve("keys"));
        database(folder);
        return folder;
    }

    /** Fills a folder with the sandbox's keys; gives the same folder. */
    public static Path keys(Path folder) {
        copy(SEED.resolve("keys"), folder);
        return folder;
    }

    /** Gives a hub's data folder a database whose tables are empty. */
    public static void database(Path data) {
        copy(SEED.resolve("database"), data.resolve("database"));
    }

    /** Gives a folder of databases the programs, so that only they need not be unpacked. */
    public static void programs(Path database) {
        try (Stream<Path> entries = Files.list(SEED.resolve("database"))) {
            Files.createDirectories(database);
            for (Path one : entries.filter(Seeded::isProgram).toList()) {
                copyOne(one, database.resolve(String.valueOf(one.getFileName())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path made() {
        Path seed = Path.of("target", "seed-" + Integer.getInteger("emishub.fork", 1))
                .toAbsolutePath();
        try {
            FileSystemUtils.deleteRecursively(seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        HubConfig config = HubConfig.read(
                Optional.empty(), Path.of(System.getProperty("emishub.root")), Map.of("HUB_DATA", seed.toString()));
        SandboxRegistry.prepare(config);
        try (PostgresServer server = PostgresServer.start(seed.resolve("database"))) {
            Flyway.configure()
                    .dataSource(server.url(), server.user(), server.password().reveal())
                    .locations("classpath:db/migration")
                    .outOfOrder(true)
                    .load()
                    .migrate();
        }
        return seed;
    }

    /** What is there already stays as it is. */
    private static void copy(Path from, Path to) {
        if (Files.exists(to)) {
            return;
        }
        try {
            Files.createDirectories(to.resolveSibling(""));
            copyOne(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyOne(Path from, Path to) throws IOException {
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(to);
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
            try (Stream<Path> entries = Files.list(from)) {
                for (Path one : entries.toList()) {
                    copyOne(one, to.resolve(String.valueOf(one.getFileName())));
                }
            }
        } else if (!isProgram(from) || !linked(from, to)) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Programs are never written to: another name for them will do, where the disk is the same. */
    private static boolean linked(Path from, Path to) {
        try {
            Files.createLink(to, from);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isProgram(Path file) {
        return SEED.relativize(file).toString().contains(PROGRAMS);
    }
}
