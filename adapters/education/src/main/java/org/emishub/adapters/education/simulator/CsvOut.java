package org.emishub.adapters.education.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Writes comma-separated lines as RFC 4180 wants them, and counts those after the header. */
final class CsvOut {
    private final Writer out;
    private long rows = -1;

    CsvOut(Writer out, String header) {
        this.out = out;
        write((Object[]) header.split(",", -1));
    }

    void write(Object... values) {
        try {
            for (int i = 0; i < values.length; i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(cell(String.valueOf(values[i])));
            }
            out.write("\r\n");
            rows++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cell(String value) {
        boolean plain = value.indexOf(',') < 0 && value.indexOf('"') < 0;
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    long rows() {
        return rows;
    }
}
