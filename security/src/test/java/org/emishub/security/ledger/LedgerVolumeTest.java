package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.emishub.security.evidence.CasePacks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million entries, at 100 percent. */
@Tag("volume")
class LedgerVolumeTest {
    private static final int PERCENT = Integer.getInteger("emishub.volume", 1);
    private static final long ENTRIES = 10_000L * PERCENT;

    /** A short run is mostly warming up, beside whatever else a build does: its times are told, and hold nobody to anything. */
    private static final boolean TIMES_COUNT = PERCENT >= 100;

    private static final int CALLERS = 32;
    private static final int OF_ONE_CHILD = 1_000;

    @TempDir
    Path folder;

    @Test
    void appends_a_million_entries_publishes_them_and_proves_each() throws Exception {
        TestLedger world = new TestLedger(folder);
        LedgerFiles files = new LedgerFiles(world.database, world.keys, folder.resolve("ledger"));
        double append;
        try (PostgresLedger ledger = world.open()) {
            fill(ledger, 2_000, "warming up ");
            long start = System.nanoTime();
            fill(ledger, ENTRIES, "child ");
            append = milliseconds(start) / ENTRIES;
            for (int i = 0; i < OF_ONE_CHILD / 2; i++) {
                ledger.commit((connection, appender) -> {
                    appender.append(TestLedger.draft("m", "the child"));
                    return appender.append(TestLedger.draft("m", "the child"));
                });
            }
        }
        long size = ENTRIES + 2_000 + OF_ONE_CHILD;
        long publishing = System.nanoTime();
        files.publish();
        double published = milliseconds(publishing);
        long verifying = System.nanoTime();
        assertThat(files.verify()).isEqualTo(new LedgerFiles.Found(size, java.util.Optional.empty()));
        double verifiedFiles = milliseconds(verifying);
        EntryReader reader = new EntryReader(world.database, world.vault);
        double child = median(3, turn -> assertThat(reader.ofChild("the child")).hasSize(OF_ONE_CHILD));
        LedgerProofs proofs = new LedgerProofs(world.database, world.checkpoints, world.keys);
        String proof = proofs.proof(size / 3);
        double proved = median(101, turn -> proofs.proof(size / 101 * turn));
        assertThat(LedgerFiles.copy(folder.resolve("ledger"), folder.resolve("copy")))
                .isEqualTo(size);
        long offline = System.nanoTime();
        String said = offline(world);
        double reverified = milliseconds(offline);
        int hashes = proof.lines().toList().indexOf("") - 2;
        long checking = System.nanoTime();
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).isEmpty();
        }
        double verified = milliseconds(checking);
        System.out.printf(
                "ledger: %,d entries, %.3f ms to append one, published in %.1f s, files verified in %.1f s, database in %.1f s,"
                        + " a child's log of %,d in %.2f s, a proof of %d hashes made in %.1f ms,"
                        + " verified offline by verify.py in %.1f s%n",
                size,
                append,
                published / 1_000,
                verifiedFiles / 1_000,
                verified / 1_000,
                OF_ONE_CHILD,
                child / 1_000,
                hashes,
                proved,
                reverified / 1_000);
        assertThat(hashes).isLessThanOrEqualTo(24);
        assertThat(said).startsWith("VERIFIED").contains("All %d entries".formatted(size));
        if (TIMES_COUNT) {
            assertThat(append).as("ms to append an entry").isLessThan(1);
            assertThat(child).as("ms for a child's log").isLessThan(2_000);
            assertThat(proved).as("ms for a proof").isLessThan(50);
            assertThat(reverified).as("ms to verify offline").isLessThan(60_000);
        }
    }

    /** What the verifier says of the published files, as whoever copied them runs it. */
    private String offline(TestLedger world) throws Exception {
        Path verifier = Files.write(folder.resolve("verify.py"), CasePacks.verifier());
        Path said = folder.resolve("said");
        new ProcessBuilder(
                        "python3",
                        verifier.toString(),
                        folder.resolve("copy").toString(),
                        "--key",
                        world.key.verifierKey())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        return Files.readString(said);
    }

    /** Each entry a commit of its own, as an exchange makes them. */
    private static void fill(PostgresLedger ledger, long entries, String name) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        AtomicLong next = new AtomicLong();
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            running.add(callers.submit(() -> {
                for (long i = next.getAndIncrement(); i < entries; i = next.getAndIncrement()) {
                    String child = name + i * 7_919 % 5_000;
                    ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", child)));
                }
            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        callers.shutdown();
    }

    /** Milliseconds that it takes; a machine that others use too answers one time late and the next not. */
    private static double median(int turns, IntConsumer measured) {
        double[] times = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            long start = System.nanoTime();
            measured.accept(turn);
            times[turn] = milliseconds(start);
        }
        Arrays.sort(times);
        return times[turns / 2];
    }

    private static double milliseconds(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
