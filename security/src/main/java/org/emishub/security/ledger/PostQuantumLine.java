package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.VerifierKey;

/**
 * A second signature on checkpoints, which a quantum computer does not break: ML-DSA-44 (FIPS 204) as C2SP tlog-cosignature has it (signature type 6,
 * {@code subtree/v1}), under the ledger's own name. Who does not know it passes over it.
 */
public final class PostQuantumLine {
    /** What a key is made of (FIPS 204, xi). */
    public static final int SEED_BYTES = 32;

    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(US_ASCII);

    private final String origin;
    private final MLDSAPrivateKeyParameters key;
    private final VerifierKey verifier;
    private final InstantSource clock;

    /**
     * Takes the key.
     *
     * @param origin the ledger's name in the world
     * @param seed {@link #SEED_BYTES} random bytes, kept secret
     */
    public PostQuantumLine(String origin, byte[] seed, InstantSource clock) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("the seed of an ML-DSA-44 key has " + SEED_BYTES + " bytes");
        }
        this.origin = origin;
        this.key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.clone());
        this.verifier = new VerifierKey(origin, VerifierKey.ML_DSA_44, this.key.getPublicKey());
        this.clock = clock;
    }

    /** The key with which anybody checks the line, as C2SP writes it: {@code name+id+base64(6 || key)}. */
    public String verifierKey() {
        return verifier.toString();
    }

    /** The checkpoint with the further line. */
    Checkpoint on(Checkpoint checkpoint) {
        long seconds = clock.instant().getEpochSecond();
        byte[] message = message(origin, seconds, origin, checkpoint.size(), checkpoint.root());
        byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(seconds).array();
        SignedNote.Line line = verifier.line(time, signed(message));
        return new Checkpoint(checkpoint.size(), checkpoint.root(), checkpoint.note() + line);
    }

    private byte[] signed(byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a checkpoint cannot be signed with ML-DSA-44", e);
        }
    }

    /** C2SP's {@code cosigned_message}: who signs, when, and the tree from its first entry to its last. */
    static byte[] message(String signer, long seconds, String origin, long size, byte[] root) {
        byte[] by = signer.getBytes(UTF_8);
        byte[] of = origin.getBytes(UTF_8);
        return ByteBuffer.allocate(LABEL.length + 2 + by.length + of.length + 3 * Long.BYTES + root.length)
                .put(LABEL)
                .put((byte) by.length)
                .put(by)
                .putLong(seconds)
                .put((byte) of.length)
                .put(of)
                .putLong(0)
                .putLong(size)
                .put(root)
                .array();
    }

    /** Prints the public half alone. */
    @Override
    public String toString() {
        return verifierKey();
    }
}
