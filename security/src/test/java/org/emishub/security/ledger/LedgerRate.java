package org.emishub.security.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.emishub.security.vault.ChildVault.Plain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints durable commits, verified entries and sealed rows per second; asserts nothing and runs only by name: {@code -Dtest=LedgerRate}. */
class LedgerRate {
    private static final long NANOS = 6_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void prints_commits() throws Exception {
        TestLedger world = new TestLedger(folder);
        try (PostgresLedger ledger = world.open()) {
            for (int threads : new int[] {1, 8, 32, 128}) {
                commits(ledger, threads, 1);
                System.out.printf(
                        "%3d callers: %,7.0f commits of one entry per second%n", threads, commits(ledger, threads, 1));
            }
            System.out.printf(" 32 callers: %,7.0f commits of three entries per second%n", commits(ledger, 32, 3));
            long start = System.nanoTime();
            Ledger.Verification verification = ledger.verify();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "verified %,d entries and %d checkpoints in %.1f s (%,.0f per second), problem: %s%n",
                    verification.entries(),
                    verification.checkpoints(),
                    seconds,
                    verification.entries() / seconds,
                    verification.problem());
        }
    }

    private static double commits(PostgresLedger ledger, int threads, int entries) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            running.add(callers.submit(() -> {
                while (System.nanoTime() - start < NANOS) {
                    long number = done.incrementAndGet();
                    ledger.commit((connection, appender) -> {
                        for (int i = 0; i < entries; i++) {
                            appender.append(TestLedger.draft("m" + number, "child" + number % 2_000));
                        }
                        return true;
                    });
                }
            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        callers.shutdown();
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    @Test
    void prints_a_bulk_load() throws Exception {
        TestLedger world = new TestLedger(folder);
        int children = 200_000;
        int group = 2_000;
        long start = System.nanoTime();
        try (Connection connection = world.database.getConnection()) {
            connection.setAutoCommit(false);
            for (int from = 0; from < children; from += group) {
                List<Plain> plains = IntStream.range(from, from + group)
                        .mapToObj(i ->
                                new Plain("TJ-" + i, "snapshot", "x".repeat(500).getBytes(StandardCharsets.UTF_8)))
                        .toList();
                world.vault.sealAll(connection, 2026, plains);
                connection.commit();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "sealed %,d new children's rows in %.1f s (%,.0f per second)%n", children, seconds, children / seconds);
    }
}
