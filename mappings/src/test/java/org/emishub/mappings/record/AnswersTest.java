package org.emishub.mappings.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    @Test
    void can_derive_every_answer_of_the_catalogue_and_an_empty_record_is_never_no() {
        ChildRecord empty = record(Map.of());
        assertThat(FieldCatalogue.standard().fields())
                .filteredOn(field -> field.type() == FieldType.ANSWER)
                .extracting(Field::path)
                .allSatisfy(path -> assertThat(Answers.derive(path, empty))
                        .as(path)
                        .hasValueSatisfying(answer -> assertThat(answer).isIn("unknown", "not found")));
    }

    @Test
    void derives_nothing_for_a_field_that_is_not_an_answer() {
        assertThat(Answers.derive("child.birthDate", record(Map.of()))).isEmpty();
        assertThat(Answers.derive("no.such", record(Map.of()))).isEmpty();
    }

    @Test
    void takes_the_answer_that_the_holder_gave() {
        assertThat(Answers.derive("healthCheck.fit", record(Map.of("healthCheck.fit", "no"))))
                .contains("no");
    }

    @ParameterizedTest
    @CsvSource({"enrolled,yes", "suspended,yes", "left,no", "graduated,no", "transferred,unknown"})
    void says_whether_a_child_is_on_a_roll(String status, String answer) {
        assertThat(Answers.derive("enrolment.enrolled", record(Map.of("enrolment.status", status))))
                .contains(answer);
    }

    @Test
    void counts_an_enrolment_only_between_its_dates() {
        assertThat(enrolledBetween(DAY, DAY)).contains("yes");
        assertThat(enrolledBetween(DAY.plusDays(1), DAY.plusDays(2))).contains("no");
        assertThat(enrolledBetween(DAY.minusDays(2), DAY.minusDays(1))).contains("no");
    }

    private static Optional<String> enrolledBetween(LocalDate from, LocalDate to) {
        return Answers.derive(
                "enrolment.enrolled",
                record(Map.of("enrolment.status", "enrolled", "enrolment.from", from, "enrolment.to", to)));
    }

    @Test
    void says_that_support_is_needed_while_a_plan_holds_and_never_that_it_is_not() {
        assertThat(Answers.derive("support.needed", record(Map.of("support.kind", "braille"))))
                .contains("yes");
        assertThat(Answers.derive("support.needed", record(Map.of("support.assistant", true))))
                .contains("yes");
        assertThat(Answers.derive("support.needed", record(Map.of("support.assistant", false))))
                .contains("unknown");
        assertThat(Answers.derive(
                        "support.needed",
                        record(Map.of("support.kind", "braille", "support.planTo", DAY.minusDays(1)))))
                .contains("unknown");
    }

    @Test
    void says_that_a_disability_is_recognised_while_the_recognition_holds() {
        assertThat(Answers.derive("disability.status", record(Map.of("disability.certificate", "D-1"))))
                .contains("yes");
        assertThat(Answers.derive(
                        "disability.status",
                        record(Map.of("disability.kind", "visual", "disability.until", DAY.minusDays(1)))))
                .contains("unknown");
    }

    @Test
    void says_from_the_recommendations_whether_a_dose_is_overdue() {
        assertThat(Answers.derive("immunizationStatus.upToDate", record(Map.of("missingVaccine[0].group", "MMR"))))
                .contains("no");
        assertThat(Answers.derive("immunizationStatus.upToDate", recommended(DAY)))
                .contains("no");
        assertThat(Answers.derive("immunizationStatus.upToDate", recommended(DAY.plusDays(1))))
                .contains("yes");
    }

    private static ChildRecord recommended(LocalDate due) {
        return record(Map.of("missingVaccine[0].group", "MMR", "missingVaccine[0].dueDate", due));
    }

    @Test
    void calls_a_health_check_pending_while_it_has_no_conclusion() {
        assertThat(Answers.derive("healthCheck.fit", record(Map.of("healthCheck.examDate", DAY))))
                .contains("pending");
    }

    @Test
    void says_whether_money_is_paid_now() {
        assertThat(Answers.derive("household.receivesGrant", benefit("child-grant", "active")))
                .contains("yes");
        assertThat(Answers.derive("household.receivesGrant", benefit("child-grant", "suspended")))
                .contains("no");
        assertThat(Answers.derive("household.receivesGrant", benefit("school-meals", "active")))
                .contains("no");
    }

    @Test
    void says_whether_a_child_eats_free_without_saying_why() {
        assertThat(Answers.derive("meals.eligible", benefit("school-meals", "active")))
                .contains("eligible");
        assertThat(Answers.derive("meals.eligible", benefit("child-grant", "active")))
                .contains("not eligible");
        assertThat(Answers.derive("meals.eligible", record(Map.of("household.category", "poor"))))
                .contains("not eligible");
    }

    @Test
    void looks_at_every_row_wherever_its_index_stands() {
        assertThat(Answers.derive(
                        "household.receivesGrant",
                        record(Map.of(
                                "benefit[0].programme", "school-kit",
                                "benefit[2].programme", "child-grant",
                                "benefit[2].status", "active"))))
                .contains("yes");
        assertThat(Answers.derive("immunizationStatus.upToDate", record(Map.of("missingVaccine[3].dueDate", DAY))))
                .contains("no");
    }

    @Test
    void never_says_no_of_a_benefit_of_which_too_little_is_held() {
        ChildRecord noStatus = record(Map.of("benefit[0].programme", "child-grant"));
        ChildRecord noProgramme = record(Map.of("benefit[0].status", "active"));
        assertThat(Answers.derive("household.receivesGrant", noStatus)).contains("unknown");
        assertThat(Answers.derive("household.receivesGrant", noProgramme)).contains("unknown");
        assertThat(Answers.derive("meals.eligible", noProgramme)).contains("not found");
        assertThat(Answers.derive("household.receivesGrant", benefit("cash", "active")))
                .contains("yes");
        assertThat(Answers.derive("meals.eligible", benefit("in-kind", "active")))
                .contains("not found");
    }

    private static ChildRecord benefit(String programme, String status) {
        return record(Map.of("benefit[0].programme", programme, "benefit[0].status", status));
    }

    private static ChildRecord record(Map<String, ?> values) {
        return ChildRecord.from("education/emis", DAY).putAll(values).build();
    }
}
