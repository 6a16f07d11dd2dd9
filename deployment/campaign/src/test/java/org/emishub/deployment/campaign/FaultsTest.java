package org.emishub.deployment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.emishub.deployment.campaign.fault.Schedule;
import org.junit.jupiter.api.Test;

/** What ten minutes hold, whatever the seed. */
class FaultsTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    @Property(tries = 20)
    void ten_minutes_hold_what_the_manual_promises(@ForAll long seed) {
        Schedule schedule = Schedule.of(seed, TEN, Faults.plans(List.of()));
        assertThat(schedule.count("node-", "kill")).isGreaterThanOrEqualTo(12);
        assertThat(schedule.count("broker", "kill")).isGreaterThanOrEqualTo(12);
        assertThat(schedule.count("database", "kill")).isGreaterThanOrEqualTo(12);
        assertThat(schedule.count("receiver-", "kill")).isGreaterThanOrEqualTo(12);
        assertThat(schedule.count("broker", "lose")).isEqualTo(3);
        assertThat(schedule.count("disk", "fill")).isEqualTo(2);
        assertThat(schedule.count("disk", "cut")).isEqualTo(3);
    }

    @Test
    void what_the_machine_cannot_do_is_not_planned() {
        Schedule schedule =
                Schedule.of(1, TEN, Faults.plans(List.of("power cuts are skipped: no", "full disks are skipped: no")));
        assertThat(schedule.count("disk", "")).isZero();
        assertThat(schedule.timelines()).doesNotContainKey("disk");
    }

    @Test
    void the_database_is_never_lied_to_by_the_network() {
        Schedule schedule = Schedule.of(1, TEN, Faults.plans(List.of()));
        assertThat(schedule.count("net-database", "reset")).isPositive();
        assertThat(schedule.count("net-database", "corruption")).isZero();
    }
}
