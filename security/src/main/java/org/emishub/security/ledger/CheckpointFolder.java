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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checkpoints outside the database: {@code checkpoint}, the newest, and {@code checkpoints.txt}, all of them, an empty line after each. */
final class CheckpointFolder {
    private static final String BETWEEN_NOTES = "(?<=\n)\n(?!— )";

    private final Path folder;

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

    List<String> all() {
        try {
            Path file = folder.resolve("checkpoints.txt");
            return Files.exists(file)
                    ? Arrays.stream(Files.readString(file).split(BETWEEN_NOTES))
                            .filter(note -> !note.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints cannot be read", e);
        }
    }

    /** Durable on return. */
    void keep(String note) {
        try {
            write("checkpoints.txt", note + "\n", StandardOpenOption.APPEND);
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
