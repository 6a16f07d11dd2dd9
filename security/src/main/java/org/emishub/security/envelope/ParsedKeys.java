package org.emishub.security.envelope;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.emishub.security.member.Certificates;

/** Members' public keys, parsed once each; whether a certificate is valid now is asked of the registry every time. */
final class ParsedKeys {
    private final CurveProvider curves;
    private final Map<X509Certificate, Optional<PublicPart>> parsed = new ConcurrentHashMap<>();

    ParsedKeys(CurveProvider curves) {
        this.curves = curves;
    }

    /** Empty when the certificate holds a key that the hub protocol does not use. */
    Optional<PublicPart> of(X509Certificate certificate) {
        return parsed.computeIfAbsent(certificate, this::parse);
    }

    private Optional<PublicPart> parse(X509Certificate certificate) {
        return Curve.of(certificate.getPublicKey())
                .map(curve -> new PublicPart(
                        Certificates.kid(certificate),
                        curve,
                        curves.parsed(curve, certificate.getPublicKey().getEncoded())));
    }
}
