package org.emishub.security.note;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text and who signed it, as C2SP signed-note writes it; that it reads well says nothing of its signatures.
 *
 * @param text ends with a newline
 */
public record SignedNote(String text, List<Line> lines) {
    /** Larger ones are not read, in characters; sixteen post-quantum signatures fit. */
    public static final int LARGEST = 128 * 1024;

    private static final int MOST_LINES = 64;
    private static final String DASH = "— ";

    public SignedNote {
        lines = List.copyOf(lines);
    }

    /**
     * One signature.
     *
     * @param name of the key
     * @param bytes four of the key's id, then the signature
     */
    public record Line(String name, byte[] bytes) {
        /** What follows the key's id. */
        public byte[] signature() {
            return Arrays.copyOfRange(bytes, VerifierKey.ID_BYTES, bytes.length);
        }

        @Override
        public String toString() {
            return DASH + name + " " + Base64Text.of(bytes) + "\n";
        }
    }

    /** Reads one; empty when it is none. */
    public static Optional<SignedNote> read(String note) {
        int end = note.lastIndexOf("\n\n");
        if (note.length() > LARGEST || end < 0 || !note.endsWith("\n") || hasControls(note)) {
            return Optional.empty();
        }
        return lines(note.substring(end + 2))
                .filter(lines -> !lines.isEmpty())
                .map(lines -> new SignedNote(note.substring(0, end + 1), lines));
    }

    /** Reads signature lines alone, as a witness answers them; empty when one of them is none. */
    public static Optional<List<Line>> lines(String text) {
        List<Line> lines = new ArrayList<>();
        if (!text.endsWith("\n")) {
            return Optional.empty();
        }
        for (String written : text.substring(0, text.length() - 1).split("\n", -1)) {
            Optional<Line> line = line(written);
            if (line.isEmpty() || lines.size() == MOST_LINES) {
                return Optional.empty();
            }
            lines.add(line.get());
        }
        return Optional.of(lines);
    }

    private static Optional<Line> line(String written) {
        int space = written.lastIndexOf(' ');
        if (!written.startsWith(DASH) || space <= DASH.length()) {
            return Optional.empty();
        }
        String name = written.substring(DASH.length(), space);
        return Base64Text.read(written.substring(space + 1))
                .filter(bytes -> isName(name) && bytes.length > VerifierKey.ID_BYTES)
                .map(bytes -> new Line(name, bytes));
    }

    /** Whether a key may be called so: without spaces and plus. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '+');
    }

    private static boolean hasControls(String note) {
        return note.chars().anyMatch(c -> c < ' ' && c != '\n');
    }

    /** The lines that say that they are by a key. */
    public List<Line> by(VerifierKey key) {
        return lines.stream().filter(key::names).toList();
    }

    /** The same text with those of its lines that are wanted. */
    public SignedNote only(Predicate<Line> wanted) {
        return new SignedNote(text, lines.stream().filter(wanted).toList());
    }

    /** The same with further lines. */
    public SignedNote with(List<Line> further) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(further);
        return new SignedNote(text, all);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text + "\n" + lines.stream().map(Line::toString).collect(Collectors.joining());
    }
}
