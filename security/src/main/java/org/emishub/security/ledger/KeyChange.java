package org.emishub.security.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.security.hash.Sha256;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.VerifierKey;
import tools.jackson.databind.JsonNode;

/**
 * That another key signs the ledger's checkpoints: said in a note by the key before and by the new one, entered by its hash, and begun when the key before has
 * signed a checkpoint over that entry.
 *
 * @param sequence of the entry
 * @param size of the last checkpoint that the key before signs; {@link #NOT_YET} until there is one
 */
record KeyChange(long sequence, String note, VerifierKey from, VerifierKey to, long size) {
    static final long NOT_YET = Long.MAX_VALUE;
    static final String RULE = "key: checkpoint, handed over";

    private static final String HEADER = "emishub ledger key v1";
    private static final Pattern TEXT = Pattern.compile(HEADER + "\n(?<from>[^\n]+)\n(?<to>[^\n]+)\n");

    static String text(VerifierKey from, VerifierKey to) {
        return HEADER + "\n" + from + "\n" + to + "\n";
    }

    /**
     * Reads one as it is stored.
     *
     * @param over the first checkpoint over its entry, where there is one
     * @throws LedgerAltered when it is not signed by both keys, or that checkpoint not by the key before
     */
    static KeyChange read(long sequence, String note, Optional<String> over) {
        Optional<SignedNote> signed = SignedNote.read(note);
        Optional<Matcher> parts =
                signed.map(SignedNote::text).map(TEXT::matcher).filter(Matcher::matches);
        Optional<VerifierKey> from = parts.flatMap(keys -> CheckpointKey.parse(keys.group("from")))
                .filter(key -> key.signedOnce(signed.orElseThrow()));
        Optional<VerifierKey> to = parts.flatMap(keys -> CheckpointKey.parse(keys.group("to")))
                .filter(key -> key.signedOnce(signed.orElseThrow()));
        if (from.isEmpty() || to.isEmpty() || !from.get().name().equals(to.get().name())) {
            throw new LedgerAltered(
                    "the change of the ledger's key at entry " + sequence + " is not signed by both keys");
        }
        return new KeyChange(sequence, note, from.get(), to.get(), size(sequence, from.get(), over));
    }

    private static long size(long sequence, VerifierKey from, Optional<String> over) {
        if (over.isEmpty()) {
            return NOT_YET;
        }
        return Checkpoint.read(over.get(), from)
                .map(Checkpoint::size)
                .orElseThrow(() -> new LedgerAltered("the first checkpoint over entry " + sequence
                        + ", which changes the ledger's key, is not signed by the key before"));
    }

    /** What the entry's leaf holds as {@code contentHash}. */
    static String hash(String note) {
        return Sha256.hex(note);
    }

    /** Whether this leaf enters one. */
    static boolean isIn(JsonNode leaf) {
        return leaf.path("event").asString("").equals(Event.KEY_CHANGED.name())
                && leaf.path("rule").asString("").equals(RULE);
    }

    /** Whether this leaf enters it. */
    boolean enteredBy(JsonNode leaf) {
        return isIn(leaf) && leaf.path("contentHash").asString("").equals(hash(note));
    }
}
