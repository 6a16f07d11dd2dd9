package org.emishub.deployment.country;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.emishub.deployment.country.Dice.Topic;

/**
 * What the health register holds of a patient; codes are canonical.
 *
 * @param nationalId empty where the clinic never wrote it down
 * @param name in the child's script or, for some, in Latin letters
 * @param sex {@code male}, {@code female} or {@code unknown}
 * @param district where the register believes the child to live
 * @param due doses that the calendar asks for and that were not given; those after the register's day are not yet late
 * @param diagnosis in words; empty without one
 * @param allergy in words; empty without one
 */
public record HealthView(
        String healthId,
        Optional<String> nationalId,
        Name name,
        LocalDate birthDate,
        String sex,
        String district,
        String address,
        String phone,
        boolean sealed,
        List<Dose> doses,
        List<DueDose> due,
        Optional<Examination> examination,
        String diagnosis,
        String allergy,
        Optional<Disability> disability) {
    private static final List<String> DIAGNOSES = List.of(
            "Bronchial asthma",
            "Iron deficiency anaemia",
            "Myopia",
            "Scoliosis",
            "Chronic tonsillitis",
            "Type 1 diabetes",
            "Epilepsy");
    private static final List<String> ALLERGIES = List.of("Pollen", "Penicillin", "Peanut", "Milk", "Dust mites");

    static HealthView of(SyntheticChild child) {
        Dice dice = Dice.of(child.seed(), Topic.HEALTH, child.index());
        Quirks quirks = child.quirks();
        Immunization immunization = Immunization.of(dice, child.birthDate());
        return new HealthView(
                Numbers.health(child.index()),
                quirks.healthNumber() ? Optional.of(child.nationalId()) : Optional.empty(),
                quirks.healthLatin() ? child.name().latin() : child.name(),
                quirks.healthTypo() ? Quirks.mistyped(child.birthDate()) : child.birthDate(),
                quirks.sexMissingInHealth() ? "unknown" : child.sex(),
                child.movedFrom().orElse(child.district()),
                child.address(),
                child.phone(),
                child.sealed(),
                immunization.doses(),
                immunization.due(),
                Examination.of(dice, child),
                dice.percent(6) ? dice.oneOf(DIAGNOSES) : "",
                dice.percent(5) ? dice.oneOf(ALLERGIES) : "",
                child.disability());
    }

    /** Says only which one: a child is never printed. */
    @Override
    public String toString() {
        return "HealthView";
    }

    /**
     * A dose that was given.
     *
     * @param vaccine code of {@code vaccine-group}
     * @param number in its series, from 1
     */
    public record Dose(String vaccine, int number, LocalDate date) {}

    /**
     * A dose that is missing or to come.
     *
     * @param vaccine code of {@code vaccine-group}
     */
    public record DueDose(String vaccine, int number, LocalDate date) {}

    /**
     * The last examination for school.
     *
     * @param fit {@code yes}, {@code no} or {@code pending}
     */
    public record Examination(
            LocalDate date, String fit, LocalDate nextDue, BigDecimal heightCm, BigDecimal weightKg, String vision) {
        static Optional<Examination> of(Dice dice, SyntheticChild child) {
            if (!dice.percent(87)) {
                return Optional.empty();
            }
            int age = child.grade() + Calendar.YOUNGEST;
            LocalDate date = dice.day(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 9, 25));
            double height = 110 + 5.6 * (age - 5) + 4 * dice.bell();
            double weight = 15.5 * Math.pow(height / 100, 2) + 1.5 * dice.bell();
            return Optional.of(new Examination(
                    date,
                    List.of("yes", "pending", "no").get(dice.weighted(List.of(93, 5, 2))),
                    date.plusYears(1),
                    BigDecimal.valueOf(Math.round(height * 10), 1),
                    BigDecimal.valueOf(Math.round(weight * 10), 1),
                    dice.percent(88) ? "1.0 / 1.0" : "0.5 / 0.6"));
        }

        /** Never prints what it holds. */
        @Override
        public String toString() {
            return "Examination";
        }
    }
}
