package org.emishub.security.meaning;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Pseudonyms from SHA-256 up: HMAC by RFC 2104 and base 32 by long division. */
final class Pairwise {
    static final byte[] MASTER = "thirty-two bytes of a known key!".getBytes(StandardCharsets.US_ASCII);
    static final String EPOCH = "7";
    private static final int BLOCK = 64;

    private Pairwise() {}

    static String pseudonym(String receiver, String domain, String identifier) {
        byte[] key = hmac(MASTER, "emis-hub pseudonym 1\0" + receiver + "\0" + domain + "\0" + EPOCH);
        return base32(hmac(key, identifier));
    }

    private static byte[] hmac(byte[] key, String text) {
        byte[] padded = Arrays.copyOf(key, BLOCK);
        return sha256(xor(padded, 0x5c), sha256(xor(padded, 0x36), text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] xor(byte[] bytes, int with) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (bytes[i] ^ with);
        }
        return out;
    }

    private static byte[] sha256(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return digest.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 256 bits and four of nothing make 52 digits; digits above 9 are letters in radix 32, which are moved along to A to Z and 2 to 7. */
    private static String base32(byte[] bytes) {
        String digits = new BigInteger(1, bytes).shiftLeft(4).toString(32);
        StringBuilder out = new StringBuilder("A".repeat(52 - digits.length()));
        digits.chars()
                .map(c -> Character.digit(c, 32))
                .forEach(d -> out.append((char) (d < 26 ? 'A' + d : '2' + d - 26)));
        return out.toString();
    }
}
