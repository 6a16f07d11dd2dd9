package org.emishub.security.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredDisclosureTest {
    @ParameterizedTest(name = "{0} is no {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "child.birthDate    | year           | \"2017-04-03\"",
                "child.birthDate    | year           | \"2017\"",
                "child.birthDate    | month          | \"2017-04-03\"",
                "child.birthDate    | month          | 201704",
                "child.birthDate    | age band 5     | \"7-11\"",
                "child.birthDate    | age band 5     | \"5-10\"",
                "child.birthDate    | age band 5     | 7",
                "child.birthDate    | age band 1     | -1",
                "child.birthDate    | as is          | 2017",
                "attendance.rate    | rounded to 5   | 92",
                "attendance.rate    | rounded to 5   | 92.5",
                "attendance.rate    | rounded to 5   | \"90\"",
                "attendance.condition | answer       | \"mostly\"",
                "support.transport  | answer         | true",
                "support.transport  | answer         | \"met\"",
                "enrolment.district | coarsened code | \"TJ-SU\"",
                "enrolment.district | as is          | \"Sughd\"",
                "child.id           | pseudonym for research | \"1204567890123\"",
                "child.alive        | as is          | \"true\"",
                "household.size     | as is          | 4.5",
                "child.givenName    | as is          | {\"a\":1}",
                "child.phone        | as is          | null"
            })
    void refuses_a_value_that_the_operation_cannot_have_made(String path, String operation, String value) {
        Agreement agreement = SampleAgreement.disclosing(path + ": " + operation);

        assertThat(read("{\"" + path + "\":" + value + "}", agreement))
                .isEqualTo(new Outcome.Refused<>(new Refusal(Code.NOT_AGREED, "not in discloses: " + path)));
    }

    @Test
    void reads_back_that_an_infant_is_no_year_old() {
        Agreement agreement = SampleAgreement.disclosing("child.birthDate: age band 1");

        assertThat(read("{\"child.birthDate\":0}", agreement)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void refuses_a_field_that_is_no_longer_agreed() {
        assertThat(read("{\"child.birthDate\":2017,\"child.phone\":\"1\"}", SampleAgreement.query()))
                .isEqualTo(new Outcome.Refused<>(new Refusal(Code.NOT_AGREED, "not in discloses: child.phone")));
    }

    @Test
    void refuses_what_another_agreement_made() {
        Agreement other = SampleAgreement.parse(SampleAgreement.QUERY.replace("sample.query", "sample.other"));

        assertThat(read("{}", other))
                .isEqualTo(new Outcome.Refused<>(new Refusal(Code.NOT_AGREED, "made under another agreement")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[]", "{", "{\"agreement\":{\"id\":\"sample.query\"}}"})
    void refuses_what_is_no_disclosure(String json) {
        assertThat(StoredDisclosure.read(json.getBytes(StandardCharsets.UTF_8), SampleAgreement.query()))
                .isEqualTo(new Outcome.Refused<>(new Refusal(Code.MALFORMED, "not a disclosure")));
    }

    private static Outcome<Disclosure> read(String fields, Agreement agreement) {
        String json = "{\"agreement\":{\"bundleHash\":\"00\",\"id\":\"sample.query\",\"version\":2},"
                + "\"asOf\":\"2026-10-01\",\"fields\":" + fields + ",\"source\":\"education/emis\"}";
        return StoredDisclosure.read(json.getBytes(StandardCharsets.UTF_8), agreement);
    }
}
