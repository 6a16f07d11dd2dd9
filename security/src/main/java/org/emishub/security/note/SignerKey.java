package org.emishub.security.note;

import java.io.IOException;
import java.security.PrivateKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** The private half of a {@link VerifierKey}, Ed25519; prints the public one. */
public final class SignerKey {
    private final Ed25519PrivateKeyParameters key;
    private final VerifierKey verifier;

    /**
     * Takes the key.
     *
     * @param name of whoever signs, a schema-less URL such as {@code hub.example.org/ledger}
     * @param type {@link VerifierKey#NOTE} or {@link VerifierKey#COSIGNATURE}
     * @throws IllegalArgumentException when name or key cannot be used
     */
    public SignerKey(String name, int type, PrivateKey key) {
        if (!SignedNote.isName(name)) {
            throw new IllegalArgumentException("a key's name has neither spaces nor '+'");
        }
        try {
            if (!(PrivateKeyFactory.createKey(key.getEncoded()) instanceof Ed25519PrivateKeyParameters ed25519)) {
                throw new IllegalArgumentException("notes are signed with Ed25519");
            }
            this.key = ed25519;
        } catch (IOException e) {
            throw new IllegalArgumentException("the key of " + name + " cannot be read");
        }
        this.verifier = new VerifierKey(name, type, this.key.generatePublicKey().getEncoded());
    }

    /** With what anybody checks its signatures. */
    public VerifierKey verifierKey() {
        return verifier;
    }

    /** The signature alone (RFC 8032), 64 bytes. */
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return verifier.toString();
    }
}
