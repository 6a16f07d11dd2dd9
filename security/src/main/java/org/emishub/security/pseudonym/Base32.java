package org.emishub.security.pseudonym;

/** Base 32 (RFC 4648, section 6), upper case, without padding. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int buffer = 0;
        int held = 0;
        for (byte b : bytes) {
            buffer = (buffer << Byte.SIZE) | (b & 0xff);
            for (held += Byte.SIZE; held >= BITS; held -= BITS) {
                out.append(ALPHABET.charAt((buffer >> (held - BITS)) & 0x1f));
            }
            buffer &= (1 << held) - 1;
        }
        if (held > 0) {
            out.append(ALPHABET.charAt((buffer << (BITS - held)) & 0x1f));
        }
        return out.toString();
    }
}
