package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementsTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final Instant IN_FORCE = Instant.parse("2026-10-01T00:00:00Z");
    private static final String NEXT = SampleAgreement.QUERY
            .replace("sample.query", "sample.next")
            .replace("2026-09-01 .. 2027-08-31", "2027-09-01 .. 2028-08-31")
            .replace("reviewBy: 2027-06-01", "reviewBy: 2028-06-01");

    @TempDir
    Path folder;

    @Test
    void finds_an_agreement_by_id_by_door_and_by_client() throws IOException {
        Files.writeString(folder.resolve("sample.query.yaml"), SampleAgreement.QUERY);
        Files.writeString(folder.resolve("sample.statistic.yaml"), SampleAgreement.STATISTIC);
        Files.writeString(folder.resolve("sample.query.cases.yaml"), "- not an agreement");
        Files.writeString(folder.resolve("README.md"), "nor this");

        Agreements agreements = Agreements.load(folder);

        assertThat(agreements.all()).extracting(Agreement::id).containsExactly("sample.query", "sample.statistic");
        assertThat(agreements.byId("sample.query")).isPresent();
        assertThat(agreements.byDoor(EMIS, "attendance", Kind.STATISTIC, IN_FORCE))
                .extracting(Agreement::id)
                .containsExactly("sample.statistic");
        assertThat(agreements.byDoor(MIS, "attendance", Kind.STATISTIC, IN_FORCE))
                .isEmpty();
        assertThat(agreements.byClient(MIS, "attendance", IN_FORCE))
                .map(Agreement::id)
                .contains("sample.query");
        assertThat(agreements.byClient(EMIS, "attendance", IN_FORCE)).isEmpty();
    }

    @Test
    void one_bad_file_stops_the_whole_bundle() throws IOException {
        Files.writeString(folder.resolve("sample.query.yaml"), SampleAgreement.QUERY.replace("law:", "lwa:"));

        assertThatThrownBy(() -> Agreements.load(folder))
                .isInstanceOf(YamlException.class)
                .hasMessage("sample.query.yaml:13: unknown key 'lwa'. Did you mean 'law'?");
    }

    @Test
    void refuses_two_agreements_that_answer_one_question_on_one_day() {
        Agreement twin = SampleAgreement.parse(SampleAgreement.QUERY.replace("sample.query", "sample.twin"));

        assertThatThrownBy(() -> Agreements.of(List.of(SampleAgreement.query(), twin)))
                .hasMessageContaining("it answers the same question as sample.query on the same days");
        assertThatThrownBy(() -> Agreements.of(List.of(
                        SampleAgreement.parse(SampleAgreement.STATISTIC),
                        SampleAgreement.parse(SampleAgreement.STATISTIC))))
                .hasMessageContaining("version 2 of 'sample.statistic' is given twice");
    }

    @Test
    void takes_of_two_consecutive_agreements_the_one_in_force() {
        Agreements agreements = Agreements.of(List.of(SampleAgreement.parse(NEXT), SampleAgreement.query()));

        assertThat(agreements.byClient(MIS, "attendance", IN_FORCE))
                .map(Agreement::id)
                .contains("sample.query");
        assertThat(agreements.byClient(MIS, "attendance", Instant.parse("2027-08-31T18:59:59Z")))
                .map(Agreement::id)
                .contains("sample.query");
        assertThat(agreements.byClient(MIS, "attendance", Instant.parse("2027-08-31T19:00:00Z")))
                .map(Agreement::id)
                .contains("sample.next");
    }

    @Test
    void loads_what_has_ended_and_warns() {
        Agreements agreements = Agreements.of(List.of(SampleAgreement.query()));

        assertThat(agreements.warnings(IN_FORCE)).isEmpty();
        assertThat(agreements.warnings(Instant.parse("2027-06-15T00:00:00Z")))
                .containsExactly("sample.query was to be reviewed by 2027-06-01.");
        assertThat(agreements.warnings(Instant.parse("2027-08-15T00:00:00Z")))
                .containsExactly("sample.query ends on 2027-08-31.");
        assertThat(agreements.warnings(Instant.parse("2027-08-31T19:00:00Z")))
                .containsExactly("sample.query ended on 2027-08-31: its exchanges are refused.");
        assertThat(agreements.warnings(Instant.parse("2026-08-01T00:00:00Z")))
                .containsExactly("sample.query begins on 2026-09-01: its exchanges are refused.");
        assertThat(agreements.byClient(MIS, "attendance", Instant.parse("2030-01-01T00:00:00Z")))
                .as("so that the decision can refuse it by its own rule")
                .isPresent();
    }
}
