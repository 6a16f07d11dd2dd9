package org.emishub.security.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.ECDHCryptoProvider;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * ECDH-ES (RFC 7518, section 4.6) from the shared secret on: Nimbus derives, wraps and encrypts, with the JDK's AES and SHA-256.
 *
 * <p>The agreement itself is {@link CurveProvider}'s; Nimbus would need Tink for X25519.
 */
final class EcdhEs extends ECDHCryptoProvider {
    EcdhEs(Curve curve) throws JOSEException {
        super(curve == Curve.X25519 ? com.nimbusds.jose.jwk.Curve.X25519 : com.nimbusds.jose.jwk.Curve.P_256, null);
    }

    @Override
    public Set<com.nimbusds.jose.jwk.Curve> supportedEllipticCurves() {
        return Set.of(com.nimbusds.jose.jwk.Curve.X25519, com.nimbusds.jose.jwk.Curve.P_256);
    }

    JWECryptoParts encrypt(JWEHeader header, byte[] secret, byte[] plain, byte[] aad) throws JOSEException {
        return encryptWithZ(header, new SecretKeySpec(secret, "AES"), plain, aad);
    }

    byte[] decrypt(JWEHeader header, byte[] secret, String[] parts, byte[] aad) throws JOSEException {
        return decryptWithZ(
                header,
                aad,
                new SecretKeySpec(secret, "AES"),
                parts[1].isEmpty() ? null : new Base64URL(parts[1]),
                new Base64URL(parts[2]),
                new Base64URL(parts[3]),
                new Base64URL(parts[4]));
    }
}
