package org.emishub.adapters.socialprotection.dci;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.emishub.adapters.socialprotection.simulator.Identity;
import org.emishub.adapters.socialprotection.simulator.Keys;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;

/** A system with a key of its own, as itself and as the others know it. */
record Member(SystemId system, String keyId, KeyPair pair) {

    static Member of(String system, String keyId, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(curve.equals("Ed25519") ? curve : "EC");
            if (!curve.equals("Ed25519")) {
                generator.initialize(256);
            }
            return new Member(SystemId.of(system), keyId, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean edwards() {
        return pair.getPrivate().getAlgorithm().startsWith("Ed");
    }

    private String javaName() {
        return edwards() ? "Ed25519" : "SHA256withECDSAinP1363Format";
    }

    Identity identity() {
        return new Identity(system.toString(), keyId, pair.getPrivate());
    }

    Keys keys() {
        return id -> id.equals(keyId) ? Optional.of(pair.getPublic()) : Optional.empty();
    }

    ProtocolSigner signer() {
        return new ProtocolSigner() {
            @Override
            public String keyId() {
                return keyId;
            }

            @Override
            public String algorithm() {
                return edwards() ? "EdDSA" : "ES256";
            }

            @Override
            public X509Certificate certificate() {
                throw new AssertionError("DCI sends no certificate");
            }

            @Override
            public byte[] sign(byte[] data) {
                try {
                    Signature signature = Signature.getInstance(javaName());
                    signature.initSign(pair.getPrivate());
                    signature.update(data);
                    return signature.sign();
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    static ProtocolVerifier verifier(Member... members) {
        return (keyId, data, signature) -> Arrays.stream(members)
                .filter(member -> member.keyId().equals(keyId) && member.verifies(data, signature))
                .map(Member::system)
                .findFirst();
    }

    private boolean verifies(byte[] data, byte[] value) {
        try {
            Signature signature = Signature.getInstance(javaName());
            signature.initVerify(pair.getPublic());
            signature.update(data);
            return signature.verify(value);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
