package org.emishub.security.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;

/** One thread that takes whatever work waits, first come first served, and has it committed together. */
final class GroupCommit implements AutoCloseable {
    /** The most units of work that share a transaction. */
    static final int MAX_GROUP = 256;

    private static final int WAITING = 4_096;

    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(WAITING, true);
    private final Task<Boolean> end = new Task<>((connection, ledger) -> true);
    private final Function<List<Task<?>>, Duration> commit;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean over;

    /**
     * Starts the thread.
     *
     * @param commit commits a group, empty when there was nothing for a while, and completes every task; never throws; says how long it may lie idle
     */
    GroupCommit(Function<List<Task<?>>, Duration> commit) {
        this.commit = commit;
        this.thread = new Thread(this::run, "ledger");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    <T> T submit(Work<T> work) {
        if (Thread.currentThread() == thread) {
            throw new LedgerUnavailable(
                    new IllegalStateException("work that is being committed cannot wait for another commit"));
        }
        Task<T> task = new Task<>(work);
        if (closed || !put(task)) {
            throw new LedgerUnavailable(new IllegalStateException("the ledger is closed or overloaded"));
        }
        if (over && waiting.remove(task)) {
            throw new LedgerUnavailable(new IllegalStateException("the ledger is closed"));
        }
        return task.await();
    }

    private boolean put(Task<?> task) {
        try {
            return waiting.offer(task, 10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        Duration idle = commit.apply(List.of());
        boolean ended = false;
        while (!ended) {
            List<Task<?>> group = next(idle);
            ended = group.remove(end);
            idle = commit.apply(group);
        }
        over = true;
        List<Task<?>> late = new ArrayList<>();
        waiting.drainTo(late);
        late.forEach(task -> task.failed(new LedgerUnavailable(new IllegalStateException("the ledger is closed"))));
    }

    private List<Task<?>> next(Duration idle) {
        List<Task<?>> group = new ArrayList<>();
        try {
            Task<?> first = waiting.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                group.add(first);
                waiting.drainTo(group, MAX_GROUP - 1);
            }
        } catch (InterruptedException e) {
            // Nobody may stop this thread but close().
        }
        return group;
    }

    /** Commits what waits, then ends. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                if (!waiting.contains(end)) {
                    waiting.offer(end, 1, TimeUnit.SECONDS);
                }
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
