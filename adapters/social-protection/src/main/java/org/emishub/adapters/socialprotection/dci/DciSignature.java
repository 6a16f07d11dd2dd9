package org.emishub.adapters.socialprotection.dci;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.hash.Sha256;

/**
 * The {@code signature} member of a DCI message ({@code MsgSignature}, DCI 1.0.0).
 *
 * <p>Its form is that of draft-cavage-http-signatures-12: {@code Signature: namespace="spdci", kidId="{sender_id}|{unique_key_id}|{algorithm}", algorithm="ed25519",
 * created="...", expires="...", headers="(created) (expires) digest", signature="..."}. What is signed is that draft's signing string, section 2.3, whose {@code digest} is
 * RFC 3230's {@code SHA-256=} over header and message, see {@link DciMessage}. DCI writes {@code kidId} in one place and {@code keyId} in another: we write the first and read both.
 *
 * @param sender the system that signs, as it calls itself
 * @param keyId the {@code kid} of its key
 * @param value 64 bytes: Ed25519 (RFC 8032), or ECDSA P-256 as r and s (RFC 7518, section 3.4)
 */
record DciSignature(String sender, String keyId, String algorithm, long created, long expires, byte[] value) {
    /** How long what we sign may be used, where it is sent at once. */
    static final Duration VALID = Duration.ofMinutes(5);

    private static final String HEADERS = "(created) (expires) digest";
    private static final Set<String> NAMES =
            Set.of("namespace", "kidId", "algorithm", "created", "expires", "headers", "signature");
    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*([A-Za-z]{1,20})=\"([^\"\\\\\\p{Cntrl}]{1,400})\"\\s*(?:,|$)");
    private static final Map<String, String> ALGORITHMS = Map.of("EdDSA", "ed25519", "ES256", "ecdsa-p256-sha256");

    /** Signs header and message, now. */
    static String sign(ProtocolSigner signer, String sender, byte[] signed, Instant now) {
        return sign(signer, sender, signed, now, VALID);
    }

    /** Signs header and message, to be used for some time from now. */
    static String sign(ProtocolSigner signer, String sender, byte[] signed, Instant now, Duration valid) {
        String algorithm = ALGORITHMS.get(signer.algorithm());
        if (algorithm == null) {
            throw new IllegalStateException("DCI has no name for the signing algorithm " + signer.algorithm());
        }
        long created = now.getEpochSecond();
        long expires = created + valid.toSeconds();
        byte[] value = signer.sign(signingString(created, expires, signed));
        return "Signature: namespace=\"spdci\", kidId=\"" + sender + "|" + signer.keyId() + "|" + algorithm
                + "\", algorithm=\"" + algorithm + "\", created=\"" + created + "\", expires=\"" + expires
                + "\", headers=\"" + HEADERS + "\", signature=\""
                + Base64.getEncoder().encodeToString(value) + "\"";
    }

    /**
     * Reads a signature.
     *
     * @throws Malformed when a parameter is missing, twice, unknown, or not what DCI says
     */
    static DciSignature read(String text) throws Malformed {
        Map<String, String> parameters = parameters(text.replaceFirst("^Signature:\\s*", ""));
        String[] key = get(parameters, "kidId").split("\\|", -1);
        String algorithm = get(parameters, "algorithm");
        if (key.length != 3
                || !get(parameters, "namespace").equals("spdci")
                || !get(parameters, "headers").equals(HEADERS)
                || !ALGORITHMS.containsValue(algorithm)
                || !key[2].equals(algorithm)) {
            throw new Malformed("the signature's parameters do not agree with each other");
        }
        try {
            long created = Long.parseLong(get(parameters, "created"));
            long expires = Long.parseLong(get(parameters, "expires"));
            return new DciSignature(key[0], key[1], algorithm, created, expires, value(get(parameters, "signature")));
        } catch (IllegalArgumentException e) {
            throw new Malformed("the signature's times or value cannot be read");
        }
    }

    private static byte[] value(String text) throws Malformed {
        byte[] value = Base64.getDecoder().decode(text);
        // Base64 has spellings with unused bits set; one signature must have one spelling.
        if (!Base64.getEncoder().encodeToString(value).equals(text) || value.length != 64) {
            throw new Malformed("the signature is not 64 bytes in Base64");
        }
        return value;
    }

    private static String get(Map<String, String> parameters, String name) {
        return parameters.getOrDefault(name, "");
    }

    private static Map<String, String> parameters(String text) throws Malformed {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find()) {
            String name = matcher.group(1).equals("keyId") ? "kidId" : matcher.group(1);
            if (parameters.put(name, matcher.group(2)) != null) {
                throw new Malformed("the signature has a parameter twice");
            }
            end = matcher.end();
        }
        if (end != text.length() || !parameters.keySet().equals(NAMES)) {
            throw new Malformed("the signature's parameters are not those of DCI");
        }
        return parameters;
    }

    /** What was signed, given header and message as they arrived. */
    byte[] signingString(byte[] signed) {
        return signingString(created, expires, signed);
    }

    /** Whether the signature may be used now; clocks may differ by {@code skew}. */
    boolean usableAt(Instant now, Duration skew) {
        return created <= now.plus(skew).getEpochSecond()
                && expires >= now.minus(skew).getEpochSecond()
                && expires > created
                && expires - created <= Duration.ofHours(1).toSeconds();
    }

    private static byte[] signingString(long created, long expires, byte[] signed) {
        String digest = Base64.getEncoder().encodeToString(Sha256.of(signed));
        return ("(created): " + created + "\n(expires): " + expires + "\ndigest: SHA-256=" + digest)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
