package org.emishub.security.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes files below a folder so that each is either whole or not there, also after a power cut. */
final class DurableFiles {
    private final Path folder;
    private final Set<Path> touched = new TreeSet<>();

    DurableFiles(Path folder) {
        this.folder = folder;
    }

    void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Path parent = folder.resolve(path).getParent();
        Files.createDirectories(parent);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path above = parent;
        while (above != null && above.startsWith(folder)) {
            touched.add(above);
            above = above.getParent();
        }
    }

    /** From here on all that was written is there after a power cut. */
    void sync() throws IOException {
        for (Path each : touched) {
            try (FileChannel directory = FileChannel.open(each, StandardOpenOption.READ)) {
                directory.force(true);
            }
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
