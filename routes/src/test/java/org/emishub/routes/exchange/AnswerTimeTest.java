package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTimeTest {
    private static final Duration SLOT = Duration.ofMillis(40);
    private final AnswerTime time = new AnswerTime(SLOT);

    private Duration heldFor(Duration spent) {
        long since = System.nanoTime() - spent.toNanos();
        time.hold(since);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Test
    void an_answer_waits_for_the_end_of_its_slot() {
        assertThat(heldFor(Duration.ZERO)).isGreaterThanOrEqualTo(SLOT);
        assertThat(heldFor(Duration.ofMillis(30))).isGreaterThanOrEqualTo(SLOT);
    }

    @Test
    void one_that_outlasts_it_waits_for_the_end_of_a_later_one() {
        assertThat(heldFor(Duration.ofMillis(95))).isGreaterThanOrEqualTo(SLOT.multipliedBy(3));
    }

    @Test
    void rows_of_one_answer_have_slots_together_and_one_that_outlasts_them_waits_for_the_end_of_a_later_one() {
        long since = System.nanoTime();
        time.hold(since, 21, 10);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(SLOT.multipliedBy(3));
        long longAgo = System.nanoTime() - SLOT.multipliedBy(4).plusMillis(1).toNanos();
        time.hold(longAgo, 21, 10);
        assertThat(Duration.ofNanos(System.nanoTime() - longAgo)).isGreaterThanOrEqualTo(SLOT.multipliedBy(5));
    }

    @Test
    void a_slot_is_never_so_short_that_it_hides_nothing() {
        long since = System.nanoTime();
        new AnswerTime(Duration.ZERO).hold(since);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(Duration.ofMillis(5));
    }
}
