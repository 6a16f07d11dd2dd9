package org.emishub.security.ledger;

import java.util.Arrays;
import java.util.Optional;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;

/**
 * What a signed checkpoint says (C2SP tlog-checkpoint, without extension lines).
 *
 * @param size how many entries
 * @param root of the tree over them
 * @param note the C2SP signed note
 */
record Checkpoint(long size, byte[] root, String note) {

    /** The size that a checkpoint writes, whoever signed it; -1 when it is none. */
    static long size(String note) {
        return head(SignedNote.read(note)).map(TreeHead::size).orElse(-1L);
    }

    /** Reads one of the ledger that the key is of; empty when it is none, or not signed, {@linkplain VerifierKey#signedOnce once}, by this key. */
    static Optional<Checkpoint> read(String note, VerifierKey key) {
        return head(SignedNote.read(note).filter(key::signedOnce))
                .filter(head -> head.origin().equals(key.name()))
                .map(head -> new Checkpoint(head.size(), head.root(), note));
    }

    private static Optional<TreeHead> head(Optional<SignedNote> note) {
        return note.flatMap(TreeHead::of)
                .filter(head -> head.text().equals(note.orElseThrow().text()));
    }

    boolean says(byte[] otherRoot) {
        return Arrays.equals(root, otherRoot);
    }
}
