package org.emishub.deployment.campaign.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An outside party that keeps every checkpoint of the ledger it has ever seen. */
public final class Witness implements AutoCloseable {
    private static final int MILLIS = 250;

    private final List<Path> checkpoints;
    private final Path folder;
    private final Set<String> seen = new HashSet<>();
    private final Thread thread;
    private volatile boolean running = true;

    private Witness(List<Path> checkpoints, Path folder) {
        this.checkpoints = List.copyOf(checkpoints);
        this.folder = folder;
        this.thread = new Thread(this::watch, "witness");
        thread.setDaemon(true);
    }

    /**
     * Begins to watch.
     *
     * @param dataFolders of the hub's nodes; each keeps its newest checkpoint in {@code checkpoints/checkpoint}
     * @param outside where {@code checkpoints/} is kept
     */
    public static Witness start(List<Path> dataFolders, Path outside) {
        Path folder = outside.resolve("checkpoints");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Witness witness = new Witness(
                dataFolders.stream()
                        .map(data -> data.resolve("checkpoints").resolve("checkpoint"))
                        .toList(),
                folder);
        witness.thread.start();
        return witness;
    }

    private void watch() {
        try {
            while (running) {
                look();
                Thread.sleep(MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        for (Path file : checkpoints) {
            try {
                String note = Files.readString(file);
                // One that is just being replaced, or lies on a disk that was just cut off, ends without its signature.
                if (note.contains("\n\n— ") && note.endsWith("\n") && seen.add(note)) {
                    Files.writeString(folder.resolve(seen.size() + ".note"), note, StandardOpenOption.CREATE);
                }
            } catch (NoSuchFileException e) {
                // Not yet, or not now.
            } catch (IOException e) {
                // The disk is away.
            }
        }
    }

    @Override
    public void close() {
        running = false;
        look();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
