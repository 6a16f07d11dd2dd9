package org.emishub.security.envelope;

import java.security.cert.X509Certificate;

/** The port through which an adapter whose protocol signs (DCI) uses the hub's signing key without ever seeing it. */
public interface ProtocolSigner {
    /** The key id under which the hub publishes the matching public key in its JWKS. */
    String keyId();

    /** The JOSE name of the algorithm, {@code EdDSA} or {@code ES256}. */
    String algorithm();

    X509Certificate certificate();

    /** Signs the exact bytes; the signature is in JOSE form (RFC 7515 and RFC 8037). */
    byte[] sign(byte[] data);
}
