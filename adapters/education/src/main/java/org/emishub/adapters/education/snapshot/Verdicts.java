package org.emishub.adapters.education.snapshot;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;

/** Every row of a file that was refused, as the lines of its report; kept with the package, so that a stop loses no verdict. */
public final class Verdicts implements RowErrors {
    /** The first line of a report. */
    public static final String HEADER = "file,line,column,code\r\n";

    private final RowErrors next;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final OutputStream lines;

    /** @param next hears of every row too */
    Verdicts(RowErrors next) {
        this.next = next;
        try {
            this.lines = new GZIPOutputStream(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** File and column are names of the format, never of the sender, except for extension columns: those may be anything, so they are escaped. */
    public static String line(String file, long line, String column, RowCode code) {
        return String.format(
                Locale.ROOT, "%s,%d,%s,%s\r\n", file, line, column.replaceAll("[^A-Za-z0-9._-]", "?"), code);
    }

    @Override
    public void add(String file, long line, String column, RowCode code) {
        next.add(file, line, column, code);
        try {
            lines.write(line(file, line, column, code).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines, packed; nothing can be added afterwards. */
    byte[] packed() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Tells once more what was kept. */
    static void replay(byte[] packed, RowErrors errors) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(packed)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(",", 4);
                errors.add(parts[0], Long.parseLong(parts[1]), parts[2], RowCode.valueOf(parts[3]));
            }
        }
    }
}
