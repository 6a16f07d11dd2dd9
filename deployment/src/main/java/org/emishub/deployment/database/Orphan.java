package org.emishub.deployment.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a killed hub, or a killed postmaster, left running on a cluster. */
final class Orphan {
    private static final Path PROCESSES = Path.of("/proc");
    /** For each step: asking, insisting, killing. A fast shutdown writes a checkpoint, an immediate one leaves that to recovery. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);

    private Orphan() {}

    /**
     * Stops every PostgreSQL process that still serves the cluster and waits for its end; afterwards a new one may start.
     *
     * @throws IllegalStateException when one does not end: there must never be two
     */
    static void stopOn(Path cluster) throws IOException {
        Optional<ProcessHandle> postmaster = postmasterOf(cluster);
        // A stopped process does not hear what it is told. INT: sessions end, what was committed is kept.
        if (postmaster.isPresent()) {
            signal("CONT", servantsOf(cluster));
            signal("INT", List.of(postmaster.get()));
            if (!ended(cluster, postmaster)) {
                signal("CONT", servantsOf(cluster));
                signal("QUIT", List.of(postmaster.get()));
            }
        }
        // A server without its postmaster ends by itself, unless it was stopped.
        signal("CONT", servantsOf(cluster));
        if (!ended(cluster, postmaster)) {
            signal("KILL", servantsOf(cluster));
        }
        if (!ended(cluster, postmaster)) {
            throw new IllegalStateException("processes "
                    + servantsOf(cluster).stream().map(ProcessHandle::pid).toList() + " still serve " + cluster
                    + " and do not end: end them, then start again");
        }
        forget(cluster);
    }

    /** The number may belong to somebody else since; PostgreSQL would refuse to start. */
    private static void forget(Path cluster) throws IOException {
        Path file = pidFile(cluster);
        if (named(file).filter(ProcessHandle::isAlive).isPresent()) {
            Files.deleteIfExists(file);
        }
    }

    /** The live postmaster of a cluster. */
    static Optional<ProcessHandle> postmasterOf(Path cluster) throws IOException {
        Optional<ProcessHandle> named = named(pidFile(cluster)).filter(ProcessHandle::isAlive);
        return named.isPresent() && serves(named.get(), cluster) ? named : Optional.empty();
    }

    private static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    private static Optional<ProcessHandle> named(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    private static List<ProcessHandle> servantsOf(Path cluster) throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        if (!Files.isDirectory(PROCESSES)) {
            postmasterOf(cluster).ifPresent(found::add);
            return found;
        }
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path number : numbers) {
                ProcessHandle.of(Long.parseLong(String.valueOf(number.getFileName())))
                        .filter(process -> serves(process, cluster))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** Every process of PostgreSQL works in its cluster's folder, whatever it calls itself. */
    private static boolean serves(ProcessHandle process, Path cluster) {
        Path entry = PROCESSES.resolve(Long.toString(process.pid()));
        if (!Files.isDirectory(PROCESSES)) {
            return process.info().command().filter(c -> c.endsWith("postgres")).isPresent();
        }
        try {
            return Files.readSymbolicLink(entry.resolve("exe")).endsWith("postgres")
                    && Files.isSameFile(Files.readSymbolicLink(entry.resolve("cwd")), cluster);
        } catch (IOException e) {
            // Ended meanwhile, a zombie, or another user's: none of these serves our folder.
            return false;
        }
    }

    private static boolean ended(Path cluster, Optional<ProcessHandle> postmaster) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        // A process that is ending has no folder any more but may still hold its port.
        while (!servantsOf(cluster).isEmpty() || postmaster.filter(Orphan::runs).isPresent()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a PostgreSQL was stopping", e);
            }
        }
        return true;
    }

    /** Alive, and not a zombie that nobody asks after. */
    private static boolean runs(ProcessHandle process) {
        try {
            Path state = PROCESSES.resolve(Long.toString(process.pid())).resolve("stat");
            return process.isAlive() && !Files.readString(state).contains(") Z ");
        } catch (IOException e) {
            return process.isAlive() && !Files.isDirectory(PROCESSES);
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
