package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
public final class Folders {
    private Folders() {}

    /** Deletes everything in it and leaves it there. */
    public static void empty(Path folder) throws IOException {
        for (Path path : inside(folder)) {
            Files.deleteIfExists(path);
        }
        Files.createDirectories(folder);
    }

    /** Deletes it. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            empty(folder);
            Files.delete(folder);
        }
    }

    /** The regular files in it, however deep; those that vanish while it is read are left out. */
    public static List<Path> files(Path folder) throws IOException {
        return inside(folder).stream().filter(Files::isRegularFile).toList();
    }

    /** Deepest first; without the folder itself. */
    private static List<Path> inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        // A running program removes its files while they are listed.
        for (int attempt = 0; ; attempt++) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(p -> !p.equals(folder))
                        .sorted(Comparator.reverseOrder())
                        .toList();
            } catch (UncheckedIOException e) {
                if (attempt == 20) {
                    throw e.getCause();
                }
            }
        }
    }
}
