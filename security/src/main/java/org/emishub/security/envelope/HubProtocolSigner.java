package org.emishub.security.envelope;

import java.security.cert.X509Certificate;
import org.emishub.security.keys.OwnKey;

/** Signs for adapters with one signing key of ours. */
public final class HubProtocolSigner implements ProtocolSigner {
    private final X509Certificate certificate;
    private final PrivatePart key;
    private final CurveProvider curves;

    public HubProtocolSigner(OwnKey own, CurveProvider curves) {
        this.certificate = own.certificate();
        this.key = PrivatePart.of(own, curves);
        this.curves = curves;
        if (key.curve().signatureAlgorithm().isEmpty()) {
            throw new IllegalArgumentException("an X25519 key does not sign");
        }
    }

    @Override
    public String keyId() {
        return key.kid();
    }

    @Override
    public String algorithm() {
        return key.curve().signatureAlgorithm();
    }

    @Override
    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public byte[] sign(byte[] data) {
        return curves.sign(key.curve(), key.key(), data);
    }
}
