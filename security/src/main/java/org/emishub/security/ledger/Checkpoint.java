package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;

/**
 * What a signed checkpoint says (C2SP tlog-checkpoint, without extension lines).
 *
 * @param size how many entries
 * @param root of the tree over them
 * @param note the C2SP signed note
 */
record Checkpoint(long size, byte[] root, String note) {

    static byte[] text(String origin, long size, byte[] root) {
        return (origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n").getBytes(UTF_8);
    }

    boolean says(byte[] otherRoot) {
        return Arrays.equals(root, otherRoot);
    }
}
