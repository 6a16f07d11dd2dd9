package org.emishub.deployment.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of our own: the sandbox's, which vouches for nobody outside it, or the one an operator had made. */
final class CertificateAuthority {
    private static final Duration VALIDITY = Duration.ofDays(825);
    private static final int RSA_BITS = 3072;
    private static final int SERIAL_BITS = 127;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final List<String> hosts;

    /** @param hosts names and addresses of the machines that its TLS certificates are for */
    CertificateAuthority(PrivateKey key, X509Certificate certificate, List<String> hosts) {
        this.key = key;
        this.certificate = certificate;
        this.hosts = List.copyOf(hosts);
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    static CertificateAuthority make(String name) throws GeneralSecurityException {
        KeyPair pair = keyPair("P-256");
        X500Name self = name(name);
        X509v3CertificateBuilder builder = builder(self, self, pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(pair.getPrivate(), signed(builder, pair.getPrivate()), List.of());
        } catch (IOException e) {
            throw new GeneralSecurityException("the authority's certificate cannot be made", e);
        }
    }

    /** A certificate for a use of a system; one for TLS is for the authority's machines only. */
    X509Certificate issue(String name, Use use, PublicKey publicKey) throws GeneralSecurityException {
        X509v3CertificateBuilder builder = builder(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), name(name), publicKey);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(use.usage()));
            if (use == Use.TLS) {
                GeneralName[] names =
                        hosts.stream().map(CertificateAuthority::machine).toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return signed(builder, key);
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate cannot be made", e);
        }
    }

    private static GeneralName machine(String host) {
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    static KeyPair keyPair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator;
        switch (algorithm) {
            case "P-256" -> {
                generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            case "RSA-3072" -> {
                generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
            }
            default -> generator = KeyPairGenerator.getInstance(algorithm);
        }
        return generator.generateKeyPair();
    }

    private static X500Name name(String name) {
        return new X500Name("CN=" + name + ",O=EMIS Hub");
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey publicKey) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALIDITY)),
                subject,
                publicKey);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("a certificate cannot be signed", e);
        }
    }
}
