package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementDiffTest {
    private static final String QUERY = SampleAgreement.QUERY.replace(
            "consent: { needed: false }", "consent: { needed: true, of: guardian, childFrom: 14 }");

    private static AgreementDiff diff(String before, String after) {
        return AgreementDiff.of(SampleAgreement.parse(before), SampleAgreement.parse(after));
    }

    @Test
    void finds_no_difference_between_two_texts_that_say_the_same() {
        assertThat(diff(QUERY, QUERY.replace("version: 2", "version: 3")).isEmpty())
                .isTrue();
    }

    /** Each line read forwards lets more leave, and read backwards less. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "child.birthDate: year    | child.birthDate: month    | The client receives child.birthDate: month instead of year. (",
                "child.birthDate: year    | child.birthDate: as is    | The client receives child.birthDate: as is instead of year. (",
                "rounded to 5             | rounded to 1              | The client receives attendance.rate: rounded to 1 instead of rounded to 5. (",
                "  attendance.rate: rounded to 5 | 'attendance.rate: rounded to 5~  child.sex: as is' | The client receives child.sex: as is instead of nothing. (",
                "  child.id: as is        | 'child.id: as is~  child.sex: as is' | The provider is told child.sex: as is instead of nothing. (",
                "perDay: 100              | perDay: 200               | Limit a day: 200 instead of 100.",
                "perRequest: 10           | perRequest: 20            | Limit a request: 20 instead of 10.",
                "2027-08-31               | 2027-09-30                | Last day in force: 2027-09-30 instead of 2027-08-31.",
                "[case worker, supervisor] | [case worker, supervisor, teacher] | Who may ask: 'teacher' is added.",
                ", case: required         | ' '                       | No open case is required any more.",
                "needed: true, of: guardian, childFrom: 14 | needed: false | Consent is not needed any more.",
                ", childFrom: 14          | ' '                       | The child consents too: never instead of from 14 years.",
                "childFrom: 14            | childFrom: 16             | The child consents too: from 16 years instead of from 14 years.",
                "childFrom: 14            | childFrom: 14, takenFrom: [health/emr] | A system that hands in consents: 'health/emr' is added.",
                "childFrom: 14            | childFrom: 14, withdrawalStopsQueued: false | A withdrawn consent does not stop what is queued.",
                "limits:                  | 'sealed: { adoption: [] }~limits:' | It is told of children sealed by adoption.",
                "limits:                  | 'breakGlass: { reasons: [danger], minutes: 60, reviewer: dpo, within: 72h }~limits:' | The glass may be broken (danger) for 60 minutes, reviewed by dpo within 72 hours.",
                "crossBorder: none        | crossBorder: KZ, treaty of 2020 | Other countries: 'KZ, treaty of 2020' instead of 'none'.",
                "onward: forbidden        | onward: to the courts, by order | Passing on: 'to the courts, by order' instead of 'forbidden'.",
                "lawfulBasis: public_task | lawfulBasis: legal_obligation | Nobody may object any more, as the lawful basis leaves no room for it."
            })
    void says_what_more_and_what_less_may_leave(String from, String to, String sentence) {
        String other = QUERY.replace(from, to.replace('~', '\n'));

        AgreementDiff more = diff(QUERY, other);
        AgreementDiff less = diff(other, QUERY);

        assertThat(more.more()).singleElement().asString().startsWith(sentence);
        assertThat(more.less()).isEmpty();
        assertThat(less.more()).isEmpty();
        assertThat(less.less()).hasSize(1);
    }

    @Test
    void takes_what_cannot_be_compared_for_more() {
        AgreementDiff diff = diff(QUERY, QUERY.replace("child.birthDate: year", "child.birthDate: age band 5"));

        assertThat(diff.more())
                .singleElement()
                .asString()
                .contains("age band 5 instead of year", "The two cannot be compared.");
        assertThat(diff(QUERY, QUERY.replace("social-protection/mis", "health/register"))
                        .more())
                .containsExactly("Client: health/register instead of social-protection/mis.");
    }

    @Test
    void says_which_fields_are_told_of_sealed_children_only_now() {
        String without = QUERY.replace("limits:", "sealed: { adoption: [child.birthDate] }\nlimits:");
        String with = QUERY.replace("limits:", "sealed: { adoption: [] }\nlimits:");

        assertThat(diff(without, with).more())
                .containsExactly("Of children sealed by adoption the field 'child.birthDate' is added.");
    }

    @Test
    void puts_terms_that_let_neither_more_nor_less_leave_in_a_list_of_their_own() {
        AgreementDiff diff = diff(
                QUERY,
                QUERY.replace("law: Law on Samples, art. 1", "law: Law on Samples, art. 2")
                        .replace("The client already holds it", "Not needed"));

        assertThat(diff.more()).isEmpty();
        assertThat(diff.less()).isEmpty();
        assertThat(diff.other())
                .containsExactlyInAnyOrder(
                        "Law: 'Law on Samples, art. 2' instead of 'Law on Samples, art. 1'.",
                        "Reason to withhold child.familyName: 'Not needed' instead of 'The client already holds it'.");
        assertThat(diff.text())
                .startsWith("sample.query version 2 -> 2\n  Other terms:\n    ~ ")
                .doesNotContain("More may be disclosed");
    }

    @Test
    void counts_a_lower_threshold_as_more() {
        String lower = SampleAgreement.STATISTIC.replace("threshold: 5", "threshold: 3");

        assertThat(diff(SampleAgreement.STATISTIC, lower).more())
                .containsExactly("Counts below 3 are suppressed, instead of those below 5.");
    }

    @Test
    void compares_bundles_version_by_version() {
        Agreement second = SampleAgreement.parse(QUERY);
        Agreement third = SampleAgreement.parse(QUERY.replace("version: 2", "version: 3")
                .replace("2026-09-01 .. 2027-08-31", "2027-09-01 .. 2028-08-31")
                .replace("reviewBy: 2027-06-01", "reviewBy: 2028-06-01")
                .replace("child.birthDate: year", "child.birthDate: month"));
        Agreement statistic = SampleAgreement.parse(SampleAgreement.STATISTIC);

        List<AgreementDiff> diffs =
                AgreementDiff.of(Agreements.of(List.of(second, statistic)), Agreements.of(List.of(second, third)));

        assertThat(diffs)
                .extracting(AgreementDiff::name)
                .containsExactly("sample.query version 2 -> 3", "sample.statistic version 2 -> none");
        assertThat(diffs.get(0).more()).anyMatch(line -> line.contains("month instead of year"));
        assertThat(diffs.get(1).less()).containsExactly("This exchange is no longer agreed.");
        assertThat(AgreementDiff.of(Agreements.of(List.of(second)), Agreements.of(List.of(third))))
                .as("a version that another one took the place of is compared with it")
                .hasSize(1);
        assertThat(AgreementDiff.of(Agreements.of(List.of()), Agreements.of(List.of(statistic)))
                        .get(0)
                        .more())
                .contains("This exchange was not agreed before.")
                .anyMatch(line -> line.startsWith("The client receives child.sex: as is instead of nothing."));
    }
}
