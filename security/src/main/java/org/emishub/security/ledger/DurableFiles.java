package org.emishub.security.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.emishub.security.file.DurableFile;

/** Writes files below a folder so that each is either whole or not there, also after a power cut. */
final class DurableFiles {
    private final Path folder;
    private final Set<Path> touched = new TreeSet<>();

    DurableFiles(Path folder) {
        this.folder = folder;
    }

    void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Path parent = file.getParent();
        Files.createDirectories(parent);
        DurableFile.put(file, bytes);
        Path above = parent;
        while (above != null && above.startsWith(folder)) {
            touched.add(above);
            above = above.getParent();
        }
    }

    /** From here on all that was written is there after a power cut. */
    void sync() throws IOException {
        for (Path each : touched) {
            DurableFile.sync(each);
        }
        touched.clear();
    }

    void deleteFolder(String path) throws IOException {
        Path gone = folder.resolve(path);
        if (Files.isDirectory(gone)) {
            try (Stream<Path> files = Files.walk(gone)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
