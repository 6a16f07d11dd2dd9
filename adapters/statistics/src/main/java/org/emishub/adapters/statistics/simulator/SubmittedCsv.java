package org.emishub.adapters.statistics.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads SDMX-CSV 2.0 by the field guide: RFC 4180 quoting, a separator named by the first column header, actions I, A, M, R and D. */
final class SubmittedCsv {
    private static final String ACTIONS = "IAMRD";

    private final String text;
    private int at;
    private int line = 1;

    private SubmittedCsv(String text) {
        this.text = text;
    }

    static Submitted read(byte[] bytes) throws Rejected {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Rejected(0, "", "NOT_UTF8");
        }
        return new SubmittedCsv(text).rows();
    }

    private Submitted rows() throws Rejected {
        char separator = separator();
        List<String> header = record(separator);
        if (header.size() < 3 || !header.get(1).equals("STRUCTURE_ID")) {
            throw new Rejected(1, "STRUCTURE_ID", "MISSING_COLUMN");
        }
        if (header.stream().distinct().count() != header.size()) {
            throw new Rejected(1, "", "DUPLICATE_COLUMN");
        }
        List<Submitted.Row> rows = new ArrayList<>();
        while (at < text.length()) {
            int first = line;
            List<String> cells = record(separator);
            if (cells.size() != header.size()) {
                throw new Rejected(first, "", "WRONG_NUMBER_OF_CELLS");
            }
            rows.add(row(first, header, cells));
        }
        return new Submitted(rows);
    }

    private static Submitted.Row row(int line, List<String> header, List<String> cells) throws Rejected {
        if (!List.of("dataflow", "datastructure", "dataprovision").contains(cells.get(0))) {
            throw new Rejected(line, "STRUCTURE", "UNKNOWN_CODE");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 2; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                values.put(header.get(i), cells.get(i));
            }
        }
        String action = values.remove("ACTION");
        if (action != null && (action.length() != 1 || !ACTIONS.contains(action))) {
            throw new Rejected(line, "ACTION", "UNKNOWN_CODE");
        }
        return new Submitted.Row(line, cells.get(1), values);
    }

    /** The character after the first header, which may carry a sub-field delimiter in brackets ({@code STRUCTURE[;]}). */
    private char separator() throws Rejected {
        String start = "STRUCTURE";
        if (!text.startsWith(start)) {
            throw new Rejected(1, "STRUCTURE", "MISSING_COLUMN");
        }
        int after = text.startsWith("[", start.length()) ? text.indexOf(']') + 1 : start.length();
        if (after <= 0 || after >= text.length()) {
            throw new Rejected(1, "STRUCTURE", "NO_SEPARATOR");
        }
        return text.charAt(after);
    }

    private List<String> record(char separator) throws Rejected {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain(separator));
            if (at >= text.length()) {
                return cells;
            }
            char c = text.charAt(at++);
            if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (c == '\r' || c == '\n') {
                line++;
                return cells;
            }
            if (c != separator) {
                throw new Rejected(line, "", "BAD_QUOTING");
            }
        }
    }

    private String plain(char separator) {
        int start = at;
        while (at < text.length()
                && text.charAt(at) != separator
                && text.charAt(at) != '\r'
                && text.charAt(at) != '\n') {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws Rejected {
        StringBuilder cell = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                at++;
            } else if (c == '"') {
                at++;
                return cell.toString();
            } else if (c == '\n') {
                line++;
            }
            cell.append(c);
        }
        throw new Rejected(line, "", "BAD_QUOTING");
    }
}
