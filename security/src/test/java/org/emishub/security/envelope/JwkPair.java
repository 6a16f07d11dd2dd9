package org.emishub.security.envelope;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.emishub.security.keys.OwnKey;
import tools.jackson.databind.node.ObjectNode;

/** Our test keys as other libraries want them, private part included. */
final class JwkPair {
    private JwkPair() {}

    static ObjectNode publicJwk(OwnKey key) {
        Curve curve = Curve.of(key.certificate().getPublicKey()).orElseThrow();
        return Jwk.of(curve, curve.raw(key.certificate().getPublicKey())).put("kid", key.kid());
    }

    static ObjectNode privateJwk(OwnKey key) {
        return publicJwk(key).put("d", Base64Url.encode(secret(key.privateKey())));
    }

    private static byte[] secret(PrivateKey key) {
        if (key instanceof ECPrivateKey ec) {
            byte[] bytes = ec.getS().toByteArray();
            byte[] fixed = new byte[32];
            int length = Math.min(32, bytes.length);
            System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
            return fixed;
        }
        byte[] pkcs8 = key.getEncoded();
        return Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    }
}
