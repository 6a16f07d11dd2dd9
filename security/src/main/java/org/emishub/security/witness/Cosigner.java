package org.emishub.security.witness;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.time.InstantSource;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.SignerKey;
import org.emishub.security.note.VerifierKey;

/** Signs checkpoints as a witness does: C2SP tlog-cosignature, Ed25519, with the time. */
public final class Cosigner {
    private final SignerKey key;
    private final InstantSource clock;

    /**
     * Takes the key.
     *
     * @param name the witness's in the world, a schema-less URL such as {@code witness.example.org/w1}
     * @param key Ed25519, used for nothing else
     * @throws IllegalArgumentException when name or key cannot be used
     */
    public Cosigner(String name, PrivateKey key, InstantSource clock) {
        this.key = new SignerKey(name, VerifierKey.COSIGNATURE, key);
        this.clock = clock;
    }

    /** With what anybody checks a cosignature. */
    public VerifierKey verifierKey() {
        return key.verifierKey();
    }

    SignedNote.Line cosign(SignedNote note) {
        long seconds = clock.instant().getEpochSecond();
        byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(seconds).array();
        return verifierKey().line(time, key.sign(Cosignature.message(seconds, note.text())));
    }
}
