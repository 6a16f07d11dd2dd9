package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** Signs checkpoints as C2SP signed notes (signature type 1, Ed25519) under the ledger's name. */
public final class CheckpointKey {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9._/-]{1,100}");

    private final Ed25519PrivateKeyParameters key;
    private final LedgerKey verifier;

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
        try {
            if (!(PrivateKeyFactory.createKey(key.getEncoded()) instanceof Ed25519PrivateKeyParameters ed25519)) {
                throw new IllegalArgumentException("checkpoints are signed with Ed25519");
            }
            this.key = ed25519;
        } catch (IOException e) {
            throw new IllegalArgumentException("the checkpoint key cannot be read");
        }
        this.verifier = new LedgerKey(origin, this.key.generatePublicKey());
    }

    /** The key with which anybody checks a checkpoint, as C2SP writes it: {@code name+id+base64(1 || key)}. */
    public String verifierKey() {
        return verifier.written();
    }

    /** The ledger's name in the world. */
    public String origin() {
        return verifier.origin();
    }

    LedgerKey verifier() {
        return verifier;
    }

    /**
     * Signs a case pack, as a note whose text no checkpoint can have.
     *
     * @param hash lower-case hex SHA-256 of its list of files
     */
    String signPack(String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a pack is signed by its SHA-256");
        }
        return note("emishub case pack v1\n" + hash + "\n");
    }

    /** Says, signed by both, that the other key signs after this one; no checkpoint can have such a text. */
    String handOver(CheckpointKey next) {
        String text = KeyChange.text(verifier, next.verifier);
        return note(text) + next.line(text);
    }

    Checkpoint sign(long size, byte[] root) {
        return new Checkpoint(size, root, note(new String(Checkpoint.text(origin(), size, root), UTF_8)));
    }

    private String note(String text) {
        return text + "\n" + line(text);
    }

    private String line(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(bytes, 0, bytes.length);
        byte[] signature = LedgerKey.concat(verifier.id(), signer.generateSignature());
        return "— " + origin() + " " + Base64.getEncoder().encodeToString(signature) + "\n";
    }

    /** Reads a checkpoint that this key signed; see {@link LedgerKey#read}. */
    Optional<Checkpoint> read(String note) {
        return verifier.read(note);
    }

    @Override
    public String toString() {
        return verifierKey();
    }
}
