package org.emishub.security.envelope;

import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Our public keys as JSON Web Key Set (RFC 7517), each with its certificate. */
public final class Jwks {
    private Jwks() {}

    /** The set as UTF-8 JSON: signing keys with {@code use} {@code sig}, key-agreement keys with {@code enc}. */
    public static byte[] of(OwnKeys own) {
        ObjectNode set = StrictJson.newObject();
        ArrayNode keys = set.putArray("keys");
        own.signing().forEach(key -> keys.add(jwk(key, "sig")));
        own.keyAgreement().forEach(key -> keys.add(jwk(key, "enc")));
        return StrictJson.bytes(set);
    }

    private static ObjectNode jwk(OwnKey key, String use) {
        Curve curve = Curve.of(key.certificate().getPublicKey())
                .orElseThrow(() -> new IllegalArgumentException("the hub protocol knows Ed25519, X25519 and P-256"));
        ObjectNode jwk = Jwk.of(curve, curve.raw(key.certificate().getPublicKey()));
        jwk.put("kid", key.kid())
                .put("use", use)
                .put("alg", use.equals("sig") ? curve.signatureAlgorithm() : "ECDH-ES+A256KW");
        try {
            jwk.putArray("x5c")
                    .add(Base64.getEncoder().encodeToString(key.certificate().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("our certificate cannot be encoded", e);
        }
        return jwk;
    }
}
