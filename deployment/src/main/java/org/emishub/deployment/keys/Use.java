package org.emishub.deployment.keys;

import org.bouncycastle.asn1.x509.KeyUsage;

/** What a key of the sandbox is for; its name is its alias in the key store. */
public enum Use {
    SIGNING("signing", "Ed25519", KeyUsage.digitalSignature),
    SIGNING_P256("signing-p256", "P-256", KeyUsage.digitalSignature),
    KEY_AGREEMENT("key-agreement", "X25519", KeyUsage.keyAgreement),
    KEY_AGREEMENT_P256("key-agreement-p256", "P-256", KeyUsage.keyAgreement),
    CHECKPOINT("checkpoint", "Ed25519", KeyUsage.digitalSignature),
    TLS("tls", "P-256", KeyUsage.digitalSignature),
    /** A person's, who signs agreements for an organisation. */
    AGREEMENT("agreement", "P-256", KeyUsage.nonRepudiation),
    /** WS-Security of older systems has one key for both: whoever is asked encrypts to the key that signed. */
    SOAP("soap", "RSA-3072", KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
    SOAP_ENCRYPTION("soap-encryption", "RSA-3072", KeyUsage.keyEncipherment);

    private final String alias;
    private final String algorithm;
    private final int usage;

    Use(String alias, String algorithm, int usage) {
        this.alias = alias;
        this.algorithm = algorithm;
        this.usage = usage;
    }

    /** The alias in a PKCS#12 store and, with {@code .pem}, the name of the certificate's file. */
    public String alias() {
        return alias;
    }

    String algorithm() {
        return algorithm;
    }

    /** Bits of X.509 KeyUsage (RFC 5280, 4.2.1.3) as Bouncy Castle counts them. */
    int usage() {
        return usage;
    }
}
