package org.emishub.security.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.emishub.mappings.yaml.YamlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnomalyFileTest {
    private static final String GOOD =
            """
            - rule: night
              counts: looks at night
              night: 22:00 .. 05:00
              times: 10
              within: 8h
              why: Asked {found} times at night.
            """;

    private static AnomalyRules parse(String text) {
        return AnomalyRules.parse("anomalies.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_a_rule() {
        assertThat(parse(GOOD).rules()).singleElement().satisfies(rule -> {
            assertThat(rule.kind()).isEqualTo(AnomalyRule.Kind.LOOKS_AT_NIGHT);
            assertThat(rule.within()).hasHours(8);
            assertThat(rule.systems()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "times: 10             | tmes: 10                | 4 | Did you mean 'times'?",
                "counts: looks at night | counts: looks at nigh  | 2 | Did you mean 'looks at night'?",
                "within: 8h            | within: 8               | 5 | Write minutes or hours, as 30m or 24h.",
                "within: 8h            | within: 100h            | 5 | Write at most 72h.",
                "times: 10             | times: 0                | 4 | Write 1 or more.",
                "night: 22:00 .. 05:00 | night: late             | 3 | as 22:00 .. 05:00.",
                "counts: looks at night | counts: refusals without case | 3 | Remove 'night'.",
                "rule: night           | rule: Night!            | 1 | Write words in a-z"
            })
    void names_file_line_and_remedy_of_what_it_cannot_use(String line, String instead, int where, String remedy) {
        assertThat(GOOD).contains(line);
        assertThatThrownBy(() -> parse(GOOD.replace(line, instead))).isInstanceOfSatisfying(YamlException.class, e -> {
            assertThat(e.file()).isEqualTo("anomalies.yaml");
            assertThat(e.line()).isEqualTo(where);
            assertThat(e.hint()).contains(remedy);
        });
    }

    @Test
    void refuses_two_rules_of_one_name() {
        assertThatThrownBy(() -> parse(GOOD + GOOD)).hasMessageContaining("given twice");
    }
}
