package org.emishub.adapters.socialprotection.soap;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.apache.wss4j.common.crypto.Merlin;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test, and the parties it certifies. */
final class Pki {
    private final KeyPair pair = pair(2048);
    private final X509Certificate root = certificate("CN=Members CA", pair, pair, "CN=Members CA", true);

    /** A party with its key. */
    record Party(String alias, KeyPair pair, X509Certificate certificate, Merlin crypto) {
        SoapIdentity identity() {
            return new SoapIdentity(crypto, alias, "secret");
        }
    }

    Party party(String alias, int bits) {
        KeyPair own = pair(bits);
        X509Certificate certificate = certificate("CN=" + alias, own, pair, "CN=Members CA", false);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    alias, own.getPrivate(), "secret".toCharArray(), new X509Certificate[] {certificate, root});
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("root", root);
            Merlin crypto = new Merlin();
            crypto.setKeyStore(keys);
            crypto.setTrustStore(trust);
            return new Party(alias, own, certificate, crypto);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            String subject, KeyPair own, KeyPair issuer, String issuerName, boolean authority) {
        try {
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                            new X500Principal(issuerName),
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofDays(1))),
                            new X500Principal(subject),
                            own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(
                                    authority
                                            ? KeyUsage.keyCertSign
                                            : KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
