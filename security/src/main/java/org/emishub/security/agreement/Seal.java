package org.emishub.security.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why nothing, or not everything, may be said of a child; an agreement writes the words of one in {@code sealed}. */
public enum Seal {
    /** Nothing may be said of the child, whatever an agreement writes. */
    EVERYTHING,
    PROTECTED_ADDRESS,
    ADOPTION,
    /** Somebody with a say over the child is suspected of abusing it. */
    SUSPECTED_ABUSER;

    /** The kind as an agreement writes it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The kind that is written so; empty when there is none. */
    public static Optional<Seal> of(String words) {
        return Arrays.stream(values())
                .filter(seal -> seal.words().equals(words))
                .findFirst();
    }

    /** What an agreement may write: {@link #EVERYTHING} has no exception. */
    static List<String> allWords() {
        return Arrays.stream(values())
                .filter(seal -> seal != EVERYTHING)
                .map(Seal::words)
                .toList();
    }
}
