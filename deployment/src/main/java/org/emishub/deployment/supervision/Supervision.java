package org.emishub.deployment.supervision;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the hub's own servers serve, and starts again those that do not, for as long as it takes. */
public final class Supervision implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final List<Supervised> servers;
    private final Consumer<Supervised> restarted;
    private final Thread thread;
    private volatile boolean closed;

    /** @param restarted is told of each server that was started again */
    public Supervision(List<? extends Supervised> servers, Consumer<Supervised> restarted) {
        this.servers = List.copyOf(servers);
        this.restarted = restarted;
        this.thread = new Thread(this::run, "supervision");
        this.thread.setDaemon(true);
        if (!servers.isEmpty()) {
            thread.start();
        }
    }

    private void run() {
        while (!closed) {
            servers.forEach(this::look);
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Supervised server) {
        try {
            if (!closed && !server.works()) {
                LOG.warn("{} has ended: it is started again", server.name());
                server.restart();
                LOG.warn("{} is back", server.name());
                restarted.accept(server);
            }
        } catch (RuntimeException e) {
            // Its disk may be full, or the one before not yet gone.
            LOG.error("{} cannot be started again yet: {}", server.name(), e.getMessage());
        }
    }

    /** Starts nothing any more; one that is being started is waited for. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
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
