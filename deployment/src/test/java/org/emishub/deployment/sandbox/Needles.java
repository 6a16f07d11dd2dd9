package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks for many values at once in every byte of a folder: as UTF-8, as UTF-16 of either order and as hexadecimal digits. */
final class Needles {
    private static final int WINDOW = Long.BYTES;
    private static final int FILTER_BITS = 20;
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private record Needle(String value, byte[] bytes) {}

    private final Map<Long, List<Needle>> byWindow = new HashMap<>();
    private final long[] filter = new long[1 << (FILTER_BITS - 6)];

    /** @param values each of at least eight bytes: shorter ones would be found by chance */
    Needles(List<String> values) {
        for (String value : values) {
            CHARSETS.forEach(charset -> add(value, value.getBytes(charset)));
            String hex = HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
            add(value, hex.getBytes(StandardCharsets.US_ASCII));
            add(value, hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void add(String value, byte[] bytes) {
        if (bytes.length < WINDOW) {
            throw new IllegalArgumentException("too short to be looked for");
        }
        long window = 0;
        for (int i = 0; i < WINDOW; i++) {
            window = (window << 8) | (bytes[i] & 0xff);
        }
        byWindow.computeIfAbsent(window, w -> new ArrayList<>()).add(new Needle(value, bytes));
        int bit = bit(window);
        filter[bit >>> 6] |= 1L << bit;
    }

    private static int bit(long window) {
        return (int) ((window * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FILTER_BITS));
    }

    /**
     * What was found.
     *
     * @param gone files that a hub at work deleted before they could be read
     * @param found value to the files it lies in
     */
    record Found(int files, int gone, long bytes, Map<String, TreeSet<String>> found) {}

    /** Every file of a folder, whatever it is. */
    Found in(Path folder) throws IOException {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        long bytes = 0;
        int files = 0;
        int gone = 0;
        for (Path file : files(folder)) {
            try {
                byte[] content = Files.readAllBytes(file);
                bytes += content.length;
                files++;
                in(content).forEach(value -> found.computeIfAbsent(value, v -> new TreeSet<>())
                        .add(folder.relativize(file).toString()));
            } catch (NoSuchFileException e) {
                gone++;
            }
        }
        return new Found(files, gone, bytes, found);
    }

    /** Every file of a folder in which a hub is at work: what it deletes while we look is left out. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file)) {
                    all.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                if (why instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw why;
            }
        });
        return all;
    }

    /** The values that lie in these bytes. */
    Set<String> in(byte[] bytes) {
        TreeSet<String> found = new TreeSet<>();
        long window = 0;
        for (int i = 0; i < bytes.length; i++) {
            window = (window << 8) | (bytes[i] & 0xff);
            int bit = bit(window);
            if (i >= WINDOW - 1 && (filter[bit >>> 6] & (1L << bit)) != 0) {
                int from = i - WINDOW + 1;
                byWindow.getOrDefault(window, List.of()).stream()
                        .filter(needle -> lies(needle.bytes(), bytes, from))
                        .forEach(needle -> found.add(needle.value()));
            }
        }
        return found;
    }

    private static boolean lies(byte[] needle, byte[] bytes, int from) {
        return from + needle.length <= bytes.length
                && java.util.Arrays.equals(needle, 0, needle.length, bytes, from, from + needle.length);
    }
}
