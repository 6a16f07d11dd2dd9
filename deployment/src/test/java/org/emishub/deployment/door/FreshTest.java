package org.emishub.deployment.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreshTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void the_source_is_asked_once_in_five_seconds_however_many_want_to_know() {
        Fresh<Integer> fresh = new Fresh<>(asked::incrementAndGet, nanos::get);

        assertThat(IntStream.range(0, 1_000).parallel().map(i -> fresh.get())).containsOnly(1);
        nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
        assertThat(fresh.get()).isEqualTo(1);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(IntStream.range(0, 1_000).parallel().map(i -> fresh.get())).containsOnly(2);
    }

    @Test
    void a_source_that_fails_is_left_alone_as_long() {
        Fresh<Integer> fresh = new Fresh<>(
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("away");
                    }
                    return asked.get();
                },
                nanos::get);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(fresh::get).hasMessage("away");
        }
        assertThat(asked).hasValue(1);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(fresh.get()).isEqualTo(2);
    }
}
