package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.emishub.deployment.country.Dice.Topic;

/**
 * What the education system holds of a pupil; codes are canonical.
 *
 * @param nationalId empty where the school never wrote it down
 * @param language of the home, ISO 639-1
 * @param status code of {@code enrolment-status}
 * @param grade code of {@code grade}
 * @param attendance one entry a month; a month that the school has not reported is absent
 */
public record EmisView(
        String emisId,
        Optional<String> nationalId,
        Name name,
        LocalDate birthDate,
        String sex,
        String nationality,
        String language,
        String district,
        String address,
        String phone,
        List<Guardian> guardians,
        School school,
        String schoolYear,
        String grade,
        String className,
        int shift,
        boolean repeats,
        String status,
        LocalDate from,
        Optional<LocalDate> to,
        Optional<SupportPlan> support,
        List<MonthAttendance> attendance) {

    static EmisView of(SyntheticChild child) {
        Dice dice = Dice.of(child.seed(), Topic.ATTENDANCE, child.index());
        String status =
                List.of("enrolled", "transferred", "left", "suspended").get(dice.weighted(List.of(965, 18, 14, 3)));
        boolean gone = status.equals("transferred") || status.equals("left");
        LocalDate from = child.movedFrom().isPresent() || child.grade() == 0
                ? Calendar.FIRST_SCHOOL_DAY
                : Calendar.FIRST_SCHOOL_DAY.minusYears(Math.min(child.grade(), dice.between(1, 11)));
        Optional<LocalDate> to = gone
                ? Optional.of(dice.day(Calendar.FIRST_SCHOOL_DAY.plusDays(7), Calendar.TODAY.minusDays(7)))
                : Optional.empty();
        return new EmisView(
                Numbers.emis(child.index()),
                child.quirks().emisNumber() ? Optional.of(child.nationalId()) : Optional.empty(),
                child.name(),
                child.birthDate(),
                child.sex(),
                child.nationality(),
                child.ethnicity().language(),
                child.district(),
                child.address(),
                child.phone(),
                child.guardians(),
                child.school(),
                Calendar.SCHOOL_YEAR,
                "grade-" + child.grade(),
                child.className(),
                dice.weighted(List.of(60, 38, 2)) + 1,
                child.repeats(),
                status,
                from,
                to,
                SupportPlan.of(dice, child.disability().isPresent()),
                gone ? List.of() : MonthAttendance.term(dice));
    }

    /** Says only which one: a child is never printed. */
    @Override
    public String toString() {
        return "EmisView";
    }
}
