package org.emishub.deployment.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A hub whose own PostgreSQL, broker or disk fails while children enrol. */
class OwnServersTest {
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static Sandbox start(Path data) throws Exception {
        Map<String, String> settings = new HashMap<>(FreePorts.asSettings());
        settings.put("HUB_DATA", Seeded.data(data).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "4000");
        // An attempt that the failure cut off holds its letter for as long as this.
        settings.put("HUB_DELIVERY_LEASE", "10s");
        settings.put(
                "HUB_AGREEMENTS",
                Path.of(System.getProperty("emishub.root"), "routes", "agreements")
                        .toString());
        return Sandbox.start(HubConfig.read(Optional.empty(), data, settings));
    }

    private static Enrolling.Database database(Sandbox sandbox) {
        HikariDataSource pool = sandbox.hub().part(HikariDataSource.class);
        return new Enrolling.Database(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }

    private static long delivered(Enrolling.Database database) {
        return Enrolling.ask(database, "select count(*) from outbox where state = 'DELIVERED'");
    }

    private static void within(Duration time, BooleanSupplier holds) {
        await().atMost(time).pollInterval(Duration.ofMillis(50)).until(holds::getAsBoolean);
    }

    /** Everything that was accepted has arrived, and the ledger holds. */
    private static void nothingIsLost(Sandbox sandbox, Enrolling.Database database) {
        within(
                Duration.ofSeconds(90),
                () -> Enrolling.ask(database, "select count(*) from outbox where state in ('PENDING', 'SENT')") == 0);
        assertThat(Enrolling.ask(database, "select count(*) from outbox where state <> 'DELIVERED'"))
                .isZero();
        assertThat(Enrolling.ask(database, "select count(*) - max(sequence) - 1 from ledger_entry"))
                .isZero();
        assertThat(sandbox.hub().part(Ledger.class).verify().problem()).isEmpty();
    }

    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("database/cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    @Test
    void a_killed_postgresql_and_a_deleted_broker_folder_are_recovered_from() throws Exception {
        try (Sandbox sandbox = start(folder)) {
            Enrolling register = new Enrolling(sandbox);
            register.before();
            Enrolling.Database database = database(sandbox);
            CompletableFuture<Integer> enrolling = register.inPackagesOf(20);
            within(Duration.ofSeconds(60), () -> delivered(database) > 20);

            long killed = postmaster(folder);
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            long before = delivered(database);
            within(RECOVERY, () -> delivered(database) > Math.max(before, 20));
            assertThat(postmaster(folder)).isNotEqualTo(killed);

            FileSystemUtils.deleteRecursively(folder.resolve("broker"));
            within(RECOVERY, () -> Files.isDirectory(folder.resolve("broker/journal")));
            long without = delivered(database);
            within(Duration.ofSeconds(60), () -> delivered(database) > without + 20);

            register.stop();
            assertThat(enrolling.join()).isPositive();
            nothingIsLost(sandbox, database);
        }
    }

    /** Mounts a small disk; only root may, and only where mounting is allowed. */
    private static boolean mount(Path disk, int megabytes) throws Exception {
        Files.createDirectories(disk);
        return new ProcessBuilder(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=" + megabytes + "m,mode=700",
                                "hub",
                                disk.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void a_full_disk_stops_the_doors_loses_nothing_and_is_recovered_from() throws Exception {
        Path disk = folder.resolve("disk");
        boolean root = System.getProperty("user.name").equals("root");
        assumeTrue(root && mount(disk, 500), "only root may mount a small disk: the full disk was not tried");
        try (Sandbox sandbox = start(disk.resolve("data"))) {
            Enrolling register = new Enrolling(sandbox);
            register.before();
            Enrolling.Database database = database(sandbox);
            CompletableFuture<Integer> enrolling = register.inPackagesOf(20);
            within(Duration.ofSeconds(60), () -> delivered(database) > 20);

            Path ballast = disk.resolve("ballast");
            for (int i = 0; i < 20; i++) {
                fill(ballast.resolveSibling("ballast-" + i));
                Thread.sleep(200);
            }
            Thread.sleep(5_000);
            for (int i = 0; i < 20; i++) {
                Files.deleteIfExists(ballast.resolveSibling("ballast-" + i));
            }
            long begin = System.nanoTime();
            within(Duration.ofSeconds(60), () -> delivered(database) >= 0);
            long before = delivered(database);
            within(Duration.ofSeconds(60), () -> delivered(database) > before);
            Duration recovered = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println("recovered from a full disk after " + recovered.toMillis() + " ms");
            assertThat(recovered).isLessThan(RECOVERY);

            register.stop();
            assertThat(enrolling.join()).isPositive();
            nothingIsLost(sandbox, database);
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }
}
