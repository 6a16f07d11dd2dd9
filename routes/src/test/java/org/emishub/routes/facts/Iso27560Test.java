package org.emishub.routes.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Giver;
import org.emishub.security.json.NotWellFormed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Iso27560Test {
    private static final String GOOD =
            """
            {
              "schema_version": "ISO/IEC TS 27560:2023",
              "record_id": "paper-12",
              "pii_principal_id": "1234567890123",
              "processing": {
                "privacy_notice": "https://example.org/notice",
                "language": "tg",
                "purposes": ["urn:emishub:agreement:health.enrolled"],
                "lawful_basis": "consent"
              },
              "events": [
                { "event_time": "2026-11-01T10:00:00+05:00", "event_type": "explicit", "event_state": "withdrawn",
                  "entity_id": "mother-1" },
                { "event_time": "2026-10-01T10:00:00+05:00", "event_type": "explicit", "event_state": "given",
                  "entity_id": "mother-1", "validity_duration": "P1Y" },
                { "event_time": "2026-10-02T10:00:00+05:00", "event_type": "explicit", "event_state": "given",
                  "entity_id": "1234567890123" }
              ]
            }
            """;

    private static List<ConsentRecord> read(String json) {
        return Iso27560.read(World.utf8(json));
    }

    @Test
    void reads_every_event_in_the_order_in_which_it_was() {
        List<ConsentRecord> records = read(GOOD);

        assertThat(records).extracting(ConsentRecord::given).containsExactly(true, true, false);
        assertThat(records)
                .extracting(ConsentRecord::giver)
                .containsExactly(Giver.GUARDIAN, Giver.CHILD, Giver.GUARDIAN);
        assertThat(records.get(0).at()).isEqualTo(Instant.parse("2026-10-01T05:00:00Z"));
        assertThat(records.get(0).until()).contains(Instant.parse("2027-10-01T05:00:00Z"));
        assertThat(records.get(0).agreementId()).isEqualTo("health.enrolled");
        assertThat(records.get(0).evidence()).isEqualTo("paper-12");
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "27560:2023 | 27560:2031 | schema_version",
                "\"record_id\" | \"recordId\" | record: a key",
                "\"language\" | \"tongue\" | processing: a key",
                "\"event_state\": \"given\" | \"event_state\": \"perhaps\" | event_state",
                "\"event_type\": \"explicit\", \"event_state\": \"given\" | \"event_type\": \"implicit\", \"event_state\": \"given\" | a consent is explicit",
                "urn:emishub:agreement: | urn:other: | purposes",
                "2026-10-01T10:00:00+05:00 | 2026-10-01 | event_time",
                "P1Y | forever | validity_duration",
                "\"mother-1\" | \"\" | entity_id",
                "1234567890123 | '' | pii_principal_id"
            })
    void refuses_what_it_does_not_know_and_never_says_a_value(String from, String to, String rule) {
        assertThatThrownBy(() -> read(GOOD.replace(from, to)))
                .isInstanceOf(NotWellFormed.class)
                .hasMessageContaining(rule)
                .hasMessageNotContaining("mother");
    }
}
