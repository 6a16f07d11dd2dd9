package org.emishub.adapters.socialprotection.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a DCI signature is made over (draft-cavage-http-signatures-12, section 2.3). */
final class SigningString {
    private SigningString() {}

    static byte[] of(String created, String expires, String header, String message) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((header + message).getBytes(StandardCharsets.UTF_8));
            String text = String.join(
                    "\n",
                    "(created): " + created,
                    "(expires): " + expires,
                    "digest: SHA-256=" + Base64.getEncoder().encodeToString(digest));
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JDK's name of a signature algorithm of DCI. */
    static String javaName(String algorithm) {
        return algorithm.equals("ed25519") ? "Ed25519" : "SHA256withECDSAinP1363Format";
    }
}
