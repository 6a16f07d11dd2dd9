package org.emishub.security.note;

import java.util.Base64;
import java.util.Optional;

/** Base64 (RFC 4648, section 4) in its one spelling: what would be written otherwise is not read. */
public final class Base64Text {
    private Base64Text() {}

    /** Writes it. */
    public static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Reads it; empty when it is none. */
    public static Optional<byte[]> read(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return of(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
