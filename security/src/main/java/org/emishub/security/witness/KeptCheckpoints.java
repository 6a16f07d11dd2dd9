package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a witness holds, a folder per origin: {@code checkpoint}, the newest it cosigned; {@code 2026-11-22.txt} and so on, all it cosigned on a day (UTC), an
 * empty line after each; {@code refused.txt}, what the log signed and the witness would not cosign.
 */
public final class KeptCheckpoints {
    private static final Pattern COMPLETE = Pattern.compile("\\G((?:[^\n]+\n)+\n(?:— [^\n]+\n)+)\n");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}\\.txt");
    private static final long MOST_REFUSED_BYTES = 1 << 20;

    /** A lock of a file is its process's: threads, over whichever object, wait for each other here. */
    private static final Object ALONE = new Object();

    private final Path folder;

    public KeptCheckpoints(Path folder) {
        this.folder = folder;
    }

    /** An origin's folder: the SHA-256 of the origin, in hex. */
    public static String folderOf(String origin) {
        return HexFormat.of().formatHex(TreeHead.sha256(origin.getBytes(UTF_8)));
    }

    private Path folder(String origin) {
        return folder.resolve(folderOf(origin));
    }

    /** Runs alone: no other thread or process changes what is kept meanwhile. */
    <T> T alone(Supplier<T> work) {
        synchronized (ALONE) {
            try {
                Files.createDirectories(folder);
                try (FileChannel channel = FileChannel.open(
                                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    if (!held.isValid()) {
                        throw new IOException("the lock was lost");
                    }
                    return work.get();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("what the witness holds cannot be locked", e);
            }
        }
    }

    /**
     * The newest checkpoint cosigned for an origin, with its cosignature.
     *
     * @throws IllegalStateException when there is a file that is none: a witness that forgot must not sign
     */
    public Optional<SignedNote> newest(String origin) {
        Path file = folder(origin).resolve("checkpoint");
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Optional<SignedNote> note = SignedNote.read(Files.readString(file));
            if (note.flatMap(TreeHead::of).isEmpty()) {
                throw new IllegalStateException(file + " is no checkpoint: put back what was there, from a copy");
            }
            return note;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Durable on return. */
    void keep(String origin, SignedNote note, Instant now) {
        Path own = folder(origin);
        try {
            if (Files.notExists(own)) {
                Files.createDirectories(own);
                DurableFile.sync(folder);
            }
            Path day = own.resolve(LocalDate.ofInstant(now, ZoneOffset.UTC) + ".txt");
            // A witness that lost power may have left half a note there.
            DurableFile.append(day, whole(day), note + "\n");
            DurableFile.replace(own.resolve("checkpoint"), note.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be kept", e);
        }
    }

    private static long whole(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        int end = COMPLETE.matcher(text)
                .results()
                .mapToInt(MatchResult::end)
                .max()
                .orElse(0);
        return text.substring(0, end).getBytes(UTF_8).length;
    }

    /** Keeps what the log signed and the witness refused, as long as there is not too much of it. */
    void refused(String origin, AddCheckpoint asked) {
        Path file = folder(origin).resolve("refused.txt");
        try {
            long size = Files.exists(file) ? Files.size(file) : 0;
            if (size < MOST_REFUSED_BYTES) {
                DurableFile.append(file, size, asked + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what was refused cannot be kept", e);
        }
    }

    /** The checkpoint of a size that was cosigned for an origin; the latest, were there several. */
    public Optional<SignedNote> ofSize(String origin, long size) {
        Path own = folder(origin);
        if (Files.notExists(own)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(own)) {
            List<SignedNote> found = new ArrayList<>();
            for (Path file : files.filter(
                            f -> DAY.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .toList()) {
                COMPLETE.matcher(Files.readString(file))
                        .results()
                        .flatMap(result -> SignedNote.read(result.group(1)).stream())
                        .filter(note -> TreeHead.of(note)
                                .filter(head -> head.size() == size)
                                .isPresent())
                        .forEach(found::add);
            }
            return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
        } catch (IOException e) {
            throw new UncheckedIOException("what the witness cosigned cannot be read", e);
        }
    }
}
