package org.emishub.security.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.emishub.security.json.NotWellFormed;

/** base64url without padding (RFC 7515, section 2), of which only the canonical spelling is read. */
final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads it.
     *
     * @throws NotWellFormed for padding, white space, another alphabet, or set bits after the last byte: two spellings of one message would pass for two
     */
    static byte[] decode(String text) {
        int tail = text.length() % 4;
        if (tail == 1 || text.indexOf('=') >= 0) {
            throw new NotWellFormed("base64url: length or padding");
        }
        if (tail != 0) {
            int unusedBits = tail == 2 ? 0b1111 : 0b11;
            if ((ALPHABET.indexOf(text.charAt(text.length() - 1)) & unusedBits) != 0) {
                throw new NotWellFormed("base64url: not canonical");
            }
        }
        try {
            return Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new NotWellFormed("base64url: alphabet");
        }
    }
}
