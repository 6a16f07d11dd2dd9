package org.emishub.deployment.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A postmaster that a killed hub left behind. */
final class Orphan {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Orphan() {}

    /**
     * Stops the postmaster that still serves the cluster, if there is one, and waits for its end.
     *
     * @throws IllegalStateException when it does not stop: there must never be two
     */
    static void stopOn(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        Optional<ProcessHandle> process = processNamedIn(pidFile);
        if (process.isEmpty()) {
            return;
        }
        if (!serves(process.get(), cluster)) {
            // The machine was restarted and the number belongs to somebody else now; PostgreSQL would refuse to start.
            Files.delete(pidFile);
            return;
        }
        signal(process.get().pid());
        try {
            process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a PostgreSQL was stopping", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "process " + process.get().pid() + " still serves " + cluster
                            + " and does not stop: end it, then start again",
                    e);
        }
    }

    private static Optional<ProcessHandle> processNamedIn(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    }

    private static boolean serves(ProcessHandle process, Path cluster) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (!Files.isReadable(commandLine)) {
            return process.info().command().filter(c -> c.endsWith("postgres")).isPresent();
        }
        List<String> words = List.of(Files.readString(commandLine).split("\0"));
        return !words.isEmpty() && words.get(0).endsWith("postgres") && words.contains(cluster.toString());
    }

    /** SIGINT is PostgreSQL's fast shutdown: sessions are ended, what was committed is kept. */
    private static void signal(long pid) throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
