package org.emishub.security.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final ChildRecord RECORD = ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1))
            .put("child.birthDate", LocalDate.of(2017, 4, 3))
            .put("child.familyName", "Раҳимова")
            .put("child.phone", "+992000000000")
            .build();

    private static final Outcome<Permission> ALLOWED =
            Outcome.ok(new Permission(SampleAgreement.query(), java.util.Set.of()));

    private static Explanation explain(Outcome<Permission> decision) {
        return Explanation.of(SampleAgreement.query(), decision, RECORD, new HmacPseudonyms(new byte[32], "2026"));
    }

    @Test
    void says_of_each_field_what_becomes_of_it_by_which_rule_and_law() {
        String text = explain(ALLOWED).text();

        assertThat(text)
                .contains("generalised child.birthDate             2017")
                .contains("rule:  discloses child.birthDate: year")
                .contains("basis: public task: Law on Samples, art. 1")
                .contains("missing     attendance.rate")
                .contains("withheld    child.familyName")
                .contains("rule:  withholds child.familyName: The client already holds it")
                .contains("rule:  not in discloses")
                .doesNotContain("REFUSED");
    }

    @Test
    void never_shows_the_value_of_a_field_that_is_withheld() {
        assertThat(explain(ALLOWED).text())
                .doesNotContain("Раҳимова")
                .doesNotContain("+992")
                .doesNotContain("2017-04-03");
    }

    @Test
    void says_first_that_the_whole_is_refused() {
        Explanation explanation = explain(Outcome.refused(Code.NO_CASE, "asker.case: required"));

        assertThat(explanation.text()).contains("REFUSED NO_CASE by 'asker.case: required': nothing would leave.");
        assertThat(explanation.json().path("refusal").path("code").stringValue())
                .isEqualTo("NO_CASE");
        assertThat(explanation.json().path("fields")).hasSize(4);
    }

    @Test
    void names_the_article_that_allows_a_special_category() {
        Explanation explanation = Explanation.of(
                SampleAgreement.disclosing("support.needed: answer"),
                ALLOWED,
                RECORD,
                new HmacPseudonyms(new byte[32], "2026"));

        assertThat(explanation.lines().get(0).legalBasis())
                .isEqualTo("public task: Law on Samples, art. 1; Law on Samples, art. 9");
    }
}
