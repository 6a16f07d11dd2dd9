package org.emishub.security.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.disclosure.FieldOutcome.Result;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisclosureTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final Pseudonyms PSEUDONYMS = new HmacPseudonyms(new byte[32], "2026");

    private static Disclosure disclose(String line, String path, Object value) {
        ChildRecord record =
                ChildRecord.from("education/emis", DAY).put(path, value).build();
        return Disclosure.of(record, SampleAgreement.disclosing(line), PSEUDONYMS);
    }

    @Test
    void copies_what_is_allowed_and_says_what_became_of_every_field() {
        ChildRecord record = ChildRecord.from("education/emis", DAY)
                .put("child.birthDate", LocalDate.of(2017, 4, 3))
                .put("child.familyName", "Раҳимова")
                .put("child.phone", "+992000000000")
                .build();

        Disclosure disclosure = Disclosure.of(record, SampleAgreement.query(), PSEUDONYMS);

        assertThat(disclosure.fields()).containsOnly(java.util.Map.entry("child.birthDate", 2017L));
        assertThat(disclosure.outcomes())
                .containsExactly(
                        new FieldOutcome("child.birthDate", Result.GENERALISED, "discloses child.birthDate: year"),
                        new FieldOutcome("attendance.rate", Result.MISSING, "discloses attendance.rate: rounded to 5"),
                        new FieldOutcome(
                                "child.familyName",
                                Result.WITHHELD,
                                "withholds child.familyName: The client already holds it"),
                        new FieldOutcome("child.phone", Result.WITHHELD, "not in discloses"));
        assertThat(disclosure.source()).isEqualTo("education/emis");
        assertThat(disclosure.agreement().id()).isEqualTo("sample.query");
    }

    @Test
    void says_of_a_field_the_record_does_not_hold_that_it_would_be_withheld() {
        Disclosure disclosure =
                Disclosure.of(ChildRecord.from("education/emis", DAY).build(), SampleAgreement.query(), PSEUDONYMS);

        assertThat(disclosure.isEmpty()).isTrue();
        assertThat(disclosure.outcomes())
                .extracting(FieldOutcome::path, FieldOutcome::result)
                .contains(org.assertj.core.groups.Tuple.tuple("child.familyName", Result.WITHHELD));
    }

    @Test
    void leaves_out_of_a_sealed_child_what_the_agreement_says_and_tells_that_it_did() {
        ChildRecord record = ChildRecord.from("education/emis", DAY)
                .put("child.birthDate", LocalDate.of(2017, 4, 3))
                .put("attendance.rate", new BigDecimal("93.5"))
                .build();

        Disclosure disclosure =
                Disclosure.of(record, SampleAgreement.query(), java.util.Set.of("child.birthDate"), PSEUDONYMS);

        assertThat(disclosure.fields()).containsOnlyKeys("attendance.rate");
        assertThat(disclosure.outcomes())
                .contains(new FieldOutcome("child.birthDate", Result.WITHHELD, "sealed: without child.birthDate"));
    }

    @Test
    void tells_the_provider_only_what_the_question_may_tell() {
        ChildRecord subject = ChildRecord.from("social-protection/mis", DAY)
                .put("child.id", "12")
                .put("child.familyName", "Раҳимова")
                .build();

        Disclosure question = Disclosure.ofQuestion(subject, SampleAgreement.query(), PSEUDONYMS);

        assertThat(question.fields()).containsOnly(java.util.Map.entry("child.id", "12"));
        assertThat(question.outcomes())
                .contains(new FieldOutcome("child.id", Result.DELIVERED, "asks child.id: as is"));
    }

    @ParameterizedTest(name = "born {0}, band {1}: {2}")
    @CsvSource({
        "2017-10-01, 1, 9",
        "2017-10-02, 1, 8",
        "2026-10-01, 1, 0",
        "2017-10-01, 5, 5-9",
        "2016-10-01, 5, 10-14",
        "2026-09-30, 5, 0-4",
        "2026-10-02, 1, ",
        "2026-10-02, 5, "
    })
    void counts_the_age_in_full_years_on_the_records_day(LocalDate born, int band, String expected) {
        Disclosure disclosure = disclose("child.birthDate: age band " + band, "child.birthDate", born);

        assertThat(disclosure.fields().getOrDefault("child.birthDate", "").toString())
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void makes_a_child_of_29_february_a_year_older_on_1_march() {
        Agreement agreement = SampleAgreement.disclosing("child.birthDate: age band 1");
        LocalDate born = LocalDate.of(2016, 2, 29);

        for (var expected : List.of(List.of("2022-02-28", 5L), List.of("2022-03-01", 6L), List.of("2024-02-29", 8L))) {
            ChildRecord record = ChildRecord.from("education/emis", LocalDate.parse((String) expected.get(0)))
                    .put("child.birthDate", born)
                    .build();
            assertThat(Disclosure.of(record, agreement, PSEUDONYMS).fields())
                    .containsEntry("child.birthDate", expected.get(1));
        }
    }

    @Test
    void keeps_of_a_date_the_year_or_the_month() {
        LocalDate leapDay = LocalDate.of(2016, 2, 29);

        assertThat(disclose("child.birthDate: year", "child.birthDate", leapDay).fields())
                .containsEntry("child.birthDate", 2016L);
        assertThat(disclose("child.birthDate: month", "child.birthDate", leapDay)
                        .fields())
                .containsEntry("child.birthDate", "2016-02");
        assertThat(disclose("child.birthDate: as is", "child.birthDate", leapDay)
                        .fields())
                .containsEntry("child.birthDate", leapDay);
    }

    @ParameterizedTest
    @CsvSource({
        "92.5, 5, 95",
        "92.4, 5, 90",
        "0, 5, 0",
        "2.49, 5, 0",
        "-2.5, 5, -5",
        "-2.4, 5, 0",
        "97.5, 5, 100",
        "0.5, 1, 1",
        "1e30, 5, "
    })
    void rounds_half_away_from_zero(BigDecimal rate, int step, Long expected) {
        Disclosure disclosure = disclose("attendance.rate: rounded to " + step, "attendance.rate", rate);

        assertThat(disclosure.fields().get("attendance.rate")).isEqualTo(expected);
    }

    @Test
    void rounds_whole_numbers_too() {
        assertThat(disclose("household.size: rounded to 5", "household.size", 7L)
                        .fields())
                .containsEntry("household.size", 5L);
        assertThat(disclose("household.size: rounded to 5", "household.size", -8L)
                        .fields())
                .containsEntry("household.size", -10L);
    }

    @Test
    void answers_yes_no_or_unknown_about_what_is_no_answer_itself() {
        assertThat(disclose("support.transport: answer", "support.transport", true)
                        .fields())
                .containsEntry("support.transport", "yes");
        assertThat(disclose("support.transport: answer", "support.transport", false)
                        .fields())
                .containsEntry("support.transport", "no");
        assertThat(disclose("support.transport: answer", "child.id", "12").fields())
                .as("unknown is never no")
                .containsEntry("support.transport", "unknown");
        assertThat(disclose("disability.certificate: answer", "disability.certificate", "D-5")
                        .fields())
                .containsEntry("disability.certificate", "yes");
        assertThat(disclose("household.children: answer", "household.children", 0L)
                        .fields())
                .containsEntry("household.children", "no");
    }

    @Test
    void derives_a_named_answer_and_tells_it_from_one_that_is_held() {
        assertThat(disclose("enrolment.enrolled: answer", "enrolment.status", "enrolled")
                        .outcomes())
                .contains(new FieldOutcome(
                        "enrolment.enrolled", Result.GENERALISED, "discloses enrolment.enrolled: answer"));
        Disclosure held = disclose("enrolment.enrolled: answer", "enrolment.enrolled", "no");
        assertThat(held.fields()).containsEntry("enrolment.enrolled", "no");
        assertThat(held.outcomes()).extracting(FieldOutcome::result).containsExactly(Result.DELIVERED);
        Disclosure nothing = disclose("enrolment.enrolled: answer", "child.id", "12");
        assertThat(nothing.fields()).containsEntry("enrolment.enrolled", "unknown");
        assertThat(nothing.outcomes()).extracting(FieldOutcome::result).contains(Result.MISSING);
    }

    @Test
    void coarsens_a_code_and_never_falls_back_to_the_finer_one() {
        assertThat(disclose("enrolment.district: coarsened code", "enrolment.district", "TJ-SU")
                        .fields())
                .containsEntry("enrolment.district", "TJ");
        assertThat(disclose("enrolment.grade: coarsened code", "enrolment.grade", "grade-5")
                        .fields())
                .containsEntry("enrolment.grade", "isced-2");
        Disclosure none = disclose("enrolment.district: coarsened code", "enrolment.district", "TJ");
        assertThat(none.fields()).isEmpty();
        assertThat(none.outcomes()).extracting(FieldOutcome::result).containsExactly(Result.MISSING);
    }

    @Test
    void gives_each_receiver_its_own_pseudonym() {
        String pseudonym = (String) disclose("child.id: pseudonym for research", "child.id", "12")
                .fields()
                .get("child.id");

        assertThat(pseudonym).matches("[A-Z2-7]{52}").doesNotContain("12");
        assertThat(disclose("child.id: pseudonym for health", "child.id", "12").fields())
                .doesNotContainEntry("child.id", pseudonym);
    }

    @Test
    void copies_every_element_of_a_group_that_repeats() {
        ChildRecord record = ChildRecord.from("health/register", DAY)
                .put("immunization[0].vaccine", "MMR")
                .put("immunization[0].date", LocalDate.of(2020, 1, 5))
                .put("immunization[11].vaccine", "BCG")
                .build();

        Disclosure disclosure = Disclosure.of(
                record,
                SampleAgreement.disclosing("immunization[*].vaccine: as is\nimmunization[*].date: year"),
                PSEUDONYMS);

        assertThat(disclosure.fields())
                .containsOnlyKeys("immunization[0].date", "immunization[0].vaccine", "immunization[11].vaccine")
                .containsEntry("immunization[0].date", 2020L);
    }

    @Test
    void writes_canonical_json() {
        ChildRecord record = ChildRecord.from("education/emis", DAY)
                .put("attendance.rate", new BigDecimal("92.50"))
                .put("child.givenName", "Мавзуна \"М\"\n")
                .put("child.alive", true)
                .build();
        Agreement agreement =
                SampleAgreement.disclosing("child.givenName: as is\nchild.alive: as is\nattendance.rate: as is");

        String json = new String(Disclosure.of(record, agreement, PSEUDONYMS).json(), StandardCharsets.UTF_8);

        assertThat(json)
                .isEqualTo("{\"agreement\":{\"bundleHash\":\"" + agreement.bundleHash()
                        + "\",\"id\":\"sample.query\",\"version\":2},\"asOf\":\"2026-10-01\",\"fields\":"
                        + "{\"attendance.rate\":92.5,\"child.alive\":true,\"child.givenName\":\"Мавзуна \\\"М\\\"\\n\"},"
                        + "\"source\":\"education/emis\"}");
    }

    @Test
    void never_prints_what_it_holds() {
        assertThat(disclose("child.phone: as is", "child.phone", "+992000000000")
                        .toString())
                .contains("child.phone")
                .doesNotContain("+992");
    }
}
