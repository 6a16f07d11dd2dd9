package org.emishub.deployment.pressure;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the hub takes on anything new. What was accepted stays and goes on being delivered, which is what makes room again.
 *
 * <p>Looked at in the background, never for a message.
 */
public final class BackPressure implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackPressure.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double FULL = 100;

    private final List<Path> folders;
    private final Letters letters;
    private final Gauge disk;
    private final Gauge queue;
    private volatile boolean closed;

    /**
     * Looks once, then again and again.
     *
     * @param folders whose disks are written to; one that is not there yet is not looked at
     * @param letters counts what is on its way
     * @param diskPercent from which on a disk is full
     * @param queueLetters from which on the queue is full
     */
    public BackPressure(List<Path> folders, Letters letters, int diskPercent, int queueLetters) {
        this.folders = List.copyOf(folders);
        this.letters = letters;
        this.disk = new Gauge(diskPercent, diskPercent - 2.0);
        this.queue = new Gauge(queueLetters, queueLetters * 0.9);
        lookAtDisks();
        // Two threads: a database that does not answer must not keep the disk from being looked at.
        again("disk", this::lookAtDisks);
        again("queue", this::lookAtQueue);
    }

    private void again(String what, Runnable look) {
        Thread thread = new Thread(
                () -> {
                    while (!closed) {
                        look.run();
                        rest();
                    }
                },
                "back-pressure-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void rest() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** True while nothing new may be taken on. */
    public boolean full() {
        return disk.over() || queue.over();
    }

    /** How full the fullest disk is, in percent. */
    public double diskPercent() {
        return disk.value();
    }

    /** How many letters are on their way. */
    public double queued() {
        return queue.value();
    }

    private void lookAtDisks() {
        double fullest = folders.stream()
                .filter(Files::isDirectory)
                .mapToDouble(BackPressure::percent)
                .max()
                .orElse(0);
        if (disk.set(fullest)) {
            say("the disk is %.0f %% full".formatted(fullest), disk.over());
        }
    }

    /** A disk that cannot be asked is full. */
    private static double percent(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            // As df counts: what is kept back for root, or was never there, is neither used nor to be had.
            double used = store.getTotalSpace() - store.getUnallocatedSpace();
            double all = used + store.getUsableSpace();
            return all == 0 ? 0 : FULL * used / all;
        } catch (IOException e) {
            return FULL;
        }
    }

    private void lookAtQueue() {
        try {
            letters.look();
            long open = letters.open();
            if (queue.set((double) open)) {
                say(open + " letters are on their way", queue.over());
            }
        } catch (RuntimeException e) {
            // The database is away: the doors say so themselves.
        }
    }

    private static void say(String why, boolean over) {
        if (over) {
            LOG.warn("nothing new is taken on: {}", why);
        } else {
            LOG.info("new messages are taken on again: {}", why);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
