package org.emishub.security.note;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a checkpoint says of a log (C2SP tlog-checkpoint); extension lines are left to whoever signed them.
 *
 * @param origin the log's name in the world
 * @param size how many entries
 * @param root of the tree over them, SHA-256
 */
public record TreeHead(String origin, long size, byte[] root) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int FIRST_LINES = 3;
    private static final int ROOT_BYTES = 32;

    /** What a note says; empty when it is no checkpoint. */
    public static Optional<TreeHead> of(SignedNote note) {
        List<String> lines = List.of(note.text().split("\n", -1));
        // The text's last newline leaves an empty string at the end, and no line is empty.
        boolean whole = lines.size() > FIRST_LINES && lines.indexOf("") == lines.size() - 1;
        if (!whole || !SIZE.matcher(lines.get(1)).matches()) {
            return Optional.empty();
        }
        return Base64Text.read(lines.get(2))
                .filter(root -> root.length == ROOT_BYTES)
                .map(root -> new TreeHead(lines.get(0), Long.parseLong(lines.get(1)), root));
    }

    /** Whether both name the same tree. */
    public boolean equalTo(TreeHead other) {
        return origin.equals(other.origin) && size == other.size && Arrays.equals(root, other.root);
    }

    /** The text of the checkpoint that says this and nothing else. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64Text.of(root) + "\n";
    }
}
