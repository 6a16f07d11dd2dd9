package org.emishub.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.delivery.Recipients.Recipient;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.Children;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.ledger.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One recipient in trouble: left alone, stopped, tried again; and the other one that notices nothing. */
class RecipientsTest {
    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private final TestReceiver social = new TestReceiver();
    private World world;
    private Children children;

    @BeforeEach
    void aWorld() {
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(Children.HEALTH).receiving(health.ofRecords()),
                        ConnectedSystem.of(Children.SOCIAL).receiving(social.ofRecords())),
                Children.agreement("health.enrolled", Children.HEALTH),
                Children.agreement("social.enrolled", Children.SOCIAL));
        children = new Children(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void accept(int from, int until) {
        for (int i = from; i < until; i++) {
            children.accept("e-" + i, "child-" + i, "2026-09-01");
        }
    }

    private Recipient health() {
        return world.hub.deliveries().recipients().list().stream()
                .filter(recipient -> recipient.id().equals(Children.HEALTH))
                .findFirst()
                .orElseThrow();
    }

    /** Three a tenth of a second, that is three each time the breaker is half open, and those before it opened. */
    private static double most(long began) {
        return 40 + 40 * (System.nanoTime() - began) / 1e9;
    }

    private static void down(String key) {
        throw new SystemFault("UNREACHABLE", "nobody there", false);
    }

    @Test
    void leaves_a_recipient_alone_that_is_down_and_kills_no_letter_for_it() {
        health.before = RecipientsTest::down;
        long began = System.nanoTime();
        accept(0, 40);
        await().until(() -> social.taken.size() == 40);
        await().until(() -> !health().breaker().equals("CLOSED"));
        await().during(Duration.ofSeconds(2)).until(() -> health.attempts.size() < most(began));
        // Before it opened, some may have had their three attempts.
        long dead = health().dead();
        assertThat(dead).isLessThan(10);
        assertThat(health().open()).isEqualTo(40 - dead);
        health.before = key -> {};
        await().until(() -> health().open() == 0);
        assertThat(health.taken).hasSize((int) (40 - dead));
        assertThat(health().breaker()).isEqualTo("CLOSED");
    }

    @Test
    void counts_no_attempt_against_a_letter_while_the_recipient_is_down() {
        health.before = RecipientsTest::down;
        accept(0, 12);
        await().until(() -> !health().breaker().equals("CLOSED"));
        accept(12, 13);
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> true);
        assertThat(world.column("select attempts from outbox where message_id = 'e-12' and recipient like 'health%'"))
                .containsExactly(0);
        health.before = key -> {};
        await().until(() -> health.taken.size() >= 1 && health().open() == 0);
        assertThat(world.column("select state from outbox where message_id = 'e-12' and recipient like 'health%'"))
                .containsExactly("DELIVERED");
    }

    @Test
    void stops_one_recipient_with_an_entry_and_over_a_restart() {
        assertThat(world.hub.deliveries().recipients().stop(Children.HEALTH, "n.karimova", "their server moves"))
                .isTrue();
        assertThat(world.hub.deliveries().recipients().stop(Children.HEALTH, "n.karimova", "again"))
                .isFalse();
        accept(0, 3);
        await().until(() -> social.taken.size() == 3);
        world.shutDown();
        world.open();
        world.hub.start();
        accept(3, 6);
        await().until(() -> social.taken.size() == 6);
        assertThat(health.attempts).isEmpty();
        assertThat(health().stop().orElseThrow().by()).isEqualTo("n.karimova");
        assertThat(health().stop().orElseThrow().why()).isEqualTo("their server moves");
        assertThat(health().open()).isEqualTo(6);
        assertThat(world.hub.deliveries().recipients().start(Children.HEALTH, "n.karimova"))
                .isTrue();
        assertThat(world.hub.deliveries().recipients().start(Children.HEALTH, "n.karimova"))
                .isFalse();
        await().until(() -> health.taken.size() == 6);
        assertThat(world.entries().stream().filter(entry -> entry.startsWith("ST")))
                .containsExactly("STOPPED OK", "STARTED OK");
    }

    @Test
    void takes_back_what_waits_in_the_broker_when_a_recipient_is_stopped() {
        CountDownLatch stopped = new CountDownLatch(1);
        health.before = key -> awaited(stopped);
        accept(0, 30);
        await().until(() -> !health.attempts.isEmpty());
        world.hub.deliveries().recipients().stop(Children.HEALTH, "n.karimova", "wrong data");
        stopped.countDown();
        await().until(() -> world.column("select 1 from outbox where state = 'SENT' and recipient like 'health%'")
                .isEmpty());
        int taken = health.taken.size();
        assertThat(taken).isLessThan(30);
        assertThat(health().open()).isEqualTo(30 - taken);
    }

    @Test
    void retries_all_that_died_of_one_cause_and_says_what_came_of_each() {
        health.before = key -> {
            throw new SystemFault("REJECTED", "not like this", true);
        };
        accept(0, 5);
        await().until(() -> health().dead() == 5);
        children.accept("e-newer", "child-4", "2026-09-02");
        await().until(() -> health().dead() == 6);
        health.before = key -> {};
        Deliveries deliveries = world.hub.deliveries();
        assertThat(deliveries.retryAll("UNREACHABLE", Optional.empty())).isEmpty();
        assertThat(deliveries.retryAll("REJECTED", Optional.of(Children.SOCIAL)))
                .isEmpty();
        assertThat(deliveries.retryAll("REJECTED", Optional.of(Children.HEALTH)))
                .isEqualTo(Map.of(Retried.WAITING, 5, Retried.SUPERSEDED, 1));
        await().until(() -> health.taken.size() == 5);
        assertThat(health().dead()).isEqualTo(1);
    }

    @Test
    void ends_a_dead_letter_that_nobody_may_try_again_at_its_deadline_with_an_entry() {
        health.before = key -> {
            throw new SystemFault("REJECTED", "not like this", true);
        };
        accept(0, 250);
        await().until(() -> health().dead() == 250);
        world.clock.forward(Duration.ofHours(25));
        world.hub.deliveries().wake();
        await().until(() -> health().dead() == 0);
        assertThat(world.column("select distinct state from outbox where recipient like 'health%'"))
                .containsExactly("EXPIRED");
        assertThat(world.entries().stream().filter((Event.EXPIRED + " EXPIRED")::equals))
                .hasSize(250);
        assertThat(children.letters()).extracting(Letter::state).doesNotContain(Letter.State.DEAD);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
