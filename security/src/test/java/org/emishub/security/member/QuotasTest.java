package org.emishub.security.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId MIS = SystemId.of("social-protection/mis");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Quotas quotas =
            new Quotas(system -> system.equals(EMIS) ? new SendingLimits(60, 1_000) : SendingLimits.NONE, now::get);

    private Optional<Code> send(SystemId system, long bytes) {
        return quotas.take(system, bytes).map(over -> over.refusal().code());
    }

    private void after(Duration time) {
        // Past the greatest number: nanoTime may overflow, and differences still hold.
        now.addAndGet(time.toNanos());
    }

    @Test
    void takes_a_minutes_worth_at_once_and_then_as_fast_as_it_was_agreed() {
        for (int i = 0; i < 60; i++) {
            assertThat(send(EMIS, 10)).isEmpty();
        }
        assertThat(send(EMIS, 10)).contains(Code.TOO_MANY_REQUESTS);
        after(Duration.ofSeconds(1));
        assertThat(send(EMIS, 10)).isEmpty();
        assertThat(send(EMIS, 10)).contains(Code.TOO_MANY_REQUESTS);
        after(Duration.ofHours(1));
        for (int i = 0; i < 60; i++) {
            assertThat(send(EMIS, 10)).isEmpty();
        }
        assertThat(send(EMIS, 10)).contains(Code.TOO_MANY_REQUESTS);
    }

    @Test
    void one_member_that_sends_too_much_costs_the_others_nothing() {
        for (int i = 0; i < 200; i++) {
            send(EMIS, 10);
        }
        assertThat(send(MIS, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void says_when_to_come_back_and_that_a_large_message_never_need() {
        assertThat(quotas.take(EMIS, 1_001).orElseThrow()).satisfies(over -> {
            assertThat(over.refusal().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(over.retrySeconds()).isZero();
        });
        for (int i = 0; i < 60; i++) {
            send(EMIS, 10);
        }
        assertThat(quotas.take(EMIS, 10).orElseThrow().retrySeconds()).isBetween(1, 2);
    }

    @Test
    void has_one_refusal_in_a_minute_entered() {
        int entered = 0;
        for (int i = 0; i < 1_000; i++) {
            entered += quotas.take(EMIS, 10).filter(Quotas.Over::toBeEntered).isPresent() ? 1 : 0;
        }
        assertThat(entered).isEqualTo(1);
        after(Duration.ofMinutes(1));
        for (int i = 0; i < 1_000; i++) {
            entered += quotas.take(EMIS, 10).filter(Quotas.Over::toBeEntered).isPresent() ? 1 : 0;
        }
        assertThat(entered).isEqualTo(2);
    }
}
