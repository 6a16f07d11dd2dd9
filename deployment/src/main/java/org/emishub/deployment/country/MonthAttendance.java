package org.emishub.deployment.country;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pupil's attendance in one month.
 *
 * @param sessions school days
 * @param reason most frequent one, code of {@code attendance-reason}; empty without absences
 * @param lastAttended last day at school in the month
 */
public record MonthAttendance(
        YearMonth month,
        int sessions,
        int excused,
        int unexcused,
        int late,
        Optional<String> reason,
        LocalDate lastAttended) {
    private static final List<String> EXCUSED = List.of(
            "illness", "illness", "illness", "medical-appointment", "family-emergency", "weather", "school-activity");
    private static final List<String> UNEXCUSED = List.of("work", "care-at-home", "not-known", "not-known");

    static List<MonthAttendance> term(Dice dice) {
        int habit = dice.weighted(List.of(86, 8, 4, 2));
        List<MonthAttendance> months = new ArrayList<>();
        for (YearMonth month : Calendar.TERM) {
            int excused = habit == 1 ? dice.between(5, 11) : dice.weighted(List.of(60, 25, 12, 3));
            int unexcused = habit == 2 ? dice.between(5, 11) : dice.weighted(List.of(92, 6, 2));
            months.add(of(dice, month, excused, unexcused));
        }
        return habit == 3 ? List.copyOf(months.subList(0, dice.between(0, months.size() - 1))) : List.copyOf(months);
    }

    private static MonthAttendance of(Dice dice, YearMonth month, int excused, int unexcused) {
        List<String> reasons = excused >= unexcused ? EXCUSED : UNEXCUSED;
        Optional<String> reason = excused + unexcused > 0 ? Optional.of(dice.oneOf(reasons)) : Optional.empty();
        LocalDate last = month.atEndOfMonth();
        while (last.getDayOfWeek().getValue() > 5) {
            last = last.minusDays(1);
        }
        return new MonthAttendance(
                month,
                Calendar.SESSIONS_A_MONTH,
                excused,
                unexcused,
                dice.weighted(List.of(70, 20, 7, 3)),
                reason,
                last);
    }

    public int absences() {
        return excused + unexcused;
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "MonthAttendance[" + month + "]";
    }
}
