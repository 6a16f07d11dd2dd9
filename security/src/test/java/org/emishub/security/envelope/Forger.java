package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.UnaryOperator;
import org.emishub.security.keys.OwnKey;

/** Makes messages that an honest sender would not: every layer by hand, with good keys. */
final class Forger {
    private final CurveProvider curves = CurveProvider.bouncyCastle();
    private final OwnKey signing;
    private final OwnKey recipient;

    Forger(OwnKey signing, OwnKey recipient) {
        this.signing = signing;
        this.recipient = recipient;
    }

    /** A JWS with this header and these claims, truly signed. */
    String signed(String header, String claims) {
        PrivatePart key = PrivatePart.of(signing, curves);
        String input = Base64Url.encode(header.getBytes(UTF_8)) + "." + Base64Url.encode(claims.getBytes(UTF_8));
        return input + "." + Base64Url.encode(curves.sign(key.curve(), key.key(), input.getBytes(US_ASCII)));
    }

    String signed(String claims) {
        return signed(header(), claims);
    }

    String header() {
        PrivatePart key = PrivatePart.of(signing, curves);
        return "{\"alg\":\"" + key.curve().signatureAlgorithm() + "\",\"kid\":\"" + key.kid() + "\",\"typ\":\"JWT\"}";
    }

    /** A JWE around anything. */
    byte[] encrypted(String inner) {
        Curve curve = Curve.of(recipient.certificate().getPublicKey()).orElseThrow();
        PublicPart key = new PublicPart(
                recipient.kid(),
                curve,
                curves.parsed(curve, recipient.certificate().getPublicKey().getEncoded()));
        return new Encryption(curves).encrypt(inner.getBytes(UTF_8), key).getBytes(US_ASCII);
    }

    /** The envelope with another protected header in front. */
    static byte[] withHeader(byte[] sealed, UnaryOperator<String> change) {
        String[] parts = new String(sealed, US_ASCII).split("\\.");
        parts[0] = Base64Url.encode(
                change.apply(new String(Base64Url.decode(parts[0]), UTF_8)).getBytes(UTF_8));
        return String.join(".", parts).getBytes(US_ASCII);
    }
}
