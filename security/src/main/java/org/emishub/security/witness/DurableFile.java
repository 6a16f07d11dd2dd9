package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Texts in files that are on the disk when a call returns. */
final class DurableFile {
    private DurableFile() {}

    /** A reader sees the old text or the new one, never a part. */
    static void replace(Path file, String text) throws IOException {
        Path work = file.resolveSibling(file.getFileName() + ".new");
        write(work, text, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(work, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.resolveSibling(""));
    }

    /** Adds to a file, from a place on; what was behind it goes. */
    static void append(Path file, long from, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(from);
        }
        write(file, text, StandardOpenOption.APPEND);
        sync(file.resolveSibling(""));
    }

    private static void write(Path file, String text, OpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A file's name is durable when its folder is. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.toAbsolutePath(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
