package org.emishub.security.agreement;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Signs an agreement's file for a party, as {@code openssl cms -sign -binary} does. */
public final class AgreementSigning {
    private AgreementSigning() {}

    /**
     * A detached CMS signature over exactly these bytes, as DER, with the time of now.
     *
     * @param key P-256, Ed25519 or RSA, of the certificate
     * @throws GeneralSecurityException when the key is none of these
     */
    public static byte[] sign(byte[] file, PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "Ed25519";
                };
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(new JcaContentSignerBuilder(algorithm).build(key), certificate));
            // The hub believes the registry only; others who verify want to see whose signature it is.
            generator.addCertificate(new JcaX509CertificateHolder(certificate));
            return generator.generate(new CMSProcessableByteArray(file), false).getEncoded();
        } catch (OperatorException | CMSException | IOException e) {
            throw new GeneralSecurityException("the key cannot sign", e);
        }
    }
}
