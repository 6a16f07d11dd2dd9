package org.emishub.deployment.country;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers that systems give to people; unique for up to ten million children, and no row in order. */
final class Numbers {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("ddMMyy", Locale.ROOT);
    private static final long RANGE = 10_000_000;

    private Numbers() {}

    /** Fourteen digits: sex and century, day of birth, serial. */
    static String national(LocalDate born, boolean female, int number) {
        int century = born.getYear() < 2000 ? 3 : 5;
        return (female ? century + 1 : century) + DAY.format(born) + serial(number, 7_654_321);
    }

    static String emis(int number) {
        return "E" + serial(number, 1_357_913);
    }

    static String health(int number) {
        return "H" + serial(number, 2_468_017);
    }

    static String social(int number) {
        return "P" + serial(number, 8_642_097);
    }

    static String household(int firstChild) {
        return "HH" + serial(firstChild, 5_555_557);
    }

    /** A step that shares no factor with the range visits every number once. */
    private static String serial(int number, long step) {
        return String.format(Locale.ROOT, "%07d", (number * step + step) % RANGE);
    }
}
