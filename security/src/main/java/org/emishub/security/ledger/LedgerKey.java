package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The public half of a key of the ledger, as C2SP signed-note writes it: {@code name+id+base64(1 || key)}.
 *
 * @param origin the ledger's name in the world
 */
record LedgerKey(String origin, Ed25519PublicKeyParameters key) {
    private static final byte ED25519 = 1;
    private static final int ID_BYTES = 4;
    private static final Pattern WRITTEN =
            Pattern.compile("(?<origin>[A-Za-z0-9._/-]{1,100})\\+[0-9a-f]{8}\\+(?<key>[A-Za-z0-9+/]+={0,2})");
    private static final Pattern NOTE = Pattern.compile(
            """
            (?<text>(?:[^\\n]+\\n)+)
            (?<signatures>(?:— [^ +\\n]+ [A-Za-z0-9+/]+={0,2}
            ){1,64})""");
    private static final Pattern CHECKPOINT = Pattern.compile(
            """
            (?<origin>[^\\n]+)
            (?<size>0|[1-9][0-9]{0,17})
            (?<root>[A-Za-z0-9+/]{43}=)
            """);

    /** Reads one; empty when it is none, or its id is another's. */
    static Optional<LedgerKey> parse(String written) {
        Matcher parts = WRITTEN.matcher(written);
        byte[] typed = parts.matches() ? bytes(parts.group("key")) : new byte[0];
        if (typed.length != 1 + Ed25519PublicKeyParameters.KEY_SIZE || typed[0] != ED25519) {
            return Optional.empty();
        }
        LedgerKey key = new LedgerKey(parts.group("origin"), new Ed25519PublicKeyParameters(typed, 1));
        return Optional.of(key).filter(parsed -> parsed.written().equals(written));
    }

    String written() {
        return origin + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    byte[] id() {
        return Arrays.copyOf(Merkle.sha256(concat((origin + "\n").getBytes(UTF_8), typed())), ID_BYTES);
    }

    boolean is(LedgerKey other) {
        return written().equals(other.written());
    }

    private byte[] typed() {
        return concat(new byte[] {ED25519}, key.getEncoded());
    }

    /** The size that a checkpoint writes, whoever signed it; -1 when it is none. */
    static long size(String note) {
        Matcher parts = NOTE.matcher(note);
        Matcher checkpoint = CHECKPOINT.matcher(parts.matches() ? parts.group("text") : "");
        return checkpoint.matches() ? Long.parseLong(checkpoint.group("size")) : -1;
    }

    /** Reads a checkpoint of this ledger; empty when it is none, or not {@linkplain #opened signed} by this key. */
    Optional<Checkpoint> read(String note) {
        return opened(note)
                .map(CHECKPOINT::matcher)
                .filter(parts -> parts.matches() && parts.group("origin").equals(origin))
                .map(parts -> new Checkpoint(Long.parseLong(parts.group("size")), bytes(parts.group("root")), note));
    }

    /**
     * The text of a note, with the newline at its end; empty when it is none, or not signed by this key.
     *
     * <p>Further signatures, such as those of witnesses, are none of this key's business; two by this key are not accepted.
     */
    Optional<String> opened(String note) {
        Matcher parts = NOTE.matcher(note);
        if (!parts.matches()) {
            return Optional.empty();
        }
        List<byte[]> own = parts.group("signatures")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(line -> line[1].equals(origin))
                .map(line -> bytes(line[2]))
                .filter(signature -> Arrays.equals(Arrays.copyOf(signature, ID_BYTES), id()))
                .toList();
        String text = parts.group("text");
        boolean holds = own.size() == 1
                && own.get(0).length == ID_BYTES + Ed25519PrivateKeyParameters.SIGNATURE_SIZE
                && verifies(text.getBytes(UTF_8), Arrays.copyOfRange(own.get(0), ID_BYTES, own.get(0).length));
        return holds ? Optional.of(text) : Optional.empty();
    }

    /** Empty when it is not base64, or not its one canonical form. */
    private static byte[] bytes(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().encodeToString(bytes).equals(base64) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private boolean verifies(byte[] text, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(text, 0, text.length);
        return verifier.verifySignature(signature);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public String toString() {
        return written();
    }
}
