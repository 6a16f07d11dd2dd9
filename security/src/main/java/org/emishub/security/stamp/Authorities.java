package org.emishub.security.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.emishub.security.hash.Sha256;
import org.emishub.security.stamp.NotStamped.Why;

/**
 * Who is believed about the time: the holders of certificates for nothing but stamping (RFC 3161, section 2.3) that these vouch for.
 *
 * <p>Certificates must be valid at the time that the stamp says; whether one was revoked is not asked.
 */
public final class Authorities {
    private final Set<TrustAnchor> anchors;

    /** @param certificates of the authorities that vouch for those that stamp; one at least */
    public Authorities(Collection<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("nobody is believed about the time");
        }
        this.anchors = certificates.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
    }

    static byte[] imprint(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }

    static TimeStampResponse parsed(byte[] response) throws NotStamped {
        try {
            return new TimeStampResponse(response);
        } catch (TSPException | IOException | RuntimeException e) {
            // A parser of ASN.1 has many ways to say no.
            throw new NotStamped(Why.NOT_A_STAMP, "not a TimeStampResp");
        }
    }

    /**
     * Checks a stamp that was kept.
     *
     * @param text that it should be of
     * @throws NotStamped when it is not, or is not to be trusted
     */
    public Stamp check(byte[] response, String text) throws NotStamped {
        return check(response, imprint(text));
    }

    Stamp check(byte[] response, byte[] imprint) throws NotStamped {
        TimeStampToken token = parsed(response).getTimeStampToken();
        if (token == null) {
            throw new NotStamped(Why.REJECTED, "it holds no stamp");
        }
        if (!TSPAlgorithms.SHA256.equals(token.getTimeStampInfo().getMessageImprintAlgOID())
                || !MessageDigest.isEqual(token.getTimeStampInfo().getMessageImprintDigest(), imprint)) {
            throw new NotStamped(Why.OF_ANOTHER_TEXT, "another imprint");
        }
        try {
            requireTrusted(token);
        } catch (TSPException | OperatorCreationException | GeneralSecurityException | RuntimeException e) {
            throw new NotStamped(Why.NOT_TRUSTED, String.valueOf(e.getMessage()));
        }
        return new Stamp(token.getTimeStampInfo().getGenTime().toInstant(), response);
    }

    private void requireTrusted(TimeStampToken token)
            throws TSPException, OperatorCreationException, GeneralSecurityException {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        List<X509Certificate> all = new ArrayList<>();
        List<X509Certificate> signers = new ArrayList<>();
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            X509Certificate certificate = converter.getCertificate(holder);
            all.add(certificate);
            if (token.getSID().match(holder)) {
                signers.add(certificate);
            }
        }
        if (signers.size() != 1) {
            throw new TSPException("it does not hold the certificate of who signed it");
        }
        X509Certificate signer = signers.get(0);
        // Signature, the certificate's hash in it, its one critical use, and its validity at that time.
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        requireVouchedFor(signer, all, token.getTimeStampInfo().getGenTime());
    }

    private void requireVouchedFor(X509Certificate signer, List<X509Certificate> all, Date at)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(signer);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(at);
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }
}
