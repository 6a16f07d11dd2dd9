package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEHeader;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.node.ObjectNode;

/** The outer envelope: JWE compact serialisation (RFC 7516) to one recipient, ECDH-ES and A256GCM. */
final class Encryption {
    private static final Set<String> ALLOWED = Set.of("alg", "enc", "kid", "cty", "typ", "epk");
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int WRAPPED_KEY_BYTES = 40;

    private final CurveProvider curves;

    Encryption(CurveProvider curves) {
        this.curves = curves;
    }

    String encrypt(byte[] plain, PublicPart recipient) {
        KeyPair ephemeral = curves.ephemeral(recipient.curve());
        ObjectNode json = StrictJson.newObject();
        json.put("alg", JWEAlgorithm.ECDH_ES_A256KW.getName())
                .put("enc", EncryptionMethod.A256GCM.getName())
                .put("kid", recipient.kid())
                .put("cty", "JWT")
                .set("epk", Jwk.of(recipient.curve(), recipient.curve().raw(ephemeral.getPublic())));
        String header = Base64Url.encode(StrictJson.bytes(json));
        byte[] secret = curves.agree(recipient.curve(), ephemeral.getPrivate(), recipient.key())
                .orElseThrow(() -> new IllegalStateException("the recipient's key agrees on nothing secret"));
        try {
            JWECryptoParts parts = new EcdhEs(recipient.curve())
                    .encrypt(joseHeader(JWEAlgorithm.ECDH_ES_A256KW), secret, plain, header.getBytes(US_ASCII));
            return header + "." + parts.getEncryptedKey() + "." + parts.getInitializationVector() + "."
                    + parts.getCipherText() + "." + parts.getAuthenticationTag();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /**
     * Decrypts with one of our keys.
     *
     * @throws NotWellFormed when it is no strict JWE of ours
     */
    Outcome<byte[]> decrypt(String[] parts, Map<String, PrivatePart> ownKeys) {
        Header header = Header.read(parts[0], ALLOWED);
        header.require("enc", List.of("A256GCM"));
        header.require("cty", List.of("JWT"));
        header.require("typ", List.of("", "JWT", "JOSE"));
        header.require("alg", List.of("ECDH-ES+A256KW", "ECDH-ES"));
        JWEAlgorithm algorithm = JWEAlgorithm.parse(header.text("alg"));
        boolean wrapped = algorithm.equals(JWEAlgorithm.ECDH_ES_A256KW);
        requireLength(parts[1], wrapped ? WRAPPED_KEY_BYTES : 0);
        requireLength(parts[2], IV_BYTES);
        requireLength(parts[4], TAG_BYTES);
        Base64Url.decode(parts[3]);
        PrivatePart own = ownKeys.get(header.kid());
        if (own == null) {
            return Outcome.refused(Code.NOT_FOR_US, "envelope: encrypted to another key");
        }
        Optional<byte[]> epk = header.ephemeralKey(own.curve());
        if (epk.isEmpty()) {
            return Outcome.refused(Code.MALFORMED, "header: epk is of another curve than kid");
        }
        return curves.agree(own.curve(), own.key(), curves.parsed(own.curve(), epk.get()))
                .map(secret -> decrypt(parts, algorithm, own.curve(), secret))
                .orElseGet(() -> Outcome.refused(Code.MALFORMED, "epk: agrees on nothing secret"));
    }

    private static Outcome<byte[]> decrypt(String[] parts, JWEAlgorithm algorithm, Curve curve, byte[] secret) {
        try {
            return Outcome.ok(
                    new EcdhEs(curve).decrypt(joseHeader(algorithm), secret, parts, parts[0].getBytes(US_ASCII)));
        } catch (JOSEException e) {
            return Outcome.refused(Code.BAD_SIGNATURE, "envelope: altered");
        }
    }

    private static void requireLength(String part, int bytes) {
        if (Base64Url.decode(part).length != bytes) {
            throw new NotWellFormed("envelope: a part of the wrong length");
        }
    }

    /** What Nimbus derives keys from; the header on the wire is bound in as additional data, byte for byte. */
    private static JWEHeader joseHeader(JWEAlgorithm algorithm) {
        return new JWEHeader(algorithm, EncryptionMethod.A256GCM);
    }
}
