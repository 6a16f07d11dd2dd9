package org.emishub.security.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.SampleAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RegisterTest {
    private static final Instant AT = Instant.parse("2026-10-01T00:00:00Z");

    @TempDir
    Path folder;

    private Register register(String agreement, String cases) throws IOException {
        Files.writeString(folder.resolve("sample.query.yaml"), agreement);
        Files.writeString(folder.resolve("sample.query.cases.yaml"), cases);
        return Register.of(Agreements.load(folder), folder, AT);
    }

    private Register sample() throws IOException {
        return register(
                SampleAgreement.QUERY.replace("title: A sample", "title: A <sample>, \"quoted\""),
                "- case: Nobody & nothing\n  on: 2026-10-05\n  refuses: NOT_AGREED\n");
    }

    @Test
    void prints_who_may_receive_what_why_on_which_basis_and_how_long() throws IOException {
        JsonNode row = sample().json().path(0);

        assertThat(row.path("provider").stringValue()).isEqualTo("education/emis");
        assertThat(row.path("client").stringValue()).isEqualTo("social-protection/mis");
        assertThat(row.path("discloses")
                        .valueStream()
                        .map(field -> field.path("field").asString() + ": "
                                + field.path("as").asString()))
                .containsExactly("child.birthDate: year", "attendance.rate: rounded to 5");
        assertThat(row.path("withholds").path(0).path("field").stringValue()).isEqualTo("child.familyName");
        assertThat(row.path("withholds").path(0).path("reason").stringValue()).isEqualTo("The client already holds it");
        assertThat(row.path("purpose").stringValue()).isEqualTo("Try it out");
        assertThat(row.path("law").stringValue()).isEqualTo("Law on Samples, art. 1");
        assertThat(row.path("retention").path("client").stringValue()).isEqualTo("180 days");
        assertThat(row.path("asker").path("who").stringValue()).isEqualTo("named user");
        assertThat(row.path("asker").path("roles")).hasSize(2);
        assertThat(row.path("asker").path("caseRequired").booleanValue()).isTrue();
        assertThat(sample().csv()).contains("a named user as case worker or supervisor, with an open case");
        assertThat(row.path("state").stringValue()).isEqualTo("in force");
        assertThat(row.path("cases").path(0).path("passed").booleanValue()).isTrue();
        assertThat(row.path("cases").path(0).path("outcome").stringValue()).isEqualTo("Refused: NOT_AGREED.");
    }

    private static Register.Row row(String agreement) {
        return new Register.Row(SampleAgreement.parse(agreement), true, List.of());
    }

    @Test
    void prints_how_figures_and_sets_of_records_are_kept_from_telling_of_one_child() {
        Register.Row statistic = row(SampleAgreement.STATISTIC
                .replace(
                        "threshold: 5",
                        "threshold: 5, protection: 4, rounding: 3, linkedDays: 90, hierarchies: { enrolment.grade: coarser code },"
                                + " dominance: { of: enrolment.schoolId, largest: 1, percent: 80 }")
                .replace("  child.sex: as is\n", "  child.sex: as is\n  enrolment.grade: as is\n"));
        assertThat(RegisterJson.of(statistic).path("table").toString())
                .isEqualTo("{\"threshold\":5,\"protection\":4,\"rounding\":3,\"linkedDays\":90,"
                        + "\"dominance\":{\"of\":\"enrolment.schoolId\",\"largest\":1,\"percent\":80},"
                        + "\"hierarchies\":{\"enrolment.grade\":\"coarser code\"}}");
        assertThat(statistic.columns())
                .containsEntry(
                        "table",
                        "a protected cell stays 4 children wide, so does one of which the largest 1 by enrolment.schoolId hold"
                                + " more than 80 %, figures rounded to 3, enrolment.grade by coarser code, held against tables"
                                + " of 90 days");
        Register.Row batch = row(SampleAgreement.QUERY.replace(
                "exchange: query", "exchange: batch\nextract: { k: 5, by: [child.birthDate] }"));
        assertThat(RegisterJson.of(batch).path("extract").toString())
                .isEqualTo("{\"k\":5,\"by\":[\"child.birthDate\"]}");
        assertThat(batch.columns())
                .containsEntry("extract", "each child looks like 4 others in child.birthDate")
                .containsEntry("table", "none");
    }

    @Test
    void prints_from_whom_consents_are_taken() {
        String consent = "consent: { needed: true, of: guardian }";
        String sample = SampleAgreement.QUERY.replace("consent: { needed: false }", consent);
        assertThat(row(sample).columns())
                .containsEntry(
                        "consent", "of guardian; withdrawal stops what is queued; noted by the hub's operator alone");
        Register.Row named = row(sample.replace("guardian }", "guardian, takenFrom: [health/emr, health/clinic] }"));
        assertThat(named.columns().get("consent")).endsWith("; taken from health/emr and health/clinic");
        assertThat(RegisterJson.of(named).path("consent").path("takenFrom").toString())
                .isEqualTo("[\"health/emr\",\"health/clinic\"]");
    }

    @Test
    void changes_with_one_line_of_the_agreement() throws IOException {
        String cases = "- case: Nobody\n  on: 2026-10-05\n  refuses: NOT_AGREED\n";
        String before = register(SampleAgreement.QUERY, cases).csv();
        String after = register(SampleAgreement.QUERY.replace("rounded to 5", "rounded to 10"), cases)
                .csv();

        assertThat(before).contains("attendance.rate: rounded to 5");
        assertThat(after).contains("attendance.rate: rounded to 10").doesNotContain("rounded to 5;");
    }

    @Test
    void escapes_what_a_browser_or_a_spreadsheet_would_take_for_its_own() throws IOException {
        Register register = sample();

        assertThat(register.html())
                .contains("A &lt;sample&gt;, &quot;quoted&quot;", "Nobody &amp; nothing")
                .doesNotContain("<sample>");
        assertThat(register.csv().lines()).hasSize(2);
        assertThat(register.csv()).contains("\"A <sample>, \"\"quoted\"\"\"");
        assertThat(register(
                                SampleAgreement.QUERY.replace("title: A sample", "title: =HYPERLINK(1)"),
                                "- case: Nobody\n  on: 2026-10-05\n  refuses: NOT_AGREED\n")
                        .csv())
                .contains("\"'=HYPERLINK(1)\"");
    }

    @Test
    void shows_a_case_that_does_not_hold() throws IOException {
        Register register = register(SampleAgreement.QUERY, "- case: Wrong\n  on: 2026-10-05\n  refuses: SEALED\n");

        assertThat(register.html()).contains("Does not hold: expected SEALED but found NOT_AGREED");
    }

    @Test
    void gives_one_object_per_agreement_with_all_terms_fields_and_cases() {
        Path agreements = AgreementsInTheFolderTest.FOLDER;

        JsonNode all = Register.of(Agreements.load(agreements), agreements, AT).json();

        assertThat(all.isArray()).isTrue();
        assertThat(all).hasSize(9).allSatisfy(one -> {
            assertThat(one.path("discloses")).isNotEmpty();
            assertThat(one.path("cases")).isNotEmpty();
            assertThat(one.path("bundleHash").asString("")).hasSize(64);
            assertThat(one.path("incident").path("contact").asString("")).contains("@");
        });
    }

    @Test
    void heads_every_row_and_column_for_those_who_hear_a_page() throws IOException {
        String html = sample().html();

        assertThat(html).contains("<html lang=\"en\">", "<main>", "name=\"viewport\"", "size: A4");
        assertThat(html.split("<th", -1).length - 1).isEqualTo(html.split("<th scope=|<thead", -1).length - 1);
        assertThat(html.split("<table", -1).length).isEqualTo(html.split("<caption>", -1).length);
    }

    @Test
    void prints_the_agreements_of_the_sandbox() {
        Path agreements = AgreementsInTheFolderTest.FOLDER;

        Register register = Register.of(Agreements.load(agreements), agreements, AT);

        assertThat(register.rows()).hasSize(9).allMatch(Register.Row::inForce);
        assertThat(register.html()).contains("A cell of four children is not shown");
    }
}
