package org.emishub.adapters.socialprotection.simulator;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * Who a simulator is towards the hub, with its own signing key.
 *
 * @param system the name under which it is registered, {@code organisation/system}
 * @param keyId the name under which its public key is registered
 * @param key Ed25519, or ECDSA P-256
 */
public record Identity(String system, String keyId, PrivateKey key) {
    String algorithm() {
        return key.getAlgorithm().startsWith("Ed") ? "ed25519" : "ecdsa-p256-sha256";
    }

    byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(SigningString.javaName(algorithm()));
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the simulator's key cannot sign", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Identity[" + system + ", " + keyId + "]";
    }
}
