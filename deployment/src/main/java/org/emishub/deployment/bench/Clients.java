package org.emishub.deployment.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Several clients that call at the same time. */
final class Clients {
    private static final int MOST_CALLS = 4_000_000;

    private Clients() {}

    /**
     * Each client calls, and calls again as soon as it is answered.
     *
     * @param call is handed a running number, different for every call
     */
    static Latencies busy(int clients, Duration duration, IntConsumer call) {
        return run(clients, duration, 0, call);
    }

    /**
     * Together the clients call at a rate; a late answer makes the calls after it late too, and the time they wait for their turn counts.
     *
     * @param perSecond of all clients together
     */
    static Latencies paced(int clients, Duration duration, double perSecond, IntConsumer call) {
        return run(clients, duration, (long) (clients * 1e9 / perSecond), call);
    }

    private static Latencies run(int clients, Duration duration, long interval, IntConsumer call) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                long first = start + interval * client / clients;
                running.add(threads.submit(() -> one(number, clients, first, end, interval, call)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> client : running) {
                all.addAll(client.get());
            }
            long[] nanos = all.stream().mapToLong(Long::longValue).toArray();
            return Latencies.of(nanos, Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed: " + e.getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Long> one(int client, int clients, long first, long end, long interval, IntConsumer call) {
        List<Long> nanos = new ArrayList<>();
        long due = first;
        for (int n = client; System.nanoTime() < end && nanos.size() < MOST_CALLS; n += clients) {
            if (interval > 0) {
                due += interval;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            long began = interval > 0 ? due : System.nanoTime();
            call.accept(n);
            nanos.add(System.nanoTime() - began);
        }
        return nanos;
    }
}
