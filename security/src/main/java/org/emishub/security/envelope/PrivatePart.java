package org.emishub.security.envelope;

import java.security.PrivateKey;
import org.emishub.security.keys.OwnKey;

/** A private key of ours, parsed once for the provider that computes with it; prints only its id. */
record PrivatePart(String kid, Curve curve, PrivateKey key) {
    static PrivatePart of(OwnKey own, CurveProvider curves) {
        Curve curve = Curve.of(own.certificate().getPublicKey())
                .orElseThrow(() -> new IllegalArgumentException("the hub protocol knows Ed25519, X25519 and P-256"));
        return new PrivatePart(own.kid(), curve, curves.parsed(curve, own.privateKey()));
    }

    @Override
    public String toString() {
        return "PrivatePart[" + kid + "]";
    }
}
