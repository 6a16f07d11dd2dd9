package org.emishub.security.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.emishub.security.hash.Sha256;

/**
 * The public half of a log's or a witness's key, as C2SP signed-note writes it: {@code name+id+base64(type || key)}.
 *
 * @param type {@link #NOTE}, {@link #COSIGNATURE} or {@link #ML_DSA_44}
 * @param key 32 bytes (RFC 8032), or 1,312 (FIPS 204)
 */
public record VerifierKey(String name, int type, byte[] key) {
    /** A log's: Ed25519 over the note's text. */
    public static final int NOTE = 1;

    /** A witness's: Ed25519 over the text and the time. */
    public static final int COSIGNATURE = 4;

    /** ML-DSA-44 over the tree and the time. */
    public static final int ML_DSA_44 = 6;

    static final int ID_BYTES = 4;
    private static final int SIGNATURE_BYTES = 64;
    private static final Pattern WRITTEN = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    /**
     * Reads one of type 1 or 4.
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

    /** The four bytes by which a signature line names it; another key may have the same. */
    public byte[] id() {
        return Arrays.copyOf(Sha256.of((name + "\n").getBytes(UTF_8), typed()), ID_BYTES);
    }

    private byte[] typed() {
        return org.bouncycastle.util.Arrays.prepend(key, (byte) type);
    }

    /** Whether both are one key. */
    public boolean is(VerifierKey other) {
        return toString().equals(other.toString());
    }

    /** Whether a line says that it is by this key. */
    public boolean names(SignedNote.Line line) {
        return line.name().equals(name) && Arrays.equals(line.bytes(), 0, ID_BYTES, id(), 0, ID_BYTES);
    }

    /** The line that carries a signature by this key, given in parts. */
    public SignedNote.Line line(byte[]... signature) {
        return new SignedNote.Line(
                name,
                org.bouncycastle.util.Arrays.concatenate(id(), org.bouncycastle.util.Arrays.concatenate(signature)));
    }

    /** Whether it, of type {@link #NOTE}, signed the note: a line says so, and none that does is false. */
    public boolean signed(SignedNote note) {
        List<SignedNote.Line> ours = note.by(this);
        byte[] text = note.text().getBytes(UTF_8);
        return type == NOTE && !ours.isEmpty() && ours.stream().allMatch(line -> verifies(text, line.signature()));
    }

    /** Whether it signed the note as the ledger does, in one line; what others say beside it does not matter. */
    public boolean signedOnce(SignedNote note) {
        return note.by(this).size() == 1 && signed(note);
    }

    /** Whether this is its Ed25519 signature of the message. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(key));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + Base64Text.of(typed());
    }
}
