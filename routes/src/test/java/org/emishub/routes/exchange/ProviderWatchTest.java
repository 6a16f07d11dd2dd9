package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderWatchTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");

    private final Probed emis = new Probed();
    private final Probed health = new Probed();
    private final ProviderWatch watch =
            new ProviderWatch(Map.of(EMIS, emis, HEALTH, health), Duration.ofMillis(10), Duration.ofSeconds(2));

    /** What its probe does. */
    private static final class Probed implements Provider {
        private volatile @Nullable RuntimeException fault;
        private volatile CountDownLatch hangs = new CountDownLatch(0);

        @Override
        public Found find(Question question) {
            return new Found.None();
        }

        @Override
        public void probe() {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            RuntimeException now = fault;
            if (now != null) {
                throw now;
            }
        }
    }

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void sees_who_does_not_answer_and_who_answers_again() {
        watch.start();
        emis.fault = new SystemFault("UNREACHABLE", "nobody there", false);
        await().until(() -> watch.isAway(EMIS));
        assertThat(watch.isAway(HEALTH)).isFalse();
        emis.fault = null;
        await().until(() -> !watch.isAway(EMIS));
    }

    @Test
    void takes_who_hangs_for_away_until_the_probe_ends() {
        health.hangs = new CountDownLatch(1);
        watch.start();
        await().until(() -> watch.isAway(HEALTH));
        assertThat(watch.isAway(EMIS)).isFalse();
        health.hangs.countDown();
        await().until(() -> !watch.isAway(HEALTH));
    }

    @Test
    void who_does_not_like_the_question_is_there() {
        emis.fault = new SystemFault("REJECTED", "HTTP 422", true);
        assertThat(watch.isAwayNow(EMIS)).isFalse();
        emis.fault = new IllegalStateException("a defect");
        assertThat(watch.isAwayNow(EMIS)).isTrue();
    }

    @Test
    void what_is_found_out_for_one_changes_nothing_for_others() {
        emis.fault = new SystemFault("UNREACHABLE", "nobody there", false);
        assertThat(watch.isAwayNow(EMIS)).isTrue();
        assertThat(watch.isAway(EMIS)).isFalse();
    }
}
