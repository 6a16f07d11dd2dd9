package org.emishub.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.Children;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is transport: it knows no payload, and may be lost at any time. */
class BrokerLossTest {
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
                Children.agreement("health.enrolled", Children.HEALTH));
        children = new Children(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void allDelivered(int most) {
        await().untilAsserted(() -> assertThat(children.letters())
                .hasSize(most)
                .extracting(Letter::state)
                .containsOnly(Letter.State.DELIVERED));
        assertThat(health.taken).hasSize(most);
    }

    @Test
    void gives_the_broker_nothing_but_the_letters_id() {
        health.before = key -> {
            throw new org.emishub.routes.system.SystemFault("UNREACHABLE", "nobody there", false);
        };
        children.accept("e-1", "1234567890123", "2026-09-01");
        await().until(() -> !health.attempts.isEmpty());
        byte[] payload = (byte[]) world.column("select payload from outbox").get(0);
        List<String> files =
                world.brokerFiles().stream().map(BrokerLossTest::latin).toList();
        assertThat(files.stream().filter(file -> file.contains(latin(payload)))).isEmpty();
        // Artemis writes what is set on a message two bytes to a letter.
        assertThat(files.stream().filter(file -> file.replace("\0", "").contains(health.attempts.get(0))))
                .isNotEmpty();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void delivers_everything_once_when_the_broker_is_lost_under_load() throws Exception {
        health.before = key -> pause(20);
        for (int i = 0; i < 120; i++) {
            children.accept("e-" + i, "child-" + i, "2026-09-01");
            if (i == 40 || i == 80) {
                world.stopBroker();
                world.loseBroker();
                world.startBroker();
            }
        }
        allDelivered(120);
        assertThat(world.entries().stream().filter("DELIVERED OK"::equals)).hasSize(120);
    }

    @Test
    void sends_at_once_what_a_broker_that_says_it_was_restarted_may_have_lost() {
        // When the second is delivered, the look at times that are too late, which comes once a minute, is over.
        for (int letters = 1; letters <= 2; letters++) {
            children.accept("before-" + letters, "child-" + letters, "2026-09-01");
            allDelivered(letters);
        }
        world.execute(
                "create function keep_lost() returns trigger language plpgsql as 'begin new.state = ''SENT''; new.next_attempt_at = now() + interval ''1 hour''; return new; end'");
        world.execute("create trigger lost before insert on outbox for each row execute function keep_lost()");
        children.accept("e-1", "1234567890123", "2026-09-01");
        await().during(Duration.ofMillis(300)).until(() -> health.attempts.size() == 2);
        world.hub.brokerRestarted();
        allDelivered(3);
    }

    @Test
    void keeps_no_more_than_the_window_of_one_recipient_in_the_broker() {
        health.before = key -> pause(30);
        world.hub.deliveries().recipients().stop(Children.HEALTH, "test", "to let letters wait");
        for (int i = 0; i < 150; i++) {
            children.accept("e-" + i, "child-" + i, "2026-09-01");
        }
        world.hub.deliveries().recipients().start(Children.HEALTH, "test");
        List<Long> sent = new java.util.ArrayList<>();
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            sent.add((Long) world.column("select count(*) from outbox where state = 'SENT'")
                    .get(0));
            return health.taken.size() == 150;
        });
        assertThat(sent).contains((long) World.QUICK.window()).allMatch(count -> count <= World.QUICK.window());
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
