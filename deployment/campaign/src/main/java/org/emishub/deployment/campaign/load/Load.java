package org.emishub.deployment.campaign.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** All senders of a campaign at work; what they were told stands in {@code sent-*.jsonl} and {@code told-*.jsonl}. */
public final class Load implements AutoCloseable {
    private static final int THREADS_PER_SENDER = 4;
    private static final int CHILDREN_PER_THREAD = 10;
    /** How far a thread may fall behind and still catch up, so that a restart does not cost its messages. */
    private static final long MOST_BEHIND_NANOS = 30_000_000_000L;

    private final List<Thread> threads = new ArrayList<>();
    private final List<Journal> journals = new ArrayList<>();
    private final Map<String, Map<String, Boolean>> accepted = new LinkedHashMap<>();
    private final Parties parties;
    private final HubDoor door;
    private final Path outside;
    private volatile boolean running = true;
    private volatile boolean paused;
    private volatile boolean patient = true;

    private Load(Parties parties, HubDoor door, Path outside) {
        this.parties = parties;
        this.door = door;
        this.outside = outside;
    }

    /**
     * Starts to send.
     *
     * @param hubs addresses of the nodes' {@code /exchange}
     * @param outside where the senders write, out of reach of every fault
     * @param perSecond of all senders together
     */
    public static Load start(Parties parties, List<URI> hubs, Path outside, double perSecond, long seed) {
        return start(parties, hubs, outside, perSecond, seed, Agreed.ALL);
    }

    /** Starts to send under some of the agreements only: without those to {@link Agreed#ALWAYS_FAILS} nothing has to expire. */
    public static Load start(
            Parties parties, List<URI> hubs, Path outside, double perSecond, long seed, List<Agreed> agreements) {
        Load load = new Load(parties, new HubDoor(hubs, parties.hubSigns()), outside);
        List<String> senders = Agreed.senders();
        int all = senders.size() * THREADS_PER_SENDER;
        String run = Long.toString(Math.floorMod(seed * 31 + System.currentTimeMillis(), 1_679_616L), 36);
        for (int i = 0; i < all; i++) {
            load.thread(senders.get(i % senders.size()), agreements, i, all, perSecond, seed, run);
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    private void thread(
            String sender, List<Agreed> agreements, int number, int all, double perSecond, long seed, String run) {
        Map<String, Boolean> mine = accepted.computeIfAbsent(sender, s -> Sender.waiting());
        Journal journal = Journal.open(outside.resolve("sent-" + sender.replace('/', '.') + "-" + number + ".jsonl"));
        journals.add(journal);
        Sender one = new Sender(
                sender,
                sender.replace('/', '-') + "-" + run + "-" + number,
                parties,
                door,
                journal,
                new Random(seed * 1_000 + number),
                CHILDREN_PER_THREAD,
                agreements.stream().filter(a -> a.sender().equals(sender)).toList(),
                mine,
                () -> patient);
        long interval = (long) (all * 1e9 / perSecond);
        Thread thread = new Thread(() -> run(one, interval, interval * number / all), "sender-" + number);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void run(Sender sender, long interval, long first) {
        long due = System.nanoTime() + first;
        try {
            while (running) {
                long now = System.nanoTime();
                if (paused || now < due) {
                    LockSupport.parkNanos(paused ? 50_000_000 : due - now);
                    due = paused ? System.nanoTime() : due;
                    continue;
                }
                sender.tell();
                due = Math.max(due + interval, System.nanoTime() - MOST_BEHIND_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends nothing new until {@link #resume}; what is under way goes on. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** How many messages were accepted so far. */
    public int accepted() {
        return accepted.values().stream().mapToInt(Map::size).sum();
    }

    /** Sends nothing new any more; returns when every sender knows what became of its last message, or the time is over. */
    public void stop(Duration limit) {
        running = false;
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (Thread thread : threads) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                thread.join(Math.max(1, left));
            }
            patient = false;
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is left when there is no more time: messages that were accepted and of which nobody can say how they ended. */
    public record Drained(int accepted, int waiting) {}

    /** Stops, then asks the hub until it has said of every accepted message how it ended. */
    public Drained drain(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        stop(limit);
        List<Asking> asking = new ArrayList<>();
        accepted.forEach((sender, ids) -> asking.add(new Asking(sender, parties, door, outside, ids.keySet())));
        try {
            boolean all = false;
            while (!all && System.nanoTime() < end) {
                all = true;
                for (Asking one : asking) {
                    all &= one.round();
                }
                Thread.sleep(all ? 0 : 300);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            asking.forEach(Asking::close);
        }
        return new Drained(accepted(), asking.stream().mapToInt(Asking::waiting).sum());
    }

    @Override
    public void close() {
        running = false;
        patient = false;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        journals.forEach(Journal::close);
    }
}
