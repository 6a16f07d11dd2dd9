package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hub protocol's envelopes by the JDK alone (RFC 7515, 7516, 7518, 8037): a second implementation, so that ours does not check itself. */
public final class Jose {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ALG = "ECDH-ES+A256KW";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Jose() {}

    /** A party's own keys, Ed25519 and X25519, with the ids under which others know them. */
    public record Own(PrivateKey signing, String signingKid, PrivateKey agreement, String agreementKid) {}

    /** Whom to write to. */
    public record To(PublicKey agreement, String kid) {}

    /** A payload whose signature holds, and the id of the key that made it. */
    public record Signed(String kid, byte[] payload) {
        /** The claims in the payload. */
        public JsonNode claims() {
            return JSON.readTree(payload);
        }
    }

    /** Says what does not hold. */
    public static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String what) {
            super(what);
        }
    }

    /** A compact JWS, EdDSA. */
    public static String sign(byte[] payload, Own own) {
        String input = encode("{\"alg\":\"EdDSA\",\"kid\":\"" + own.signingKid() + "\",\"typ\":\"JWT\"}") + "."
                + encode(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(own.signing());
            signature.update(input.getBytes(US_ASCII));
            return input + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /**
     * Verifies a compact JWS by one of the keys.
     *
     * @param keys by key id
     */
    public static Signed verify(String jws, Map<String, PublicKey> keys) throws Invalid {
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3) {
            throw new Invalid("not a compact JWS");
        }
        try {
            String kid = JSON.readTree(decode(parts[0])).path("kid").asString("");
            PublicKey key = keys.get(kid);
            if (key == null) {
                throw new Invalid("signed by an unknown key");
            }
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
            if (!signature.verify(decode(parts[2]))) {
                throw new Invalid("the signature does not hold");
            }
            return new Signed(kid, decode(parts[1]));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new Invalid("not a JWS that can be read: " + e.getClass().getSimpleName());
        }
    }

    /** Signs, then encrypts to {@code to}. */
    public static byte[] seal(byte[] claims, Own own, To to) {
        try {
            KeyPair ephemeral = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            String header = encode("{\"alg\":\"" + ALG + "\",\"enc\":\"A256GCM\",\"kid\":\"" + to.kid()
                    + "\",\"cty\":\"JWT\",\"epk\":{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\""
                    + encode(raw((XECPublicKey) ephemeral.getPublic())) + "\"}}");
            byte[] contentKey = new byte[32];
            RANDOM.nextBytes(contentKey);
            Cipher wrap = Cipher.getInstance("AESWrap");
            wrap.init(Cipher.WRAP_MODE, aes(derived(agreed(ephemeral.getPrivate(), to.agreement()))));
            byte[] iv = new byte[IV_BYTES];
            RANDOM.nextBytes(iv);
            byte[] sealed = gcm(Cipher.ENCRYPT_MODE, contentKey, iv, header)
                    .doFinal(sign(claims, own).getBytes(US_ASCII));
            int text = sealed.length - TAG_BITS / 8;
            return String.join(
                            ".",
                            header,
                            encode(wrap.wrap(aes(contentKey))),
                            encode(iv),
                            encode(java.util.Arrays.copyOf(sealed, text)),
                            encode(java.util.Arrays.copyOfRange(sealed, text, sealed.length)))
                    .getBytes(US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    /** Decrypts what was sent to us and verifies who signed it. */
    public static Signed open(byte[] sealed, Own own, Map<String, PublicKey> signers) throws Invalid {
        String[] parts = new String(sealed, ISO_8859_1).split("\\.", -1);
        if (parts.length != 5) {
            throw new Invalid("not a compact JWE");
        }
        try {
            JsonNode header = JSON.readTree(decode(parts[0]));
            if (!header.path("kid").asString("").equals(own.agreementKid())) {
                throw new Invalid("encrypted to another key");
            }
            if (!header.path("alg").asString("").equals(ALG)
                    || !header.path("enc").asString("").equals("A256GCM")) {
                throw new Invalid("other algorithms");
            }
            byte[] secret = agreed(
                    own.agreement(),
                    publicKey(decode(header.path("epk").path("x").asString(""))));
            Cipher unwrap = Cipher.getInstance("AESWrap");
            unwrap.init(Cipher.UNWRAP_MODE, aes(derived(secret)));
            Key contentKey = unwrap.unwrap(decode(parts[1]), "AES", Cipher.SECRET_KEY);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes(decode(parts[3]));
            text.writeBytes(decode(parts[4]));
            byte[] signed = gcm(Cipher.DECRYPT_MODE, contentKey.getEncoded(), decode(parts[2]), parts[0])
                    .doFinal(text.toByteArray());
            return verify(new String(signed, ISO_8859_1), signers);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new Invalid("cannot be opened: " + e.getClass().getSimpleName());
        }
    }

    /** The id of a key: base64url of SHA-256 of its certificate. */
    public static String kid(X509Certificate certificate) {
        try {
            return encode(digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lower-case hex SHA-256. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] agreed(PrivateKey own, PublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    /** Concat KDF (RFC 7518, section 4.6.2) for the 256 bits of the wrapping key. */
    private static byte[] derived(byte[] secret) {
        ByteBuffer info = ByteBuffer.allocate(4 + secret.length + 4 + ALG.length() + 4 + 4 + 4);
        info.putInt(1).put(secret).putInt(ALG.length()).put(ALG.getBytes(US_ASCII));
        return digest(info.putInt(0).putInt(0).putInt(256).array());
    }

    private static Cipher gcm(int mode, byte[] key, byte[] iv, String header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, aes(key), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(header.getBytes(US_ASCII));
        return cipher;
    }

    private static SecretKeySpec aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] raw(XECPublicKey key) {
        byte[] big = key.getU().toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static PublicKey publicKey(byte[] little) throws GeneralSecurityException {
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = little[31 - i];
        }
        return KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, big)));
    }

    private static String encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
