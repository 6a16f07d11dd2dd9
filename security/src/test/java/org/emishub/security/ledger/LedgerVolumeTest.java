package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million entries, at 100 percent. */
@Tag("volume")
class LedgerVolumeTest {
    private static final int PERCENT = Integer.getInteger("emishub.volume", 1);
    private static final long ENTRIES = 10_000L * PERCENT;

    /** A short run is mostly warming up, beside whatever else a build does: it only finds what is out of all proportion. */
    private static final int LENIENCY = PERCENT < 10 ? 10 : 1;

    private static final int CALLERS = 32;
    private static final int OF_ONE_CHILD = 1_000;

    @TempDir
    Path folder;

    @Test
    void appends_a_million_entries_publishes_them_and_proves_each() throws Exception {
        TestLedger world = new TestLedger(folder);
        LedgerFiles files = new LedgerFiles(world.database, world.key, folder.resolve("ledger"));
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
        long reading = System.nanoTime();
        assertThat(reader.ofChild("the child")).hasSize(OF_ONE_CHILD);
        double child = milliseconds(reading);
        LedgerProofs proofs = new LedgerProofs(world.database, world.checkpoints, world.key);
        long proving = System.nanoTime();
        String proof = proofs.proof(size / 3);
        double proved = milliseconds(proving);
        int hashes = proof.lines().toList().indexOf("") - 2;
        long checking = System.nanoTime();
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).isEmpty();
        }
        double verified = milliseconds(checking);
        System.out.printf(
                "ledger: %,d entries, %.3f ms to append one, published in %.1f s, files verified in %.1f s, database in %.1f s,"
                        + " a child's log of %,d in %.2f s, a proof of %d hashes made in %.1f ms%n",
                size,
                append,
                published / 1_000,
                verifiedFiles / 1_000,
                verified / 1_000,
                OF_ONE_CHILD,
                child / 1_000,
                hashes,
                proved);
        assertThat(append).as("ms to append an entry").isLessThan(LENIENCY);
        assertThat(child).as("ms for a child's log").isLessThan(2_000 * LENIENCY);
        assertThat(hashes).isLessThanOrEqualTo(24);
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

    private static double milliseconds(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
