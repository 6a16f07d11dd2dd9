package org.emishub.security.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule as it is shipped: what it finds, and what it leaves in peace. */
class AnomalyRulesTest {
    private static final ZoneId DUSHANBE = ZoneId.of("Asia/Dushanbe");
    /** Noon in Dushanbe. */
    private static final Instant NOON = Instant.parse("2026-10-05T07:00:00Z");

    private static final Instant NIGHT = Instant.parse("2026-10-05T20:00:00Z");
    private static final String WORKER = "z.rahimova@social-protection/mis";

    private final AnomalyRules rules = shipped();
    private final List<Look> looks = new ArrayList<>();

    private static AnomalyRules shipped() {
        try {
            return AnomalyRules.parse("anomalies.yaml", Files.readAllBytes(Path.of("../routes/anomalies.yaml")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void look(Instant at, String actor, String child, String code, String... signs) {
        looks.add(new Look(
                looks.size(), at, "sample.query", DUSHANBE, !code.equals("OK"), code, actor, child, Set.of(signs)));
    }

    private List<String> found() {
        return rules.find(looks).stream().map(finding -> finding.rule().name()).toList();
    }

    @Test
    void fifty_children_in_an_hour_are_bulk_reading() {
        IntStream.range(0, 50).forEach(i -> look(NOON.plusSeconds(i * 60L), WORKER, "child " + i, "OK"));

        assertThat(rules.find(looks)).singleElement().satisfies(finding -> {
            assertThat(finding.rule().name()).isEqualTo("bulk reading");
            assertThat(finding.why()).isEqualTo("One person was told of 50 children within an hour.");
            assertThat(finding.actors()).containsExactly(WORKER);
            assertThat(finding.entries()).hasSize(50).startsWith(0L).endsWith(49L);
            assertThat(finding.since()).isEqualTo(NOON);
        });
    }

    @Test
    void fifty_looks_at_one_child_or_over_a_day_or_that_were_refused_are_not() {
        IntStream.range(0, 60).forEach(i -> look(NOON.plusSeconds(i), WORKER, "one child", "OK"));
        IntStream.range(0, 30).forEach(i -> look(NOON.plusSeconds(i * 600L), "a@x/y", "child " + i, "OK"));
        IntStream.range(0, 60).forEach(i -> look(NOON.plusSeconds(i), "b@x/y", "child " + i, "UNKNOWN_CHILD"));
        IntStream.range(0, 49).forEach(i -> look(NOON.plusSeconds(i), "c@x/y", "child " + i, "OK"));
        IntStream.range(0, 60).forEach(i -> look(NOON.plusSeconds(i), "x/y", "child " + i, "OK"));

        assertThat(found()).isEmpty();
    }

    @Test
    void who_reads_on_is_found_once_in_the_time_of_the_rule() {
        IntStream.range(0, 600).forEach(i -> look(NOON.plusSeconds(i * 12L), WORKER, "child " + i, "OK"));

        assertThat(found()).containsExactly("bulk reading", "bulk reading");
    }

    @Test
    void ten_looks_at_night_are_found_in_the_agreement_s_own_time_zone() {
        IntStream.range(0, 10).forEach(i -> look(NIGHT.plusSeconds(i), WORKER, "one child", "OK"));

        assertThat(found()).containsExactly("night");
    }

    @Test
    void looks_by_day_and_a_few_at_night_are_not() {
        IntStream.range(0, 40).forEach(i -> look(NOON.plusSeconds(i), WORKER, "one child", "OK"));
        IntStream.range(0, 9).forEach(i -> look(NIGHT.plusSeconds(i), WORKER, "one child", "OK"));

        assertThat(found()).isEmpty();
    }

    @Test
    void ten_refusals_without_a_case_are_found() {
        IntStream.range(0, 10).forEach(i -> look(NOON.plusSeconds(i), WORKER, "child " + i, "NO_CASE"));

        assertThat(found()).containsExactly("no case");
    }

    @Test
    void a_forgotten_case_now_and_then_and_other_refusals_are_not() {
        IntStream.range(0, 9).forEach(i -> look(NOON.plusSeconds(i), WORKER, "child " + i, "NO_CASE"));
        IntStream.range(0, 30).forEach(i -> look(NOON.plusSeconds(i), WORKER, "child " + i, "UNKNOWN_CHILD"));

        assertThat(found()).isEmpty();
    }

    @Test
    void a_child_of_the_asker_s_own_family_name_is_found_at_once() {
        look(NOON, WORKER, "child", "OK", Signs.OWN_SURNAME);

        assertThat(found()).containsExactly("own surname");
    }

    @Test
    void a_child_of_another_name_is_not() {
        look(NOON, WORKER, "child", "OK");

        assertThat(found()).isEmpty();
    }

    @Test
    void children_of_five_districts_in_a_day_are_found() {
        IntStream.range(0, 5).forEach(i -> look(NOON.plusSeconds(i), WORKER, "child " + i, "OK", Signs.DISTRICT + i));

        assertThat(found()).containsExactly("many districts");
    }

    @Test
    void many_children_of_few_districts_are_not() {
        IntStream.range(0, 40)
                .forEach(i -> look(NOON.plusSeconds(i), WORKER, "child " + i, "OK", Signs.DISTRICT + i % 4));

        assertThat(found()).isEmpty();
    }

    @Test
    void one_child_looked_at_by_five_people_is_found_and_the_people_are_named() {
        IntStream.range(0, 5).forEach(i -> look(NOON.plusSeconds(i), "worker" + i + "@x/y", "one child", "OK"));

        assertThat(rules.find(looks)).singleElement().satisfies(finding -> {
            assertThat(finding.rule().name()).isEqualTo("one child by many");
            assertThat(finding.actors()).hasSize(5);
            assertThat(finding.why()).doesNotContain("one child\"");
        });
    }

    @Test
    void a_child_looked_at_often_by_few_is_not() {
        IntStream.range(0, 40).forEach(i -> look(NOON.plusSeconds(i), "worker" + i % 4 + "@x/y", "one child", "OK"));

        assertThat(found()).isEmpty();
    }

    @Test
    void the_order_in_which_looks_come_does_not_matter() {
        IntStream.range(0, 50).forEach(i -> look(NOON.minusSeconds(i * 60L), WORKER, "child " + i, "OK"));

        assertThat(found()).containsExactly("bulk reading");
        assertThat(rules.longest()).isEqualTo(Duration.ofHours(24));
    }
}
