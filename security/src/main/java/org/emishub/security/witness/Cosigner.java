package org.emishub.security.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.time.InstantSource;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** Signs checkpoints as a witness does: C2SP tlog-cosignature, Ed25519, with the time. */
public final class Cosigner {
    private final Ed25519PrivateKeyParameters key;
    private final VerifierKey verifier;
    private final InstantSource clock;

    /**
     * Takes the key.
     *
     * @param name the witness's in the world, a schema-less URL such as {@code witness.example.org/w1}
     * @param key Ed25519, used for nothing else
     * @throws IllegalArgumentException when name or key cannot be used
     */
    public Cosigner(String name, PrivateKey key, InstantSource clock) {
        if (!SignedNote.isName(name)) {
            throw new IllegalArgumentException("a witness's name has neither spaces nor '+'");
        }
        try {
            if (!(PrivateKeyFactory.createKey(key.getEncoded()) instanceof Ed25519PrivateKeyParameters ed25519)) {
                throw new IllegalArgumentException("a witness signs with Ed25519");
            }
            this.key = ed25519;
        } catch (IOException e) {
            throw new IllegalArgumentException("the witness's key cannot be read");
        }
        this.verifier = new VerifierKey(
                name, VerifierKey.COSIGNATURE, this.key.generatePublicKey().getEncoded());
        this.clock = clock;
    }

    /** With what anybody checks a cosignature. */
    public VerifierKey verifierKey() {
        return verifier;
    }

    SignedNote.Line cosign(SignedNote note) {
        long seconds = clock.instant().getEpochSecond();
        byte[] message = VerifierKey.cosignedMessage(seconds, note.text());
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(seconds).array();
        return new SignedNote.Line(
                verifier.name(), VerifierKey.concat(verifier.id(), time, signer.generateSignature()));
    }
}
