package org.emishub.adapters.health.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.emishub.routes.facts.ConsentRecord;
import org.emishub.security.agreement.Giver;
import org.emishub.security.json.NotWellFormed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirConsentTest {
    private static final String GOOD =
            """
            {
              "resourceType": "Consent",
              "meta": { "lastUpdated": "2026-11-03T08:00:00+05:00" },
              "status": "active",
              "scope": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy" }] },
              "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }],
              "patient": { "identifier": { "system": "https://emishub.org/fhir/sid/personal-number", "value": "1234567890123" } },
              "dateTime": "2026-10-01T10:00:00+05:00",
              "performer": [{ "identifier": { "system": "https://emishub.org/fhir/sid/personal-number", "value": "2222222222222" } }],
              "sourceReference": { "reference": "DocumentReference/12" },
              "policy": [{ "uri": "urn:emishub:agreement:health.child-enrolled" }],
              "provision": { "type": "permit", "period": { "end": "2027-10-01T00:00:00+05:00" } }
            }
            """;

    private static ConsentRecord read(String json) {
        return FhirConsent.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_what_a_guardian_permits() {
        ConsentRecord record = read(GOOD);

        assertThat(record.given()).isTrue();
        assertThat(record.giver()).isEqualTo(Giver.GUARDIAN);
        assertThat(record.child()).isEqualTo("1234567890123");
        assertThat(record.who()).isEqualTo("2222222222222");
        assertThat(record.agreementId()).isEqualTo("health.child-enrolled");
        assertThat(record.at()).isEqualTo(Instant.parse("2026-10-01T05:00:00Z"));
        assertThat(record.until()).contains(Instant.parse("2027-09-30T19:00:00Z"));
        assertThat(record.evidence()).isEqualTo("DocumentReference/12");
        assertThat(read(GOOD.replace("2222222222222", "1234567890123")).giver()).isEqualTo(Giver.CHILD);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "\"status\": \"inactive\", 2026-11-03T03:00:00Z",
        "\"status\": \"entered-in-error\", 2026-11-03T03:00:00Z",
        "\"status\": \"rejected\", 2026-11-03T03:00:00Z"
    })
    void a_consent_that_does_not_hold_any_more_is_a_withdrawal_when_that_was_written(String status, Instant at) {
        ConsentRecord record = read(GOOD.replace("\"status\": \"active\"", status));

        assertThat(record.given()).isFalse();
        assertThat(record.at()).isEqualTo(at);
        assertThat(record.until()).isEmpty();
    }

    @Test
    void a_denial_is_a_no() {
        assertThat(read(GOOD.replace("\"permit\"", "\"deny\"")).given()).isFalse();
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"active\" | \"draft\" | nobody has decided yet",
                "\"type\": \"permit\", | '' | permit or deny",
                "patient-privacy | research | scope",
                "urn:emishub:agreement: | urn:other: | policy",
                "2026-10-01T10:00:00+05:00 | 2026-10-01 | dateTime",
                "2027-10-01T00:00:00+05:00 | 2027-10-01 | period.end",
                "sid/personal-number\", \"value\": \"2 | sid/other\", \"value\": \"2 | performer",
                "\"type\": \"permit\", | \"type\": \"permit\", \"action\": [{\"text\": \"disclose\"}], | narrower",
                "\"type\": \"permit\", | \"type\": \"permit\", \"provision\": [{\"type\": \"deny\"}], | narrower",
                "\"type\": \"permit\", | \"type\": \"permit\", \"modifierExtension\": [{\"url\": \"urn:x\", \"valueBoolean\": true}], | narrower",
                "\"status\" | \"statos\" | not a FHIR R4 Consent",
                "\"resourceType\": \"Consent\" | \"resourceType\": \"Patient\" | not a FHIR R4 Consent"
            })
    void refuses_what_could_not_be_kept_to_and_never_says_a_value(String from, String to, String rule) {
        assertThatThrownBy(() -> read(GOOD.replace(from, to)))
                .isInstanceOf(NotWellFormed.class)
                .hasMessageContaining(rule)
                .hasMessageNotContaining("1234567890123");
    }
}
