package org.emishub.adapters.health.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What the register holds of one child; compact, so that thousands fit and FHIR resources are made only when asked for.
 *
 * @param id the resource id of its Patient, {@code [A-Za-z0-9.-]{1,64}}
 * @param due what the calendar asks for next, as the register forecasts it; empty where it has not forecast
 * @param diagnosis in words; empty when there is none
 * @param allergy in words; empty when there is none
 * @param disability code of the register's list ({@code visual}, {@code hearing}, {@code mobility}, ...); empty when there is none
 */
public record HealthChild(
        String id,
        Person person,
        List<Dose> doses,
        List<DueDose> due,
        Optional<Examination> examination,
        String diagnosis,
        String allergy,
        String disability) {
    public HealthChild {
        doses = List.copyOf(doses);
        due = List.copyOf(due);
    }

    /** A child of whom nothing but the person is known. */
    public static HealthChild known(String id, Person person) {
        return new HealthChild(id, person, List.of(), List.of(), Optional.empty(), "", "", "");
    }

    /** Says only which one: a child is never printed. */
    @Override
    public String toString() {
        return "HealthChild[" + id + "]";
    }

    /**
     * Who the child is; every text may be empty but the family name.
     *
     * @param personalNumber the national personal number
     * @param healthNumber the register's own number
     * @param familyName in the child's own script, as the other names
     * @param sex {@code male}, {@code female} or {@code unknown}
     * @param sealed where the child is may not be told
     */
    public record Person(
            String personalNumber,
            String healthNumber,
            String familyName,
            String givenName,
            String patronymic,
            LocalDate birthDate,
            String sex,
            boolean sealed) {
        @Override
        public String toString() {
            return "Person";
        }
    }

    /**
     * One dose.
     *
     * @param cvx code of the CDC's list of vaccines administered
     * @param number in its series, from 1
     * @param given false when it was planned and not given
     */
    public record Dose(String cvx, LocalDate date, int number, boolean given) {}

    /**
     * One dose that is to come.
     *
     * @param forecast {@code due}, {@code overdue}, {@code complete}, {@code immune} or {@code contraindicated} (HL7 immunization-recommendation-status)
     */
    public record DueDose(String cvx, LocalDate date, String forecast) {}

    /**
     * The last examination before school.
     *
     * @param fitness {@code fit}, {@code not-fit} or {@code pending}
     * @param vision in words; may be empty
     */
    public record Examination(
            LocalDate date,
            String fitness,
            Optional<LocalDate> nextDue,
            BigDecimal heightCm,
            BigDecimal weightKg,
            String vision) {}
}
