package org.emishub.adapters.socialprotection.soap;

import java.security.cert.X509Certificate;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.crypto.CryptoType;
import org.apache.wss4j.common.ext.WSSecurityException;

/**
 * The hub as a party of WS-Security, handed in ready made: this adapter never opens a key store.
 *
 * @param crypto the hub's key with its certificate, and the members' certificate authority as the only trust
 * @param alias the hub's entry in it; an RSA key of at least 3072 bits, since others encrypt to it
 * @param password opens that entry
 */
public record SoapIdentity(Crypto crypto, String alias, String password) {

    /** The algorithm this identity signs with: rsa-sha256 or ecdsa-sha256 (RFC 4051). */
    String signatureAlgorithm() {
        return certificate().getPublicKey().getAlgorithm().equals("EC")
                ? SoapAlgorithms.ECDSA_SHA256
                : SoapAlgorithms.RSA_SHA256;
    }

    private X509Certificate certificate() {
        CryptoType type = new CryptoType(CryptoType.TYPE.ALIAS);
        type.setAlias(alias);
        try {
            return crypto.getX509Certificates(type)[0];
        } catch (WSSecurityException e) {
            throw new IllegalStateException("no certificate under the alias " + alias, e);
        }
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "SoapIdentity[" + alias + "]";
    }
}
