package org.emishub.deployment.campaign.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.emishub.deployment.campaign.fault.Plan.Charge;
import org.junit.jupiter.api.Test;

/** What a seed decides, and what it cannot. */
class ScheduleTest {
    private static final Duration TEN = Duration.ofMinutes(10);
    private static final List<Plan> PLANS = List.of(
            new Plan("broker", Charge.of("kill", 12), Charge.of("lose", 3), Charge.of("pause", 2, 5)),
            new Plan("database", Charge.of("kill", 12)));

    @Property(tries = 50)
    void the_same_seed_makes_the_same_schedule(@ForAll long seed) {
        assertThat(Schedule.of(seed, TEN, PLANS)).isEqualTo(Schedule.of(seed, TEN, PLANS));
    }

    @Test
    void another_seed_makes_another() {
        assertThat(Schedule.of(1, TEN, PLANS)).isNotEqualTo(Schedule.of(2, TEN, PLANS));
    }

    @Property(tries = 100)
    void ten_minutes_hold_what_is_promised_in_order_and_in_time(@ForAll long seed) {
        Schedule schedule = Schedule.of(seed, TEN, PLANS);
        assertThat(schedule.count("broker", "kill")).isEqualTo(12);
        assertThat(schedule.count("broker", "lose")).isEqualTo(3);
        assertThat(schedule.count("database", "kill")).isEqualTo(12);
        schedule.timelines().values().forEach(timeline -> assertThat(timeline)
                .isSortedAccordingTo(java.util.Comparator.comparing(Planned::at))
                .allMatch(p -> p.at().compareTo(TEN) < 0));
    }

    @Property(tries = 100)
    void less_time_has_less_and_never_nothing(@ForAll long seed, @ForAll @IntRange(min = 20, max = 300) int seconds) {
        Schedule schedule = Schedule.of(seed, Duration.ofSeconds(seconds), PLANS);
        assertThat(schedule.count("broker", "kill")).isBetween(1L, 6L);
        assertThat(schedule.count("broker", "lose")).isBetween(1L, 2L);
    }

    @Property(tries = 50)
    void what_is_left_to_chance_is_all_there_in_ten_minutes(@ForAll long seed) {
        List<Plan> plans = List.of(new Plan("node", Charge.of("pause", 2, 5).perhaps()));
        assertThat(Schedule.of(seed, TEN, plans).count("node", "pause")).isEqualTo(2);
        assertThat(Schedule.of(seed, Duration.ofMinutes(1), plans).count("node", "pause"))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void timelines_do_not_know_of_each_other() {
        Schedule both = Schedule.of(5, TEN, PLANS);
        Schedule one = Schedule.of(5, TEN, PLANS.subList(1, 2));
        assertThat(one.timelines().get("database")).isEqualTo(both.timelines().get("database"));
    }

    @Test
    void a_target_has_one_plan() {
        Plan plan = new Plan("broker", Charge.of("kill", 1));
        assertThatThrownBy(() -> Schedule.of(1, TEN, List.of(plan, plan))).hasMessageContaining("two plans for broker");
    }
}
