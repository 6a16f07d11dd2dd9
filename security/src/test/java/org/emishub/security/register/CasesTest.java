package org.emishub.security.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.register.Cases.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesTest {
    private static final String GOOD =
            """
            - case: The year leaves
              on: 2026-10-05
              asker: { user: z.rahimova, role: supervisor, case: C-1 }
              facts: [case open]
              record: { child.birthDate: 2017-04-03, child.familyName: Раҳимова }
              discloses: { child.birthDate: 2017 }
            """;

    private static List<Result> run(String yaml) {
        return Cases.run(SampleAgreement.query(), "sample.query.cases.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void passes_what_holds() {
        assertThat(run(GOOD)).extracting(Result::passed).containsExactly(true);
    }

    @Test
    void says_what_came_instead() {
        assertThat(run(GOOD.replace("{ child.birthDate: 2017 }", "{ child.birthDate: 2016 }")))
                .extracting(Result::difference)
                .containsExactly("expected {child.birthDate=2016} but found {child.birthDate=2017}");
        assertThat(run(GOOD.replace("facts: [case open]", "facts: []")))
                .extracting(Result::difference)
                .containsExactly("expected {child.birthDate=2017} but found NO_CASE");
        assertThat(run(GOOD.replace("discloses: { child.birthDate: 2017 }", "refuses: SEALED")))
                .extracting(Result::difference)
                .containsExactly("expected SEALED but found {child.birthDate=2017}");
        assertThat(run(GOOD + "  told: { child.id: \"12\" }\n"))
                .extracting(Result::difference)
                .containsExactly("expected told {child.id=12} but found told {}");
        assertThat(run(GOOD.replace("child.birthDate: 2017-04-03, ", "")
                        .replace("discloses: { child.birthDate: 2017 }", "refuses: NOTHING_TO_DISCLOSE")))
                .extracting(Result::passed)
                .containsExactly(true);
    }

    @Test
    void knows_every_fact_that_a_decision_rests_on() {
        var agreement = SampleAgreement.parse(
                SampleAgreement.QUERY.replace(
                        "consent: { needed: false }",
                        "consent: { needed: true, of: guardian, childFrom: 14 }\nsealed: { adoption: [child.birthDate] }\n"
                                + "breakGlass: { allowed: true, reasons: [danger], minutes: 60, reviewer: officer, within: 72h }"));
        String good = GOOD.replace("discloses: { child.birthDate: 2017 }", "refuses: %s");
        for (String[] example : new String[][] {
            {"case open", "NO_CONSENT"},
            {"case open, guardian consented, child may be 14", "NO_CONSENT"},
            {"case open, guardian consented, suspected abuser", "NO_CONSENT"},
            {"case open, guardian consented, objected", "OBJECTED"},
            {"case open, guardian consented, protected address", "SEALED"},
            {"glass broken, consent given, child sealed", "SEALED"},
            {"glass broken, guardian consented, child consented, child may be 17, adoption", "NOTHING_TO_DISCLOSE"}
        }) {
            String yaml = good.formatted(example[1]).replace("case open", example[0]);
            assertThat(Cases.run(agreement, "sample.query.cases.yaml", yaml.getBytes(StandardCharsets.UTF_8)))
                    .extracting(Result::difference)
                    .containsExactly("");
        }
    }

    @Test
    void is_read_as_strictly_as_an_agreement() {
        assertRefused(GOOD.replace("record:", "recrod:"), 5, "Did you mean 'record'?");
        assertRefused(GOOD.replace("child.familyName", "child.name"), 5, "no field 'child.name' in the catalogue");
        assertRefused(GOOD.replace("2017-04-03", "2017-04-31"), 5, "is not a date");
        assertRefused(GOOD.replace("case open", "case closed"), 4, "'case closed' is not known here");
        assertRefused(GOOD.replace("on: 2026-10-05", "on: tomorrow"), 2, "'tomorrow' is no day");
        assertRefused(GOOD + "  sender: nobody\n", 7, "'nobody' is not a connected system");
        assertRefused(GOOD + "  refuses: SEALED\n", 1, "a case ends in 'discloses' or in 'refuses'");
    }

    private static void assertRefused(String yaml, int line, String words) {
        assertThatThrownBy(() -> run(yaml))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("sample.query.cases.yaml:" + line + ": ")
                .hasMessageContaining(words);
    }

    @Test
    void wants_cases_beside_every_agreement(@TempDir Path folder) {
        assertThatThrownBy(() -> Cases.of(SampleAgreement.query(), folder))
                .hasMessage("sample.query.cases.yaml:0: the agreement has no cases. Write at least one.");
    }
}
