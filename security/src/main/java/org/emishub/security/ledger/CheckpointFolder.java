package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.emishub.security.file.DurableFile;

/** Checkpoints outside the database: {@code checkpoint}, the newest, and {@code checkpoints.txt}, all of them, an empty line after each. */
final class CheckpointFolder {
    private static final Pattern COMPLETE = Pattern.compile("\\G((?:[^\n]+\n)+\n(?:— [^\n]+\n)+)\n");

    private static final String HISTORY = "checkpoints.txt";

    private final Path folder;
    /** Whether the history surely ends with a whole note. */
    private boolean whole;

    CheckpointFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of checkpoints cannot be made", e);
        }
    }

    Optional<String> newest() {
        try {
            Path file = folder.resolve("checkpoint");
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the newest checkpoint cannot be read", e);
        }
    }

    /** All of them, oldest first; what a node that lost power was just writing is none. */
    List<String> all() {
        return COMPLETE.matcher(history()).results().map(note -> note.group(1)).toList();
    }

    private String history() {
        try {
            Path file = folder.resolve(HISTORY);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints cannot be read", e);
        }
    }

    /** Durable on return. */
    void keep(String note) {
        try {
            Path history = folder.resolve(HISTORY);
            long end = whole && Files.exists(history) ? Files.size(history) : wholeEnd();
            whole = false;
            DurableFile.append(history, end, note + "\n");
            whole = true;
            DurableFile.replace(folder.resolve("checkpoint"), note);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be kept", e);
        }
    }

    /** A node that lost power, or a full disk, may have left half a note, which the next one must not be appended to. */
    private long wholeEnd() {
        String history = history();
        int end = COMPLETE.matcher(history)
                .results()
                .mapToInt(MatchResult::end)
                .max()
                .orElse(0);
        return history.substring(0, end).getBytes(UTF_8).length;
    }
}
