package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The public half of a log's or a witness's key, as C2SP signed-note writes it: {@code name+id+base64(type || key)}.
 *
 * @param type 1, Ed25519 over the note (a log's), or 4, an Ed25519 cosignature with its time (a witness's)
 * @param key 32 bytes (RFC 8032)
 */
public record VerifierKey(String name, int type, byte[] key) {
    /** A log's. */
    public static final int NOTE = 1;

    /** A witness's. */
    public static final int COSIGNATURE = 4;

    private static final int ID_BYTES = 4;
    private static final Pattern WRITTEN = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static VerifierKey read(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches() || !SignedNote.isName(parts.group(1))) {
            throw new IllegalArgumentException("a verifier key is written name+id+key: " + written);
        }
        byte[] typed = Base64Text.read(parts.group(3)).orElse(new byte[0]);
        if (typed.length != 1 + Ed25519PublicKeyParameters.KEY_SIZE || (typed[0] != NOTE && typed[0] != COSIGNATURE)) {
            throw new IllegalArgumentException("only Ed25519 keys of type 1 and 4 are understood: " + written);
        }
        VerifierKey key = new VerifierKey(parts.group(1), typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().formatHex(key.id()).equals(parts.group(2))) {
            throw new IllegalArgumentException("the key's id is not that of its name and key: " + written);
        }
        return key;
    }

    byte[] id() {
        return Arrays.copyOf(TreeHead.sha256(concat((name + "\n").getBytes(UTF_8), typed())), ID_BYTES);
    }

    private byte[] typed() {
        return concat(new byte[] {(byte) type}, key);
    }

    /** Whether a line says that it is by this key. */
    public boolean names(SignedNote.Line line) {
        return line.name().equals(name) && Arrays.equals(line.bytes(), 0, ID_BYTES, id(), 0, ID_BYTES);
    }

    /** Whether it signed the note: a line says so, and none that does is false. */
    public boolean signed(SignedNote note) {
        List<SignedNote.Line> ours = note.lines().stream().filter(this::names).toList();
        return !ours.isEmpty() && ours.stream().allMatch(line -> verifies(note.text(), line));
    }

    /** When it cosigned the note last; empty when it did not, or where a line of its own is false. */
    public Optional<Instant> cosigned(SignedNote note) {
        if (type != COSIGNATURE || !signed(note)) {
            return Optional.empty();
        }
        return note.lines().stream()
                .filter(this::names)
                .map(line -> Instant.ofEpochSecond(time(line)))
                .max(Instant::compareTo);
    }

    private boolean verifies(String text, SignedNote.Line line) {
        int before = type == NOTE ? ID_BYTES : ID_BYTES + Long.BYTES;
        byte[] bytes = line.bytes();
        if (bytes.length != before + Ed25519PublicKeyParameters.KEY_SIZE * 2
                || (type == COSIGNATURE && time(line) < 1)) {
            return false;
        }
        byte[] message = type == NOTE ? text.getBytes(UTF_8) : cosignedMessage(time(line), text);
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(key));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(Arrays.copyOfRange(bytes, before, bytes.length));
    }

    private static long time(SignedNote.Line line) {
        return ByteBuffer.wrap(line.bytes(), ID_BYTES, Long.BYTES).getLong();
    }

    /** What a witness signs (C2SP tlog-cosignature). */
    static byte[] cosignedMessage(long seconds, String text) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + Base64Text.of(typed());
    }
}
