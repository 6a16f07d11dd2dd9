package org.emishub.deployment.campaign.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, held and stopped, and come back. */
class SupervisedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Supervised sleeper;

    @AfterEach
    void close() {
        sleeper.close();
    }

    private Supervised sleeping(String script, BooleanSupplier accepting) {
        sleeper = new Supervised(
                new Program("sleeper", List.of("sh", "-c", script), Map.of("WORD", "hi"), folder.resolve("log")),
                accepting);
        return sleeper;
    }

    @Test
    void what_is_killed_comes_back_and_the_time_is_taken() throws Exception {
        Supervised up = sleeping("echo $WORD; exec sleep 1000", () -> true);
        up.up();
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        long first = up.pid();
        assertThat(up.restarts()).isEmpty();
        assertThat(up.kill()).isTrue();
        assertThat(up.accepts()).isFalse();
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        assertThat(up.pid()).isNotEqualTo(first);
        assertThat(up.restarts()).hasSize(1).allMatch(t -> t.compareTo(Duration.ofMillis(500)) >= 0);
        assertThat(Files.readString(folder.resolve("log"))).isEqualTo("hi\nhi\n");
    }

    @Test
    void what_ends_by_itself_is_measured_until_it_accepts_however_often_it_fails() throws Exception {
        Path fails = folder.resolve("fails");
        Supervised up = sleeping("test ! -e " + fails + " && exec sleep 1000", () -> Files.notExists(fails));
        up.up();
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        Files.createFile(fails);
        up.kill();
        Thread.sleep(1500);
        // Now and then it is started, and fails.
        becomes(() -> up.pid() == 0);
        Files.delete(fails);
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        assertThat(up.restarts()).hasSize(1).allMatch(t -> t.compareTo(Duration.ofMillis(1500)) >= 0);
    }

    @Test
    void what_is_held_down_stays_down() throws Exception {
        Supervised up = sleeping("exec sleep 1000", () -> true);
        up.up();
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        up.down();
        Thread.sleep(1000);
        assertThat(up.pid()).isZero();
        assertThat(up.kill()).as("nothing to kill").isFalse();
        up.up();
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        assertThat(up.restarts()).as("holding is no kill").isEmpty();
    }

    @Test
    void what_is_paused_does_nothing_until_it_is_resumed() throws Exception {
        Supervised up = sleeping("exec sleep 1000", () -> true);
        up.up();
        assertThat(up.awaitAccepting(PATIENCE)).isTrue();
        up.pause();
        becomes(() -> state(up.pid()).equals("T"));
        up.resume();
        becomes(() -> !state(up.pid()).equals("T"));
    }

    /** A signal is sent at once and heeded when its process has its turn. */
    private static void becomes(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static String state(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "stat"))
                    .split(" ")[2];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
