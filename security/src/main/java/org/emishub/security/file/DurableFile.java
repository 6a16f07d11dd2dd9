package org.emishub.security.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are on the disk when a call returns, and of which nobody sees a part. */
public final class DurableFile {
    private DurableFile() {}

    /** A reader sees the old bytes or the new ones; the same after a power cut, and surely the new ones once the folder is {@linkplain #sync synced}. */
    public static void put(Path file, byte[] bytes) throws IOException {
        Path work = file.resolveSibling(file.getFileName() + ".new");
        write(work, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(work, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A reader sees the old text or the new one; the new one is there after a power cut. */
    public static void replace(Path file, String text) throws IOException {
        put(file, text.getBytes(UTF_8));
        sync(file.resolveSibling(""));
    }

    /** Adds to a file, which is made where it is missing, from a place on, in bytes; what was behind it goes. */
    public static void append(Path file, long from, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(from);
        }
        write(file, text.getBytes(UTF_8), StandardOpenOption.APPEND);
        sync(file.resolveSibling(""));
    }

    private static void write(Path file, byte[] bytes, OpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** A file's name is durable when its folder is. */
    public static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.toAbsolutePath(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
