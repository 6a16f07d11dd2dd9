package org.emishub.adapters.education.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.oneroster.Manifest;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.oneroster.References;
import org.emishub.adapters.education.oneroster.RosterReader;
import org.emishub.adapters.education.oneroster.ZippedPackage;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages of a size at which keeping children in memory would show.
 *
 * <p>The campaign over a million children: {@code ./mvnw -pl adapters/education -am -Pheavy test}; {@code -Demishub.students=100000} makes it smaller.
 */
class LargePackageTest {
    @TempDir
    private Path folder;

    @Test
    void loads_20_000_children_without_keeping_them() throws Exception {
        long small = retainedWhile(2_000);
        long large = retainedWhile(20_000);
        // Whole children would be some 5 KB each with their guardians: 90 MB for the difference.
        assertThat(large - small).as("bytes kept for 18,000 children more").isLessThan(18_000L * 400);
    }

    /** Heap that is in use after a collection at the moment when all of a package is joined and its last children are handed on. */
    private long retainedWhile(int students) throws Exception {
        Path zip = write(students);
        Fixture hub = new Fixture();
        long[] used = {0};
        try (ZippedPackage files = ZippedPackage.open(zip, PackageLimits.DEFAULT)) {
            long[] children = {0};
            RosterReader.<RuntimeException>read(
                    files,
                    Manifest.read(files),
                    new RosterReader.Setting(
                            RegisterCodes.of(Fixture.EMIS),
                            Fixture.TODAY,
                            id -> false,
                            References.none(),
                            (f, l, c, code) -> {
                                throw new AssertionError(f + ":" + l + ":" + c + ":" + code);
                            },
                            hub.unmapped::add),
                    child -> {
                        children[0]++;
                        if (children[0] == students) {
                            used[0] = usedAfterCollection();
                        }
                    });
            assertThat(children[0]).isEqualTo(students);
        }
        return used[0];
    }

    private static long usedAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private Path write(int students) throws Exception {
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        String name = students + ".zip";
        TestCountry.emis(students)
                .drop(incoming, name, TestCountry.emis(students).bulk());
        return incoming.resolve(name);
    }

    /** Prints what it took; with {@code -Xmx512m} it can only end well if a million children fit. */
    @Test
    @Tag("heavy")
    void loads_a_million_children_in_512_megabytes() throws Exception {
        int students = Integer.getInteger("emishub.students", 1_000_000);
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(512L << 20);
        long begin = System.nanoTime();
        Path zip = write(students);
        print("written, MB of zip", Files.size(zip) >> 20, begin);
        Fixture hub = new Fixture();
        begin = System.nanoTime();
        List<String> errors = new ArrayList<>();
        Loaded loaded;
        HeapWatch heap = new HeapWatch();
        try (heap;
                ZippedPackage files = ZippedPackage.open(zip, PackageLimits.DEFAULT)) {
            loaded = hub.snapshot.load(
                    files, "heavy", Fixture.TODAY, (f, l, c, code) -> errors.add(f + l + c + code), hub.unmapped::add);
        }
        print("loaded, rows", loaded.accepted(), begin);
        assertThat(errors).isEmpty();
        assertThat(loaded.tally().byFile().get("demographics.csv").accepted()).isEqualTo(students);
        print("most heap in use, garbage included, MB", heap.most >> 20, begin);

        ChildRecord subject = ChildRecord.from(Fixture.EMIS, LocalDate.EPOCH)
                .put("child.id", "TJ" + (10_000_000 + students - 1))
                .build();
        assertThat(hub.provider.find("enrolment", subject, Optional.empty())).isInstanceOf(Found.Match.class);
        begin = System.nanoTime();
        try (var all = hub.provider.records("enrolment", Fixture.TODAY)) {
            assertThat(all.count()).isEqualTo(students);
        }
        print("counted, children", students, begin);
    }

    /** Looks at the heap ten times a second until stopped. */
    private static final class HeapWatch implements AutoCloseable {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledFuture<?> watching;
        private volatile long most;

        HeapWatch() {
            MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
            watching = timer.scheduleAtFixedRate(
                    () -> most = Math.max(most, memory.getHeapMemoryUsage().getUsed()), 0, 100, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            watching.cancel(false);
            timer.shutdown();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String what, long figure, long begin) {
        System.out.println(what + ": " + figure + " after "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
    }
}
