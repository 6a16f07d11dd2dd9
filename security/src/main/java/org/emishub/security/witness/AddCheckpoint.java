package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emishub.security.note.Base64Text;
import org.emishub.security.note.SignedNote;

/**
 * What a log asks of a witness (C2SP tlog-witness, {@code add-checkpoint}); the same text serves offline, as a file.
 *
 * @param oldSize of the checkpoint that the witness holds; 0 when it holds none
 * @param proof RFC 6962, section 2.1.2, from there to the note's size
 * @param note the checkpoint
 */
public record AddCheckpoint(long oldSize, List<byte[]> proof, SignedNote note) {
    /** Larger ones are not read, in bytes. */
    public static final int LARGEST = SignedNote.LARGEST;

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,17})");
    private static final int MOST_HASHES = 63;
    private static final int HASH_BYTES = 32;

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /** Reads one; empty when it is none. */
    public static Optional<AddCheckpoint> read(byte[] body) {
        return text(body).flatMap(AddCheckpoint::read);
    }

    /** Text that is UTF-8 and not too large; else empty. */
    public static Optional<String> text(byte[] body) {
        try {
            return body.length > LARGEST
                    ? Optional.empty()
                    : Optional.of(
                            UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<AddCheckpoint> read(String text) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            return Optional.empty();
        }
        String[] lines = text.substring(0, end).split("\n", -1);
        Matcher old = OLD.matcher(lines[0]);
        if (!old.matches() || lines.length > 1 + MOST_HASHES) {
            return Optional.empty();
        }
        List<byte[]> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            Optional<byte[]> hash = Base64Text.read(lines[i]).filter(bytes -> bytes.length == HASH_BYTES);
            if (hash.isEmpty()) {
                return Optional.empty();
            }
            proof.add(hash.get());
        }
        return SignedNote.read(text.substring(end + 2))
                .map(note -> new AddCheckpoint(Long.parseLong(old.group(1)), proof, note));
    }

    /** As it is sent. */
    @Override
    public String toString() {
        String hashes = proof.stream().map(hash -> Base64Text.of(hash) + "\n").collect(Collectors.joining());
        return "old " + oldSize + "\n" + hashes + "\n" + note;
    }
}
