package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTimeTest {
    private static final Duration SLOT = Duration.ofMillis(40);
    private final AnswerTime time = new AnswerTime(SLOT);

    private Duration heldFor(Duration spent, int together) {
        long since = System.nanoTime() - spent.toNanos();
        time.hold(since, together);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Test
    void an_answer_waits_for_the_end_of_its_slot() {
        assertThat(heldFor(Duration.ZERO, 1)).isGreaterThanOrEqualTo(SLOT);
        assertThat(heldFor(Duration.ofMillis(30), 1)).isGreaterThanOrEqualTo(SLOT);
    }

    @Test
    void one_that_outlasts_it_waits_for_the_end_of_a_later_one() {
        assertThat(heldFor(Duration.ofMillis(95), 1)).isGreaterThanOrEqualTo(SLOT.multipliedBy(3));
    }

    @Test
    void questions_of_one_message_share_a_slot_but_none_is_without_one() {
        assertThat(heldFor(Duration.ZERO, 4)).isGreaterThanOrEqualTo(SLOT.dividedBy(4));
        assertThat(heldFor(Duration.ZERO, 1_000)).isGreaterThanOrEqualTo(Duration.ofMillis(5));
    }
}
