package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A process that is started again whenever it ends, and whose time from its end to accepting again is taken. */
public final class Supervised implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    /** What a service manager waits before it starts a service again. */
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** What a service manager's watchdog gives a process that is alive and does not accept. */
    private static final Duration WATCHDOG = Duration.ofMinutes(4);

    private final Program program;
    private final BooleanSupplier accepting;
    private final List<Duration> restarts = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Thread keeper;

    private @Nullable Process process;
    private boolean wanted;
    private boolean paused;
    private volatile boolean accepts;
    private volatile boolean closed;
    private int starts;
    private long startedAt;
    private long endedAt;
    /** When it stopped accepting through a kill, in nanoseconds; 0 when that is not being measured. */
    private long killedAt;

    private long lastGood;

    /** @param accepting whether it does its work, asked often: it must answer within a second or two */
    public Supervised(Program program, BooleanSupplier accepting) {
        this.program = program;
        this.accepting = accepting;
        this.keeper = new Thread(this::keep, "keeper of " + program.name());
        keeper.setDaemon(true);
        keeper.start();
    }

    public String name() {
        return program.name();
    }

    /** Wants it up, from now on. */
    public synchronized void up() {
        wanted = true;
    }

    /** Ends it as kill -9 does and leaves it down until {@link #up()}. */
    public synchronized void down() {
        wanted = false;
        killedAt = 0;
        end();
    }

    /** kill -9; it is started again at once. Says whether there was anything to kill. */
    public synchronized boolean kill() {
        if (process == null || !process.isAlive()) {
            return false;
        }
        killedAt = System.nanoTime();
        end();
        return true;
    }

    /** SIGSTOP: it keeps its sockets and locks, and does nothing. */
    public synchronized void pause() {
        signal("-STOP");
        paused = true;
    }

    /** SIGCONT. */
    public synchronized void resume() {
        signal("-CONT");
        paused = false;
    }

    public boolean accepts() {
        return accepts;
    }

    /** Its process id; 0 while it is down. */
    public synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : 0;
    }

    /** How often it was started. */
    public synchronized int starts() {
        return starts;
    }

    /** From each kill to accepting again. */
    public List<Duration> restarts() {
        return List.copyOf(restarts);
    }

    /** What no fault explains: a process that was alive and did not accept for longer than a watchdog bears. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Waits until it accepts; whether it did in time. */
    public boolean awaitAccepting(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!accepts && System.nanoTime() < end) {
            Thread.sleep(TICK.toMillis());
        }
        return accepts;
    }

    @Override
    public void close() {
        closed = true;
        down();
    }

    private void keep() {
        while (!closed) {
            try {
                startWhereMissing();
                probe();
                Thread.sleep(TICK.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void startWhereMissing() {
        if (!wanted || closed || (process != null && process.isAlive())) {
            return;
        }
        if (accepts) {
            // It ended by itself, through another's fault: only kills are measured.
            accepts = false;
            endedAt = System.nanoTime();
        }
        if (process != null && endedAt < startedAt) {
            endedAt = System.nanoTime();
        }
        if (System.nanoTime() - endedAt < PAUSE.toNanos() && process != null) {
            return;
        }
        try {
            startedAt = System.nanoTime();
            process = program.start();
            starts++;
        } catch (IOException e) {
            // Its folder may be away with the disk's power: tried again.
            endedAt = System.nanoTime();
        }
    }

    private void probe() {
        if (pid() == 0 || paused()) {
            return;
        }
        boolean answer = accepting.getAsBoolean();
        synchronized (this) {
            if (process == null || !process.isAlive() || paused) {
                return;
            }
            accepts = answer;
            if (answer && killedAt != 0) {
                restarts.add(Duration.ofNanos(System.nanoTime() - killedAt));
                killedAt = 0;
            }
            if (answer) {
                lastGood = System.nanoTime();
            } else if (System.nanoTime() - Math.max(lastGood, startedAt) > WATCHDOG.toNanos()) {
                complaints.add(name() + " was alive and did not accept for " + WATCHDOG.toSeconds() + " s");
                end();
            }
        }
    }

    private synchronized boolean paused() {
        return paused;
    }

    private void end() {
        accepts = false;
        paused = false;
        if (process != null) {
            // As a service manager ends a whole group: a postmaster's child that waits for its client would outlive it,
            // and keep its memory.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
            endedAt = System.nanoTime();
        }
    }

    private void signal(String signal) {
        if (process != null && process.isAlive()) {
            Shell.succeeds("kill", signal, Long.toString(process.pid()));
            lastGood = System.nanoTime();
        }
    }
}
