package org.emishub.security.pseudonym;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A time in which pseudonyms stay the same, and its key; days begin and end in UTC.
 *
 * @param name in every pseudonym's making; a word without blanks
 * @param from the first day on which its pseudonyms are given out, up to the day before the next epoch's
 * @param until the last day on which they are still understood; empty for as long as no other epoch has begun
 */
public record Epoch(String name, LocalDate from, Optional<LocalDate> until, MasterKey key) {
    public Epoch {
        if (!name.matches("[a-z0-9.-]{1,20}")) {
            throw new IllegalArgumentException("an epoch is one word of small letters, digits, '.' and '-'");
        }
        if (until.isPresent() && until.get().isBefore(from)) {
            throw new IllegalArgumentException("epoch " + name + " ends before it begins");
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "Epoch[" + name + ", from " + from + "]";
    }
}
