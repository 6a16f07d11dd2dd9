package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.PrivateKey;
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
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** Signs checkpoints as C2SP signed notes (signature type 1, Ed25519) under the ledger's name. */
public final class CheckpointKey {
    private static final byte ED25519 = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9._/-]{1,100}");
    private static final Pattern NOTE = Pattern.compile(
            """
            (?<text>(?<origin>[^\\n]+)
            (?<size>0|[1-9][0-9]{0,17})
            (?<root>[A-Za-z0-9+/]{43}=)
            )
            (?<signatures>(?:— [^ +\\n]+ [A-Za-z0-9+/]+={0,2}
            ){1,64})""");

    private final String origin;
    private final Ed25519PrivateKeyParameters key;
    private final Ed25519PublicKeyParameters publicKey;

    /**
     * Takes the key.
     *
     * @param origin the ledger's name in the world, a schema-less URL such as {@code hub.example.org/ledger}
     * @param key Ed25519
     */
    public CheckpointKey(String origin, PrivateKey key) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("a ledger's origin is written [A-Za-z0-9._/-]+");
        }
        this.origin = origin;
        try {
            if (!(PrivateKeyFactory.createKey(key.getEncoded()) instanceof Ed25519PrivateKeyParameters ed25519)) {
                throw new IllegalArgumentException("checkpoints are signed with Ed25519");
            }
            this.key = ed25519;
        } catch (IOException e) {
            throw new IllegalArgumentException("the checkpoint key cannot be read");
        }
        this.publicKey = this.key.generatePublicKey();
    }

    /** The key with which anybody checks a checkpoint, as C2SP writes it: {@code name+id+base64(1 || key)}. */
    public String verifierKey() {
        byte[] typed = concat(new byte[] {ED25519}, publicKey.getEncoded());
        return origin + "+" + HexFormat.of().formatHex(keyId()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    Checkpoint sign(long size, byte[] root) {
        byte[] text = Checkpoint.text(origin, size, root);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(text, 0, text.length);
        byte[] signature = concat(keyId(), signer.generateSignature());
        String note = new String(text, UTF_8) + "\n— " + origin + " "
                + Base64.getEncoder().encodeToString(signature) + "\n";
        return new Checkpoint(size, root, note);
    }

    /**
     * Reads a note of this ledger; empty when it is none, or not signed by this key.
     *
     * <p>Further signatures, such as those of witnesses, are none of this key's business; two by this key are not accepted.
     */
    Optional<Checkpoint> read(String note) {
        Matcher parts = NOTE.matcher(note);
        if (!parts.matches() || !parts.group("origin").equals(origin)) {
            return Optional.empty();
        }
        List<byte[]> own = parts.group("signatures")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(line -> line[1].equals(origin))
                .map(line -> bytes(line[2]))
                .filter(signature -> Arrays.equals(Arrays.copyOf(signature, KEY_ID_BYTES), keyId()))
                .toList();
        byte[] text = parts.group("text").getBytes(UTF_8);
        if (own.size() != 1
                || own.get(0).length != KEY_ID_BYTES + Ed25519PrivateKeyParameters.SIGNATURE_SIZE
                || !verifies(text, Arrays.copyOfRange(own.get(0), KEY_ID_BYTES, own.get(0).length))) {
            return Optional.empty();
        }
        byte[] root = bytes(parts.group("root"));
        return Optional.of(new Checkpoint(Long.parseLong(parts.group("size")), root, note));
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
        verifier.init(false, publicKey);
        verifier.update(text, 0, text.length);
        return verifier.verifySignature(signature);
    }

    private byte[] keyId() {
        byte[] named = concat((origin + "\n").getBytes(UTF_8), new byte[] {ED25519}, publicKey.getEncoded());
        return Arrays.copyOf(Merkle.sha256(named), KEY_ID_BYTES);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public String toString() {
        return verifierKey();
    }
}
