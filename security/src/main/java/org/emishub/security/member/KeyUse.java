package org.emishub.security.member;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** What a registered certificate is for, and which keys are good enough for that (NIST SP 800-57 part 1, 128 bit). */
enum KeyUse {
    SIGNING("signing"),
    KEY_AGREEMENT("keyAgreement"),
    TLS("tls"),
    /** A person's, who signs agreements for the organisation. */
    AGREEMENT("agreementSigners");

    /** Order of the base point of P-256 (NIST SP 800-186, 3.2.1.3); no other curve has it. */
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final int RSA_BITS = 3072;
    /** Bits of X.509 KeyUsage (RFC 5280, 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    /** Also called contentCommitment: a person stands by what was signed. */
    private static final int NON_REPUDIATION = 1;

    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT_BIT = 4;

    private final String key;

    KeyUse(String key) {
        this.key = key;
    }

    /** The key under which a member file names the certificate. */
    String key() {
        return key;
    }

    /** What speaks against using the certificate so; empty when nothing does. */
    Optional<String> objection(X509Certificate certificate, Protocol protocol) {
        PublicKey publicKey = certificate.getPublicKey();
        boolean rsa = publicKey instanceof RSAPublicKey;
        if (!strongEnough(publicKey, protocol)) {
            return Optional.of("its key is not one that may be used here");
        }
        int bit =
                switch (this) {
                    case KEY_AGREEMENT -> rsa ? KEY_ENCIPHERMENT : KEY_AGREEMENT_BIT;
                    case AGREEMENT -> NON_REPUDIATION;
                    case SIGNING, TLS -> DIGITAL_SIGNATURE;
                };
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && usage[bit]
                ? Optional.empty()
                : Optional.of("its key usage does not include " + usageName(bit));
    }

    private boolean strongEnough(PublicKey key, Protocol protocol) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= RSA_BITS && toleratesRsa(protocol);
        }
        if (key instanceof ECPublicKey ec) {
            return ec.getParams().getOrder().equals(P256_ORDER);
        }
        return this == KEY_AGREEMENT
                ? key instanceof XECPublicKey x && isNamed(x.getParams(), "X25519")
                : key instanceof EdECPublicKey ed && isNamed(ed.getParams(), "Ed25519");
    }

    /** Clients of TLS, and the cards with which people sign, often have nothing else. */
    private boolean toleratesRsa(Protocol protocol) {
        return this == TLS || this == AGREEMENT || protocol.toleratesRsa();
    }

    private static boolean isNamed(AlgorithmParameterSpec spec, String name) {
        return spec instanceof NamedParameterSpec named && named.getName().equals(name);
    }

    /** What the author of a member file can do, one sentence. */
    String hint(Protocol protocol) {
        String curves = this == KEY_AGREEMENT ? "X25519 or P-256" : "Ed25519 or P-256";
        String usage =
                this == KEY_AGREEMENT ? "keyAgreement" : this == AGREEMENT ? "nonRepudiation" : "digitalSignature";
        return "Register " + curves
                + (toleratesRsa(protocol) ? " (or RSA of at least " + RSA_BITS + " bits)" : "")
                + " with the key usage " + usage + ".";
    }

    private static String usageName(int bit) {
        return switch (bit) {
            case DIGITAL_SIGNATURE -> "digitalSignature";
            case NON_REPUDIATION -> "nonRepudiation";
            case KEY_ENCIPHERMENT -> "keyEncipherment";
            default -> "keyAgreement";
        };
    }
}
