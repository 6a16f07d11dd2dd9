package org.emishub.routes.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;

/** A registry of members of the hub protocol and its certificate authority; one system per organisation. */
final class TestMembers {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Path folder;
    private final KeyPair authority = pair("Ed25519");
    private long serial = 1;

    TestMembers(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("ca.pem", certificate("ca", authority, KeyUsage.keyCertSign, true));
    }

    OwnKeys register(SystemId system, int perMinute) {
        OwnKey signing = key(system, "signing", "Ed25519", KeyUsage.digitalSignature);
        OwnKey agreement = key(system, "agreement", "X25519", KeyUsage.keyAgreement);
        String file =
                """
                organisation: %1$s
                name: An organisation
                systems:
                  %2$s:
                    protocol: hub
                    certificates:
                      signing: %1$s-signing.pem
                      keyAgreement: %1$s-agreement.pem
                    limits: { perMinute: %3$d }
                """
                        .formatted(system.organisation(), system.system(), perMinute);
        try {
            Files.writeString(folder.resolve(system.organisation() + ".yaml"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return OwnKeys.of(system, signing, agreement);
    }

    Members members() {
        return Members.load(folder, InstantSource.system());
    }

    private OwnKey key(SystemId system, String name, String algorithm, int usage) {
        KeyPair pair = pair(algorithm);
        X509Certificate certificate = certificate(name, pair, usage, false);
        write(system.organisation() + "-" + name + ".pem", certificate);
        return new OwnKey(pair.getPrivate(), certificate);
    }

    private X509Certificate certificate(String subject, KeyPair pair, int usage, boolean isAuthority) {
        Instant now = Instant.now();
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name("CN=ca"),
                    BigInteger.valueOf(serial++),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(YEAR)),
                    new X500Name("CN=" + subject),
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("Ed25519").build(authority.getPrivate())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String name, X509Certificate certificate) {
        try {
            String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
            Files.writeString(
                    folder.resolve(name), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
