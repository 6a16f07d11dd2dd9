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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emishub.security.file.DurableFile;
import org.emishub.security.hash.Sha256;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;

/**
 * What a witness holds, a folder per origin: {@code checkpoint}, the newest it cosigned; {@code 2026-11-22.txt} and so on, each head it cosigned on a day (UTC), an
 * empty line after each; {@code refused.txt}, what the log signed and contradicts what was cosigned; {@code unproven.txt}, what it signed and came without a
 * proof that it continues what was cosigned, which may be the fault of whoever sent it: of that the oldest half goes when there is too much.
 */
public final class KeptCheckpoints {
    private static final Pattern COMPLETE = Pattern.compile("\\G((?:[^\n]+\n)+\n(?:— [^\n]+\n)+)\n");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}\\.txt");
    /** In characters, for each of the two files. */
    private static final int MOST_REFUSED = 1 << 20;

    /** A lock of a file is its process's: threads, over whichever object, wait for each other here. */
    private static final Object ALONE = new Object();

    private final Path folder;

    /** Where each day's file ends that was appended to here. */
    private final Map<Path, Long> ends = new HashMap<>();

    public KeptCheckpoints(Path folder) {
        this.folder = folder;
    }

    /** An origin's folder: the SHA-256 of the origin, in hex. */
    public static String folderOf(String origin) {
        return Sha256.hex(origin);
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
            long end = end(day);
            DurableFile.append(day, end, note + "\n");
            ends.keySet().removeIf(other -> other.startsWith(own));
            ends.put(day, end + (note + "\n").getBytes(UTF_8).length);
            DurableFile.replace(own.resolve("checkpoint"), note.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be kept", e);
        }
    }

    /** Read again only where somebody else wrote: another process, or a witness that lost power and may have left half a note. */
    private long end(Path day) throws IOException {
        Long known = ends.get(day);
        return known != null && Files.exists(day) && Files.size(day) == known ? known : whole(day);
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

    /** Keeps what the log signed and contradicts what was cosigned, each text once, as long as there is not too much of it. */
    void refused(String origin, AddCheckpoint asked) {
        evidence(folder(origin).resolve("refused.txt"), asked, false);
    }

    /** Keeps what the log signed and nobody proved to continue what was cosigned, each text once; rather the newer. */
    void unproven(String origin, AddCheckpoint asked) {
        evidence(folder(origin).resolve("unproven.txt"), asked, true);
    }

    private static void evidence(Path file, AddCheckpoint asked, boolean ratherNewer) {
        try {
            String known = Files.exists(file) ? Files.readString(file) : "";
            String text = "\n\n" + asked.note().text() + "\n";
            boolean full = known.length() >= MOST_REFUSED;
            if (known.contains(text) || (full && !ratherNewer)) {
                return;
            }
            if (full) {
                // Behind the first request that begins in the newer half.
                int newer = known.indexOf("\n\nold ", known.length() / 2) + 2;
                DurableFile.replace(file, known.substring(newer));
            }
            DurableFile.append(file, Files.exists(file) ? Files.size(file) : 0, asked + "\n");
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
