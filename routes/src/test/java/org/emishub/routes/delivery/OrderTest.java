package org.emishub.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.Children;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.ledger.Event;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts about one child under one agreement: the newer one never comes before the older. */
class OrderTest {
    private static final String CHILD = "1234567890123";

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private World world;
    private Children children;

    @BeforeEach
    void aWorld() {
        world = new World(
                folder,
                List.of(ConnectedSystem.of(Children.HEALTH).receiving(health.ofRecords())),
                Children.agreement("health.enrolled", Children.HEALTH),
                Children.left(Children.HEALTH));
        children = new Children(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static void rejects(String key) {
        throw new SystemFault("REJECTED", "not like this", true);
    }

    @Test
    void refuses_a_fact_that_is_older_than_one_it_accepted() {
        Instant now = Instant.now();
        children.send("new", CHILD, "2026-09-02", now, "grade-5");
        assertThat(children.send("older-day", CHILD, "2026-09-01", now, "grade-4"))
                .isEqualTo(new HubReply.Refused(Code.SUPERSEDED));
        assertThat(children.send("older-second", CHILD, "2026-09-02", now.minusSeconds(5), "grade-4"))
                .isEqualTo(new HubReply.Refused(Code.SUPERSEDED));
        assertThat(children.send("same-time", CHILD, "2026-09-02", now, "grade-5"))
                .isInstanceOf(HubReply.Sealed.class);
        assertThat(children.send("another-child", "7", "2026-09-01", now, "grade-4"))
                .isInstanceOf(HubReply.Sealed.class);
        assertThat(world.has(Event.REFUSED, "SUPERSEDED")).isTrue();
        assertThat(children.letter("older-day").reason()).isEqualTo("SUPERSEDED");
        assertThat(children.send("older-day", CHILD, "2026-09-01", now, "grade-4"))
                .isEqualTo(new HubReply.Refused(Code.SUPERSEDED));
    }

    @Test
    void takes_facts_of_one_day_as_they_come_where_nobody_says_when_they_were_written() {
        assertThat(children.accept("e-1", CHILD, "2026-09-01")).isInstanceOf(Acceptance.Accepted.class);
        world.clock.forward(Duration.ofHours(-3));
        assertThat(children.accept("e-2", CHILD, "2026-09-01")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(children.accept("e-3", CHILD, "2026-08-31")).isEqualTo(new Acceptance.Refused(Code.SUPERSEDED));
    }

    @Test
    void holds_a_newer_fact_back_until_the_older_one_has_ended_and_sends_it_at_once_then() {
        health.before = key -> {
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        };
        children.accept("e-1", CHILD, "2026-09-01");
        await().until(() -> !health.attempts.isEmpty());
        String first = health.attempts.get(0);
        health.before = key -> {
            if (key.equals(first)) {
                throw new SystemFault("UNREACHABLE", "nobody there", false);
            }
        };
        children.accept("e-2", CHILD, "2026-09-02");
        await().until(() -> children.letter("e-2").state() == Letter.State.DELIVERED);
        assertThat(children.letter("e-1").state()).isEqualTo(Letter.State.DEAD);
        assertThat(health.attempts.subList(0, World.QUICK.attempts())).containsOnly(first);
        assertThat(world.hub.deliveries().retry(children.letter("e-1").id())).isEqualTo(Retried.SUPERSEDED);
        assertThat(children.letter("e-1").state()).isEqualTo(Letter.State.DEAD);
    }

    @Test
    void tries_the_newest_of_a_child_again_and_no_other() {
        health.before = OrderTest::rejects;
        children.accept("e-1", CHILD, "2026-09-01");
        children.accept("e-2", CHILD, "2026-09-01");
        await().until(() -> children.letters().stream().allMatch(letter -> letter.state() == Letter.State.DEAD));
        health.before = key -> {};
        assertThat(world.hub.deliveries().retry(children.letter("e-1").id())).isEqualTo(Retried.SUPERSEDED);
        assertThat(world.hub.deliveries().retry(children.letter("e-2").id())).isEqualTo(Retried.WAITING);
        await().until(() -> children.letter("e-2").state() == Letter.State.DELIVERED);
        assertThat(health.taken).hasSize(1);
    }

    @Test
    void keeps_no_child_in_clear_for_it() {
        children.accept("e-1", CHILD, "2026-09-01");
        assertThat(world.column("select encode(order_key, 'escape') from outbox"))
                .noneMatch(key -> key.toString().contains(CHILD));
        assertThat(world.column("select octet_length(order_key) from outbox")).containsExactly(16);
    }
}
