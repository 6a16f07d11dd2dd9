package org.emishub.mappings.codes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A code CSV of the class path: a fixed header, three cells a line, the last of which may hold commas; no quotes. */
record CodeFile(String name, List<String[]> lines) {
    /** @throws IllegalStateException when the resource is missing, or has another header or number of cells */
    static CodeFile read(Class<?> owner, String resource, String what, String header) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(what + " is missing from the class path");
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (lines.isEmpty() || !lines.get(0).equals(header)) {
                throw new IllegalStateException(resource + ":1: needs the header " + header);
            }
            List<String[]> cells = new ArrayList<>(lines.size());
            for (int i = 1; i < lines.size(); i++) {
                String[] line = lines.get(i).split(",", 3);
                if (line.length != 3 || line[0].isBlank()) {
                    throw new IllegalStateException(resource + ":" + (i + 1) + ": needs " + header);
                }
                cells.add(line);
            }
            return new CodeFile(resource, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An error in the line at this index of {@link #lines()}. */
    IllegalStateException error(int index, String problem) {
        return new IllegalStateException(name + ":" + (index + 2) + ": " + problem);
    }
}
