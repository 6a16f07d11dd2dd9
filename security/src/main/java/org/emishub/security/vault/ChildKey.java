package org.emishub.security.vault;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key it is, and of nobody in particular: what everything sealed under it names in its clear prefix.
 *
 * @param slot in the key file of its year
 */
public record ChildKey(int year, long slot) {
    private static final Pattern NAME = Pattern.compile("([0-9]{4})/(0|[1-9][0-9]{0,17})");

    /** {@code year/slot}, as an {@code ERASED} entry names it. */
    public String name() {
        return year + "/" + slot;
    }

    /** Reads {@link #name}. */
    public static ChildKey named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a key is named year/slot");
        }
        return new ChildKey(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    /** Under which key bytes were sealed; empty when a vault did not seal them. */
    public static Optional<ChildKey> of(byte[] sealed) {
        if (sealed.length < FileChildVault.PREFIX_BYTES || sealed[0] != FileChildVault.VERSION) {
            return Optional.empty();
        }
        ByteBuffer prefix = ByteBuffer.wrap(sealed, 1, FileChildVault.PREFIX_BYTES - 1);
        return Optional.of(new ChildKey(prefix.getInt(), prefix.getLong()));
    }
}
