package org.emishub.deployment.country;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** The school year in which the country stands still. */
final class Calendar {
    static final String SCHOOL_YEAR = "2026/27";
    static final LocalDate FIRST_SCHOOL_DAY = LocalDate.of(2026, 9, 1);

    /** The day for which everything holds. */
    static final LocalDate TODAY = LocalDate.of(2026, 10, 31);

    static final List<YearMonth> TERM = List.of(YearMonth.of(2026, 9), YearMonth.of(2026, 10));

    /** Monday to Friday in each month of the term. */
    static final int SESSIONS_A_MONTH = 22;

    /** Age in full years on the first school day of a child in the preparatory year. */
    static final int YOUNGEST = 5;

    /** Age of a child in grade 11. */
    static final int OLDEST = 16;

    private Calendar() {}

    /** Birth dates of those who are {@code age} full years old on the first school day. */
    static LocalDate firstBirthDate(int age) {
        return FIRST_SCHOOL_DAY.minusYears(age + 1L).plusDays(1);
    }

    static LocalDate lastBirthDate(int age) {
        return FIRST_SCHOOL_DAY.minusYears(age);
    }
}
