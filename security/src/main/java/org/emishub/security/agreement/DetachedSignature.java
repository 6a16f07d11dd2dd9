package org.emishub.security.agreement;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;

/** A detached CMS signature of one person (RFC 5652), as DER or PEM. */
final class DetachedSignature {
    /** As the two clocks may differ. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN (CMS|PKCS7)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");
    private static final Set<String> DIGESTS = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId());
    private static final Set<String> ALGORITHMS = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA512.getId(),
            EdECObjectIdentifiers.id_Ed25519.getId(),
            PKCSObjectIdentifiers.rsaEncryption.getId(),
            PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha512WithRSAEncryption.getId());

    private final byte[] der;

    DetachedSignature(byte[] file) throws NotGood {
        this.der = der(file);
    }

    /** Why a signature does not count. */
    static final class NotGood extends Exception {
        private static final long serialVersionUID = 1L;

        private final String hint;

        private NotGood(String why, String hint) {
            super(why);
            this.hint = hint;
        }

        String hint() {
            return hint;
        }
    }

    private static byte[] der(byte[] file) throws NotGood {
        Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        try {
            return pem.matches() ? Base64.getMimeDecoder().decode(pem.group(2)) : file;
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static NotGood unreadable() {
        return new NotGood(
                "it is not one person's detached CMS signature", "Sign as deployment/docs/agreement.md says.");
    }

    /**
     * The registered person who signed exactly these bytes.
     *
     * <p>The certificate counts at the time of signing, so that no start fails because a day has passed; whoever may no longer sign is taken off the registry.
     *
     * @param registered whose signatures count; certificates that come with the signature do not
     */
    X509Certificate verify(byte[] content, List<X509Certificate> registered, Instant now) throws NotGood {
        SignerInformation signer = signer(content);
        X509Certificate certificate = registered.stream()
                .filter(one -> signer.getSID().match(holder(one)))
                .findFirst()
                .orElseThrow(() -> new NotGood(
                        "its signer is not registered for either party",
                        "Register the person's certificate in 'agreementSigners' of their organisation."));
        Instant signedAt = signedAt(signer);
        if (signedAt.isAfter(now.plus(AHEAD))) {
            throw new NotGood("it says that it was signed in the future", "Set the signer's clock and sign again.");
        }
        if (signedAt.isBefore(certificate.getNotBefore().toInstant())
                || signedAt.isAfter(certificate.getNotAfter().toInstant())) {
            throw new NotGood(
                    "its signer's certificate was not valid when it was made", "Renew the certificate and sign again.");
        }
        if (!holds(signer, certificate)) {
            throw new NotGood(
                    "it was not made over these bytes with that key", "Have the file signed again as it is now.");
        }
        return certificate;
    }

    /** Of one person, with signed attributes, over nothing that it holds itself, by algorithms that are good enough. */
    private SignerInformation signer(byte[] content) throws NotGood {
        try {
            boolean detached = new CMSSignedData(der).isDetachedSignature();
            CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(content), der);
            List<SignerInformation> signers =
                    List.copyOf(signed.getSignerInfos().getSigners());
            if (!detached || signers.size() != 1) {
                throw unreadable();
            }
            SignerInformation signer = signers.get(0);
            if (!DIGESTS.contains(signer.getDigestAlgOID()) || !ALGORITHMS.contains(signer.getEncryptionAlgOID())) {
                throw new NotGood("its algorithm is not one that may be used here", "Sign with SHA-256 or better.");
            }
            return signer;
        } catch (CMSException | RuntimeException e) {
            throw unreadable();
        }
    }

    private static JcaX509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new JcaX509CertificateHolder(certificate);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a registered certificate cannot be encoded", e);
        }
    }

    private static Instant signedAt(SignerInformation signer) throws NotGood {
        AttributeTable attributes = signer.getSignedAttributes();
        ASN1EncodableVector times =
                attributes == null ? new ASN1EncodableVector() : attributes.getAll(CMSAttributes.signingTime);
        if (times.size() != 1) {
            throw new NotGood("it does not say once when it was made", "Sign with signed attributes.");
        }
        try {
            Date date = Time.getInstance(
                            ((Attribute) times.get(0)).getAttrValues().getObjectAt(0))
                    .getDate();
            return date.toInstant();
        } catch (RuntimeException e) {
            throw unreadable();
        }
    }

    private static boolean holds(SignerInformation signer, X509Certificate certificate) {
        try {
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(certificate));
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }
}
