package org.emishub.security.envelope;

import java.util.Arrays;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** A public key as JSON Web Key (RFC 7517, RFC 7518 section 6.2.1, RFC 8037 section 2). */
final class Jwk {
    private Jwk() {}

    static ObjectNode of(Curve curve, byte[] raw) {
        ObjectNode jwk = StrictJson.newObject();
        if (curve == Curve.P256) {
            return jwk.put("kty", "EC")
                    .put("crv", "P-256")
                    .put("x", Base64Url.encode(Arrays.copyOfRange(raw, 1, 33)))
                    .put("y", Base64Url.encode(Arrays.copyOfRange(raw, 33, 65)));
        }
        return jwk.put("kty", "OKP")
                .put("crv", curve == Curve.ED25519 ? "Ed25519" : "X25519")
                .put("x", Base64Url.encode(raw));
    }
}
