package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import org.emishub.security.member.Certificates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages as somebody would make them who does not keep to the rules: by a library and the JDK, not by the hub's classes. */
final class Forged {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Forged() {}

    /** What a message of the schools claims. */
    static ObjectNode claims(String id, String agreement, Instant issued, Instant expires, JsonNode content) {
        ObjectNode claims = MAPPER.createObjectNode()
                .put("jti", id)
                .put("iss", Invented.SCHOOLS.id().toString())
                .put("aud", "hub/exchange")
                .put("agr", agreement)
                .put("knd", "query")
                .put("iat", issued.getEpochSecond())
                .put("exp", expires.getEpochSecond());
        claims.set("content", content);
        return claims;
    }

    /** A compact JWS by an Ed25519 key that claims to be the one the certificate is of. */
    static String signed(ObjectNode claims, X509Certificate named, PrivateKey by) {
        String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + Certificates.kid(named) + "\",\"typ\":\"JWT\"}";
        String input = base64(header) + "." + base64(claims.toString());
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(by);
            signature.update(input.getBytes(US_ASCII));
            return input + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A compact JWS that says it needs no signature (RFC 7518, 3.6). */
    static String unsigned(ObjectNode claims, X509Certificate named) {
        String header = "{\"alg\":\"none\",\"kid\":\"" + Certificates.kid(named) + "\",\"typ\":\"JWT\"}";
        return base64(header) + "." + base64(claims.toString()) + ".";
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }

    /** Encrypted to the P-256 key of a certificate. */
    static byte[] sealed(String inside, X509Certificate recipient) {
        return sealed(inside, recipient, Certificates.kid(recipient));
    }

    /** Encrypted to one key and addressed to another. */
    static byte[] sealed(String inside, X509Certificate recipient, String kid) {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .keyID(kid)
                .contentType("JWT")
                .build();
        JWEObject envelope = new JWEObject(header, new Payload(inside));
        try {
            envelope.encrypt(new ECDHEncrypter((ECPublicKey) recipient.getPublicKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return envelope.serialize().getBytes(US_ASCII);
    }
}
