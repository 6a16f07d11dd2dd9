package org.emishub.adapters.education.intake;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.snapshot.Verdicts;

/** The report of a file's errors as CSV and as JSON lines, written while the file is read, so that a million errors need no memory. */
final class ReportFiles implements RowErrors, AutoCloseable {
    private final BufferedWriter csv;
    private final BufferedWriter lines;

    /** Writes {@code <name>.report.csv} and {@code <name>.report.jsonl}. */
    ReportFiles(Path folder, String name) throws IOException {
        csv = Files.newBufferedWriter(folder.resolve(name + ".report.csv"));
        lines = Files.newBufferedWriter(folder.resolve(name + ".report.jsonl"));
        csv.write(Verdicts.HEADER);
    }

    @Override
    public void add(String file, long line, String column, RowCode code) {
        String verdict = Verdicts.line(file, line, column, code);
        String name = verdict.split(",", 4)[2];
        try {
            csv.write(verdict);
            lines.write("{\"file\":\"" + file + "\",\"line\":" + line + ",\"column\":\"" + name + "\",\"code\":\""
                    + code + "\"}\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (csv;
                lines) {
            csv.flush();
            lines.flush();
        }
    }
}
