package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lines of JSON that are only ever added to, outside of what faults may destroy. */
public final class Journal implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Opens a journal to add to it; a line that a killed process left half-written stays and is ended, so that it spoils no other. */
    public static Journal open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
            boolean torn = Files.exists(file) && Files.size(file) > 0 && !endsWithLine(file);
            Journal journal = new Journal(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            if (torn) {
                journal.file.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be opened: " + file, e);
        }
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (FileChannel read = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            read.read(last, read.size() - 1);
            return last.get(0) == '\n';
        }
    }

    /** A new object for one line. */
    public static ObjectNode line() {
        return JSON.createObjectNode();
    }

    /** Adds a line; survives the end of this process. */
    public void add(ObjectNode line) {
        add(line, false);
    }

    /** Adds a line; survives the end of the machine when {@code durable}. */
    public synchronized void add(ObjectNode line, boolean durable) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            if (durable) {
                file.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written", e);
        }
    }

    /** Every whole line of a journal; empty when there is none. */
    public static List<JsonNode> read(Path file) {
        List<JsonNode> lines = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    whole(line, lines);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be read: " + file, e);
        }
        return lines;
    }

    private static void whole(String line, List<JsonNode> lines) {
        try {
            if (!line.isBlank()) {
                lines.add(JSON.readTree(line));
            }
        } catch (JacksonException e) {
            // Half a line: whoever wrote it was killed before it could act on it.
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
