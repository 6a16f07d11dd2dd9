package org.emishub.deployment.campaign.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A schedule at work: each timeline in a thread of its own; every strike and every healing is told with its time. */
public final class Strikes {
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final Function<Planned, Fault> faults;
    private final BiConsumer<Planned, String> told;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    /** Nothing else is struck while the power is away: there is nothing to be struck. */
    private final ReadWriteLock power = new ReentrantReadWriteLock();

    /**
     * Readies them.
     *
     * @param faults makes the fault that is planned
     * @param told hears of each strike and healing: {@code strike}, {@code missed} or {@code heal}
     */
    public Strikes(Function<Planned, Fault> faults, BiConsumer<Planned, String> told) {
        this.faults = faults;
        this.told = told;
    }

    /** Begins; returns at once. */
    public void start(Schedule schedule) {
        long begin = System.nanoTime();
        schedule.timelines().forEach((target, timeline) -> {
            Thread thread = new Thread(() -> strike(timeline, begin), "faults of " + target);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        });
    }

    /** Waits until every fault has struck and healed; whether they did in that time and two minutes more. */
    public boolean await(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.plus(GRACE).toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Ends them early. */
    public void stop() {
        threads.forEach(Thread::interrupt);
    }

    /** How often a fault struck targets whose name begins so. */
    public int count(String target, String fault) {
        return counts.entrySet().stream()
                .filter(e -> e.getKey().startsWith(target) && e.getKey().endsWith(" " + fault))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Faults that could not be made, with why. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    private void strike(List<Planned> timeline, long begin) {
        try {
            for (Planned planned : timeline) {
                long wait = begin + planned.at().toNanos() - System.nanoTime();
                Thread.sleep(Math.max(0, wait / 1_000_000));
                strike(planned);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void strike(Planned planned) throws InterruptedException {
        Fault fault = faults.apply(planned);
        try {
            told.accept(planned, "begin");
            if (!struck(fault)) {
                told.accept(planned, "missed");
                return;
            }
            counts.merge(planned.target() + " " + planned.fault(), 1, Integer::sum);
            told.accept(planned, "strike");
            Thread.sleep(planned.lasts().toMillis());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failures.add(planned.target() + " " + planned.fault() + ": " + e);
        } finally {
            heal(planned, fault);
        }
    }

    private boolean struck(Fault fault) throws Exception {
        Lock lock = fault instanceof CutPower ? power.writeLock() : power.readLock();
        if (fault instanceof FillDisk || fault instanceof Kill) {
            // These wait within: a cut may come meanwhile, and only finds less to take.
            return fault.strike();
        }
        lock.lockInterruptibly();
        try {
            return fault.strike();
        } finally {
            lock.unlock();
        }
    }

    private void heal(Planned planned, Fault fault) {
        try {
            fault.heal();
            told.accept(planned, "heal");
        } catch (Exception e) {
            failures.add(planned.target() + " " + planned.fault() + " did not heal: " + e);
        }
    }
}
