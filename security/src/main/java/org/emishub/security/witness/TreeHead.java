package org.emishub.security.witness;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emishub.security.ledger.MerkleProofs;

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

    /** Whether the proof (RFC 6962, section 2.1.2) shows this to be the beginning of a larger tree. */
    public boolean begins(TreeHead larger, List<byte[]> proof) {
        return origin.equals(larger.origin) && MerkleProofs.consistent(size, root, larger.size, larger.root, proof);
    }

    /** Whether a tree without entries has the root that such a tree has, and one with entries any. */
    public boolean isPossible() {
        return size > 0 || Arrays.equals(root, sha256(new byte[0]));
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
