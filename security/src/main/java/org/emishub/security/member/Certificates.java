package org.emishub.security.member;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.hash.Sha256;

/** Reads X.509 certificates (RFC 5280) and names them. */
public final class Certificates {
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private Certificates() {}

    /** base64url without padding of SHA-256 of the certificate's DER, the key id used everywhere (as JOSE's {@code x5t#S256}). */
    public static String kid(X509Certificate certificate) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be hashed", e);
        }
    }

    /** Reads one certificate, PEM or DER. */
    static X509Certificate read(Path file) throws IOException, CertificateException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new CertificateException("larger than " + MAX_FILE_BYTES + " bytes");
        }
        return of(Files.readAllBytes(file));
    }

    /** One certificate, PEM or DER. */
    public static X509Certificate of(byte[] bytes) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    /** The registry's own certificate authority. */
    static X509Certificate authority(Path file) {
        try {
            X509Certificate authority = read(file);
            if (authority.getBasicConstraints() < 0) {
                throw new CertificateException("not a certificate authority");
            }
            return authority;
        } catch (IOException | CertificateException e) {
            throw new YamlException(
                    String.valueOf(file.getFileName()),
                    0,
                    "the registry's certificate authority cannot be read",
                    "Put its certificate there, as PEM.");
        }
    }

    /** Whether the authority itself signed the certificate, which is no authority. */
    static boolean issuedBy(X509Certificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
                    && certificate.getBasicConstraints() < 0
                    && !certificate.hasUnsupportedCriticalExtension();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
