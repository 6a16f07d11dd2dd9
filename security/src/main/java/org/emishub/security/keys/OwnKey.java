package org.emishub.security.keys;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.emishub.security.member.Certificates;

/** A private key of ours and the certificate under which members know it; prints neither. */
public record OwnKey(PrivateKey privateKey, X509Certificate certificate) {
    /** The key id everywhere: base64url of SHA-256 of the certificate's DER. */
    public String kid() {
        return Certificates.kid(certificate);
    }

    @Override
    public String toString() {
        return "OwnKey[" + kid() + "]";
    }
}
