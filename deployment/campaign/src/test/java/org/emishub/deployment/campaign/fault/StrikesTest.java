package org.emishub.deployment.campaign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.emishub.deployment.campaign.fault.Plan.Charge;
import org.junit.jupiter.api.Test;

/** Faults strike as planned, heal, and are counted only where they struck. */
class StrikesTest {
    private static final Duration TIME = Duration.ofMillis(300);
    private static final Schedule SCHEDULE = Schedule.of(
            1, TIME, List.of(new Plan("node-1", Charge.of("kill", 1)), new Plan("node-2", Charge.of("kill", 1))));

    private final List<String> told = new CopyOnWriteArrayList<>();

    private record Counting(List<String> told, boolean strikes) implements Fault {
        @Override
        public boolean strike() {
            told.add("struck");
            return strikes;
        }

        @Override
        public void heal() {
            told.add("healed");
        }
    }

    private Strikes run(Fault fault) throws InterruptedException {
        Strikes strikes = new Strikes(planned -> fault, (planned, what) -> {});
        strikes.start(SCHEDULE);
        assertThat(strikes.await(TIME)).isTrue();
        return strikes;
    }

    @Test
    void each_strikes_and_heals_and_is_counted() throws Exception {
        Strikes strikes = run(new Counting(told, true));
        assertThat(told).containsExactlyInAnyOrder("struck", "struck", "healed", "healed");
        assertThat(strikes.count("node-", "kill")).isEqualTo(2);
        assertThat(strikes.count("node-1", "kill")).isEqualTo(1);
        assertThat(strikes.count("node-1", "pause")).isZero();
    }

    @Test
    void what_found_nothing_to_strike_is_not_counted() throws Exception {
        assertThat(run(new Counting(told, false)).count("node-", "kill")).isZero();
    }

    @Test
    void what_cannot_be_made_is_told_and_healed_all_the_same() throws Exception {
        Strikes strikes = run(() -> {
            throw new IllegalStateException("no such thing");
        });
        assertThat(strikes.failures()).hasSize(2).allMatch(f -> f.contains("no such thing"));
    }
}
