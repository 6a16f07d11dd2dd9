package org.emishub.security.witness;

import java.util.List;
import java.util.Optional;
import org.emishub.security.ledger.MerkleProofs;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;

/** How a checkpoint that came stands to those that a witness holds; changes nothing. */
public enum Comparison {
    /** It is the one that the witness holds. */
    SAME,
    /** It continues the one that the witness holds. */
    CONTINUES,
    /** The witness cosigned it earlier. */
    EARLIER,
    /** It and what the witness holds are two trees of one size: no one history has both. */
    CONTRADICTS,
    /** Nothing of this log is held. */
    NOTHING_HELD,
    /** There is no proof that holds and would tell. */
    UNPROVEN,
    /** Its log is known, and signed it with a key that is not: its key was changed, or somebody poses as the log. */
    UNKNOWN_KEY,
    /** It is not signed by a key that is trusted for its log. */
    NOT_SIGNED;

    /**
     * Compares.
     *
     * @param note what came
     * @param proof where the note came with one: from the size held to the note's
     * @param logs whom to believe
     */
    public static Comparison of(
            SignedNote note, Optional<AddCheckpoint> proof, KeptCheckpoints kept, List<VerifierKey> logs) {
        Optional<TreeHead> read = TreeHead.of(note);
        if (read.isEmpty()) {
            return NOT_SIGNED;
        }
        TreeHead came = read.get();
        List<VerifierKey> known =
                logs.stream().filter(key -> key.name().equals(came.origin())).toList();
        if (known.stream().noneMatch(key -> key.signed(note))) {
            return byAnotherKey(note, came.origin(), known) ? UNKNOWN_KEY : NOT_SIGNED;
        }
        Optional<TreeHead> newest = kept.newest(came.origin()).flatMap(TreeHead::of);
        if (newest.isEmpty()) {
            return NOTHING_HELD;
        }
        TreeHead held = newest.get();
        if (came.size() == held.size()) {
            return came.equalTo(held) ? SAME : CONTRADICTS;
        }
        if (came.size() < held.size()) {
            return kept.ofSize(came.origin(), came.size())
                    .flatMap(TreeHead::of)
                    .map(earlier -> earlier.equalTo(came) ? EARLIER : CONTRADICTS)
                    .orElse(UNPROVEN);
        }
        // A proof that does not hold tells nothing: the log did not sign it, and anybody may send one beside a true
        // checkpoint.
        return proof.filter(p -> p.oldSize() == held.size())
                .filter(p -> held.size() == 0 || begins(held, came, p.proof()))
                .map(p -> CONTINUES)
                .orElse(UNPROVEN);
    }

    /** A line of a known key that does not hold is a false one, whatever stands beside it. */
    private static boolean byAnotherKey(SignedNote note, String origin, List<VerifierKey> known) {
        return !known.isEmpty()
                && known.stream().allMatch(key -> note.by(key).isEmpty())
                && note.lines().stream().anyMatch(line -> line.name().equals(origin));
    }

    /** Whether the proof (RFC 6962, section 2.1.2) shows one tree to be the beginning of a larger one of the same log. */
    static boolean begins(TreeHead tree, TreeHead larger, List<byte[]> proof) {
        return tree.origin().equals(larger.origin())
                && MerkleProofs.consistent(tree.size(), tree.root(), larger.size(), larger.root(), proof);
    }
}
