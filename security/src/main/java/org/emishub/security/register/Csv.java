package org.emishub.security.register;

import java.util.Collection;
import java.util.stream.Collectors;

/** RFC 4180, safe to be opened in a spreadsheet. */
public final class Csv {
    private Csv() {}

    /** One line, CRLF at its end. */
    public static String line(Collection<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\r\n";
    }

    /** A spreadsheet takes a cell that begins so for a formula. */
    private static String quoted(String cell) {
        String safe = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
