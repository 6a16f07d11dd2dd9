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

    private static String version(int version, String days, String more) {
        String first = days.substring(0, 10);
        return SampleAgreement.QUERY
                .replace("version: 2", "version: " + version + more)
                .replace("2026-09-01 .. 2027-08-31", days)
                .replace("reviewBy: 2027-06-01", "reviewBy: " + first);
    }

    private Agreements versions(String second, String third) throws IOException {
        Files.writeString(folder.resolve("sample.query@2.yaml"), second);
        Files.writeString(folder.resolve("sample.query.yaml"), third);
        return Agreements.load(folder);
    }

    @Test
    void keeps_versions_side_by_side_and_counts_the_one_that_is_in_force() throws IOException {
        Agreements agreements =
                versions(version(2, "2026-09-01 .. 2027-08-31", ""), version(3, "2027-09-01 .. 2028-08-31", ""));
        Instant lastMoment = Instant.parse("2027-08-31T18:59:59.999999999Z");

        assertThat(agreements.all()).extracting(Agreement::version).containsExactly(2, 3);
        assertThat(agreements.byId("sample.query", lastMoment))
                .map(Agreement::version)
                .contains(2);
        assertThat(agreements.byId("sample.query", lastMoment.plusNanos(1)))
                .map(Agreement::version)
                .contains(3);
        assertThat(agreements.byClient(MIS, "attendance", lastMoment.plusNanos(1)))
                .map(Agreement::version)
                .contains(3);
        assertThat(agreements.inForce(lastMoment))
                .extracting(Agreement::version)
                .containsExactly(2);
        assertThat(agreements.byId("sample.query", 2)).map(Agreement::version).contains(2);
        assertThat(agreements.byId("sample.query", 4)).isEmpty();
    }

    @Test
    void takes_of_no_version_in_force_the_one_that_is_nearest() throws IOException {
        Agreements agreements =
                versions(version(2, "2026-09-01 .. 2026-12-31", ""), version(3, "2027-03-01 .. 2027-12-31", ""));

        assertThat(agreements.byId("sample.query", Instant.parse("2026-01-01T00:00:00Z")))
                .map(Agreement::version)
                .contains(2);
        assertThat(agreements.byId("sample.query", Instant.parse("2027-01-10T00:00:00Z")))
                .map(Agreement::version)
                .contains(2);
        assertThat(agreements.byId("sample.query", Instant.parse("2027-02-20T00:00:00Z")))
                .map(Agreement::version)
                .contains(3);
        assertThat(agreements.inForce(Instant.parse("2027-02-20T00:00:00Z"))).isEmpty();
    }

    @Test
    void lets_a_version_that_supersedes_another_count_from_its_first_day() throws IOException {
        Agreements agreements = versions(
                version(2, "2026-09-01 .. 2027-08-31", ""), version(3, "2026-12-01 .. 2027-12-31", "\nsupersedes: 2"));
        Instant midnight = Instant.parse("2026-11-30T19:00:00Z");

        assertThat(agreements.byId("sample.query", midnight.minusNanos(1)))
                .map(Agreement::version)
                .contains(2);
        assertThat(agreements.byId("sample.query", midnight))
                .map(Agreement::version)
                .contains(3);
        assertThat(agreements.byDoor(EMIS, "attendance", Kind.QUERY, midnight))
                .extracting(Agreement::version)
                .containsExactly(3);
        assertThat(agreements.byId("sample.query", Instant.parse("2028-01-15T00:00:00Z")))
                .as("what was superseded does not come back")
                .map(Agreement::version)
                .contains(3);
        assertThat(agreements.warnings(midnight.minusSeconds(1)))
                .as("it goes on under the next version")
                .allMatch(warning -> warning.contains("reviewed"));
    }

    @Test
    void goes_on_under_the_version_something_was_accepted_under_as_long_as_that_is_kept() throws IOException {
        Agreements both = versions(
                version(2, "2026-09-01 .. 2027-08-31", ""), version(3, "2026-12-01 .. 2027-12-31", "\nsupersedes: 2"));
        assertThat(both.acceptedUnder("sample.query", 2))
                .map(Agreement::version)
                .contains(2);

        Files.delete(folder.resolve("sample.query@2.yaml"));
        assertThat(Agreements.load(folder).acceptedUnder("sample.query", 2))
                .map(Agreement::version)
                .contains(3);
        assertThat(both.acceptedUnder("sample.other", 2)).isEmpty();
    }

    @Test
    void refuses_two_versions_for_one_day_unless_the_later_supersedes_the_earlier() {
        assertThatThrownBy(() -> versions(
                        version(2, "2026-09-01 .. 2027-08-31", ""), version(3, "2027-08-31 .. 2028-08-31", "")))
                .hasMessage("sample.query.yaml:16: version 3 begins while version 2 is in force. "
                        + "Write 'supersedes: 2', or let the days of one end before those of the other.");
        assertThatThrownBy(() -> versions(
                        version(2, "2026-09-01 .. 2027-08-31", ""),
                        version(3, "2026-12-01 .. 2027-12-31", "\nsupersedes: 1")))
                .hasMessageContaining("version 3 begins while version 2 is in force");
    }

    @Test
    void refuses_a_version_given_twice_and_one_between_other_parties() {
        assertThatThrownBy(() -> versions(
                        version(2, "2026-09-01 .. 2027-08-31", ""), version(2, "2027-09-01 .. 2028-08-31", "")))
                .hasMessageContaining(":2: version 2 of 'sample.query' is given twice, here and in sample.query");
        assertThatThrownBy(() -> versions(
                        version(2, "2026-09-01 .. 2027-08-31", ""),
                        version(3, "2027-09-01 .. 2028-08-31", "").replace("social-protection/mis", "health/register")))
                .hasMessageContaining("sample.query.yaml:1: version 3 has another provider, client, exchange or part")
                .hasMessageContaining("an id of its own");
    }

    @Test
    void a_question_is_free_for_another_agreement_once_a_version_was_superseded() throws IOException {
        Files.writeString(
                folder.resolve("sample.next.yaml"),
                version(1, "2027-05-01 .. 2027-08-31", "").replace("sample.query", "sample.next"));

        Agreements agreements = versions(
                version(2, "2026-09-01 .. 2027-08-31", ""), version(3, "2026-12-01 .. 2027-04-30", "\nsupersedes: 2"));

        assertThat(agreements.byClient(MIS, "attendance", Instant.parse("2027-06-01T00:00:00Z")))
                .map(Agreement::id)
                .contains("sample.next");
    }

    @Test
    void warns_of_an_address_told_of_children_whose_address_is_protected() {
        Agreement agreement = SampleAgreement.parse(SampleAgreement.QUERY
                .replace("attendance.rate: rounded to 5", "child.address: as is")
                .replace("limits:", "sealed: { protected address: [child.phone] }\nlimits:"));

        assertThat(Agreements.of(List.of(agreement)).warnings(IN_FORCE))
                .containsExactly("sample.query tells 'child.address' of children with a protected address.");
    }

    @Test
    void a_text_that_was_signed_earlier_does_not_come_back() {
        Instant at = Instant.parse("2026-11-15T00:00:00Z");
        Agreement one = SampleAgreement.parse(version(1, "2026-09-01 .. 2027-08-31", ""));
        Agreement two = SampleAgreement.parse(version(2, "2026-11-01 .. 2027-08-31", "\nsupersedes: 1"));
        Agreements both = Agreements.of(List.of(one, two));

        assertThatThrownBy(() -> Agreements.of(List.of(one)).mustFollow(both.all(), at))
                .hasMessageContaining("version 2 is gone, and an earlier one would come back");
        both.mustFollow(List.of(one), at);
        Agreements.of(List.of(two)).mustFollow(both.all(), at);
        Agreements.of(List.of()).mustFollow(both.all(), at);
        Agreements.of(List.of(one)).mustFollow(both.all(), Instant.parse("2026-10-01T00:00:00Z"));
        Agreement another = SampleAgreement.parse(
                version(2, "2026-11-01 .. 2027-08-31", "\nsupersedes: 1").replace("perDay: ", "perDay: 1"));
        assertThatThrownBy(() -> Agreements.of(List.of(one, another)).mustFollow(both.all(), at))
                .hasMessageContaining("version 2 was agreed with another text");
    }
}
