package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Checkpoints outside the database: {@code checkpoint}, the newest, and {@code checkpoints.txt}, all of them, an empty line after each. */
final class CheckpointFolder {
    private static final Pattern COMPLETE = Pattern.compile("\\G((?:[^\n]+\n)+\n(?:— [^\n]+\n)+)\n");

    private static final String HISTORY = "checkpoints.txt";

    private final Path folder;
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
            if (!whole) {
                cutTornEnd();
            }
            write(HISTORY, note + "\n", StandardOpenOption.APPEND);
            write("checkpoint.new", note, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(
                    folder.resolve("checkpoint.new"),
                    folder.resolve("checkpoint"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be kept", e);
        }
    }

    /** Once per life: a node that lost power may have left half a note, which the next one must not be appended to. */
    private void cutTornEnd() throws IOException {
        String history = history();
        int end = COMPLETE.matcher(history)
                .results()
                .mapToInt(MatchResult::end)
                .max()
                .orElse(0);
        if (end < history.length()) {
            try (FileChannel file = FileChannel.open(folder.resolve(HISTORY), StandardOpenOption.WRITE)) {
                file.truncate(history.substring(0, end).getBytes(UTF_8).length);
            }
        }
        whole = true;
    }

    private void write(String name, String text, OpenOption mode) throws IOException {
        try (FileChannel file =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }
}
