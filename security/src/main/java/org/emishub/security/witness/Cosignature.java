package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.SignedNote.Line;
import org.emishub.security.note.VerifierKey;

/** What a witness's line on a checkpoint says: C2SP tlog-cosignature, {@code cosignature/v1}, Ed25519 over the time and the text. */
public final class Cosignature {
    private Cosignature() {}

    /** When this witness cosigned the note last; empty when it did not, or where a line of its own is false. */
    public static Optional<Instant> at(SignedNote note, VerifierKey witness) {
        List<Line> lines = note.by(witness);
        return witness.type() == VerifierKey.COSIGNATURE
                        && lines.stream().allMatch(line -> holds(line, note.text(), witness))
                ? lines.stream().map(line -> Instant.ofEpochSecond(time(line))).max(Instant::compareTo)
                : Optional.empty();
    }

    private static boolean holds(Line line, String text, VerifierKey witness) {
        byte[] signature = line.signature();
        return signature.length > Long.BYTES
                && time(line) > 0
                && witness.verifies(
                        message(time(line), text), Arrays.copyOfRange(signature, Long.BYTES, signature.length));
    }

    private static long time(Line line) {
        return ByteBuffer.wrap(line.signature()).getLong();
    }

    /** What a witness signs. */
    static byte[] message(long seconds, String text) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
    }
}
