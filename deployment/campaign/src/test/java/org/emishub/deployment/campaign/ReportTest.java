package org.emishub.deployment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static Report report(int lost, int doubled, int unexplained, boolean caught) {
        return new Report(
                12_000,
                11_000,
                900,
                100,
                0,
                lost,
                doubled,
                unexplained,
                new Report.Kills(14, 13, 13, 15),
                3,
                2,
                3,
                9.5,
                new Report.Rates(1300, 900, 80, 0.5),
                List.of(new Report.Control("no-dedupe", caught)),
                List.of(),
                List.of("power cuts are skipped: it needs root"));
    }

    @Test
    void it_holds_only_when_nothing_is_wrong_and_the_checker_notices() {
        assertThat(report(0, 0, 0, true).holds()).isTrue();
        assertThat(report(1, 0, 0, true).holds()).isFalse();
        assertThat(report(0, 1, 0, true).holds()).isFalse();
        assertThat(report(0, 0, 1, true).holds()).isFalse();
        assertThat(report(0, 0, 0, false).holds()).isFalse();
    }

    @Test
    void its_json_has_what_was_promised() {
        JsonNode json =
                JsonMapper.builder().build().readTree(report(0, 0, 0, true).json());
        assertThat(json.propertyNames())
                .contains(
                        "accepted",
                        "delivered",
                        "deadLettered",
                        "expired",
                        "lost",
                        "doubled",
                        "unexplained",
                        "kills",
                        "brokerLosses",
                        "diskFull",
                        "powerCuts",
                        "restartP95Seconds",
                        "controls");
        assertThat(json.at("/kills/broker").asInt()).isEqualTo(13);
        assertThat(json.at("/controls/0/name").asString()).isEqualTo("no-dedupe");
        assertThat(json.at("/controls/0/caught").asBoolean()).isTrue();
    }

    @Test
    void for_people_it_names_each_bug_and_what_was_skipped() {
        assertThat(report(0, 0, 0, false).text())
                .contains("bug no-dedupe: NOT CAUGHT")
                .contains("power cuts are skipped: it needs root")
                .contains("DOES NOT HOLD");
    }

    @Test
    void ninety_five_of_a_hundred_are_within_p95() {
        List<Duration> times =
                IntStream.rangeClosed(1, 100).mapToObj(Duration::ofSeconds).toList();
        assertThat(Report.p95(times)).isEqualTo(95.0);
        assertThat(Report.p95(List.of(Duration.ofMillis(1500)))).isEqualTo(1.5);
        assertThat(Report.p95(List.of())).isZero();
    }
}
