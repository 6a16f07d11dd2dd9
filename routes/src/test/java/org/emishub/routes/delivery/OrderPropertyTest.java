package org.emishub.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.emishub.routes.delivery.Delivery.Held;
import org.emishub.routes.exchange.LetterIds;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.store.Dispatch;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.Children;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;

/** Whatever happens in whatever order, what a receiver has of a child never becomes older. */
class OrderPropertyTest {
    private static final long LONG_AGO = 3_600_000_000_000L;
    private static World world;
    private static int tries;

    /** What may happen next. */
    enum Act {
        ACCEPT,
        RELAY,
        TAKE_IT,
        FAIL,
        REJECT,
        TAKE_IT_AND_FAIL,
        /** An attempt is claimed and its process halted before the first byte. */
        HALT,
        /** The halted attempt's lease runs out. */
        RUN_OUT,
        WAKE_HALTED,
        RETRY_DEAD,
        LOSE_BROKER
    }

    /** An act, and of a fact the day and second it is of. */
    record Move(Act act, int day, int second) {}

    @BeforeContainer
    static void aWorld() throws IOException {
        Path folder = Files.createTempDirectory("order");
        world = new World(
                folder,
                List.of(ConnectedSystem.of(Children.HEALTH).receiving(new TestReceiver().ofRecords())),
                Children.left(Children.HEALTH));
        world.hub.close();
    }

    @AfterContainer
    static void end() {
        world.close();
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Act> acts = Arbitraries.of(Act.values());
        Arbitrary<Move> move = Combinators.combine(
                        acts,
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2))
                .as(Move::new);
        return move.list().ofMinSize(10).ofMaxSize(45);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void an_older_fact_never_comes_after_a_newer_one(@ForAll("moves") List<Move> moves) throws SQLException {
        Story story = new Story("child-" + ++tries);
        for (Move move : moves) {
            story.go(move);
        }
        for (int i = 0; i < 30; i++) {
            story.go(new Move(Act.RELAY, 1, 0));
            story.go(new Move(Act.TAKE_IT, 1, 0));
        }
        assertThat(story.effects).isSortedAccordingTo(java.util.Comparator.naturalOrder());
    }

    @Example
    void a_process_that_was_halted_sends_nothing_of_a_letter_that_another_gave_up() throws SQLException {
        Story story = new Story("child-halted");
        for (Act act : List.of(Act.ACCEPT, Act.RELAY, Act.HALT, Act.RUN_OUT, Act.RELAY, Act.REJECT)) {
            story.go(new Move(act, 1, 0));
        }
        for (Act act : List.of(Act.ACCEPT, Act.RELAY, Act.TAKE_IT, Act.WAKE_HALTED)) {
            story.go(new Move(act, 2, 0));
        }
        assertThat(story.effects).singleElement().asString().startsWith("2026-09-02");
    }

    @Example
    void an_attempt_that_was_halted_before_its_first_byte_is_none() throws SQLException {
        Story story = new Story("child-late");
        for (Act act : List.of(Act.ACCEPT, Act.RELAY, Act.HALT)) {
            story.go(new Move(act, 1, 0));
        }
        story.late();
        story.go(new Move(Act.WAKE_HALTED, 1, 0));
        assertThat(story.effects).isEmpty();
        assertThat(world.column("select state || ' ' || attempts from outbox")).containsExactly("PENDING 0");
        story.go(new Move(Act.RELAY, 1, 0));
        story.go(new Move(Act.TAKE_IT, 1, 0));
        assertThat(story.effects).hasSize(1);
        assertThat(world.column("select state || ' ' || attempts from outbox")).containsExactly("DELIVERED 1");
    }

    /** One child's facts on their way to one receiver that knows a repetition by its key. */
    private static final class Story {
        private final Outbox outbox = new Outbox();
        private final Dispatch dispatch = new Dispatch();
        private final String child;
        private final Map<UUID, String> stamps = new HashMap<>();
        private final Deque<UUID> queue = new ArrayDeque<>();
        private final Set<String> known = new LinkedHashSet<>();
        final List<String> effects = new ArrayList<>();
        private Act mood = Act.TAKE_IT;
        private Optional<Delivery> halted = Optional.empty();
        private int number;

        Story(String child) {
            this.child = child;
            world.execute("delete from outbox");
        }

        void go(Move move) throws SQLException {
            switch (move.act()) {
                case ACCEPT -> accept(move);
                case RELAY -> relay();
                case TAKE_IT, FAIL, REJECT, TAKE_IT_AND_FAIL -> attempt(move.act());
                case HALT -> halted = halted.isPresent() ? halted : claim();
                case RUN_OUT -> runOut();
                case WAKE_HALTED -> wake(move.act());
                case RETRY_DEAD -> stamps.keySet().forEach(world.hub.deliveries()::retry);
                case LOSE_BROKER -> lose();
            }
        }

        private void accept(Move move) {
            String id = child + "-" + ++number;
            String day = LocalDate.of(2026, 9, move.day()).toString();
            Instant issued = Instant.now().minusSeconds(10L - move.second());
            HubReply reply = new Children(world).send(id, child, day, issued, "grade-4");
            if (reply instanceof HubReply.Sealed) {
                UUID letter = LetterIds.of(World.SCHOOLS + "\n" + id + "\n" + Children.LEFT);
                stamps.put(letter, day + " " + Instant.ofEpochSecond(issued.getEpochSecond()));
            }
        }

        private void relay() throws SQLException {
            world.execute("update outbox set next_attempt_at = now() where state = 'PENDING'");
            try (Connection connection = world.database.getConnection()) {
                connection.setAutoCommit(false);
                dispatch.take(connection, Map.of(Children.HEALTH, 64), World.QUICK.lease())
                        .forEach(taken -> queue.add(taken.id()));
                connection.commit();
            }
        }

        private void lose() throws SQLException {
            try (Connection connection = world.database.getConnection()) {
                dispatch.all(connection);
            }
        }

        /** Every attempt is by a node of its own, to which the recipient is well. */
        private DeliverySteps node() {
            Map<org.emishub.security.member.SystemId, Handover> ways =
                    Map.of(Children.HEALTH, (key, wire) -> take(key));
            return new DeliverySteps(
                    world.database,
                    world.ledger,
                    outbox,
                    world.atRest,
                    world::agreements,
                    world.hub.facts(),
                    ways,
                    ways,
                    ways,
                    new Breakers(Set.of(Children.HEALTH), World.QUICK, () -> {}),
                    () -> {},
                    World.QUICK,
                    world.clock);
        }

        private Delivered take(String key) {
            if (mood == Act.FAIL || mood == Act.REJECT) {
                throw new SystemFault("UNREACHABLE", "nobody there", mood == Act.REJECT);
            }
            if (known.add(key)) {
                effects.add(stamps.get(UUID.fromString(key)));
            }
            if (mood == Act.TAKE_IT_AND_FAIL) {
                throw new SystemFault("UNREACHABLE", "the line broke", false);
            }
            return new Delivered(false, new byte[] {1}, "");
        }

        private Optional<Delivery> claim() {
            UUID id = queue.poll();
            DeliverySteps node = node();
            return id == null
                    ? Optional.empty()
                    : node.open(id).flatMap(node::decideAgain).flatMap(node::recordRelease);
        }

        private void attempt(Act how) {
            mood = how;
            claim().ifPresent(delivery -> node().deliver(delivery));
        }

        /** The halted process does not know how long it was away, but the clock that nobody sets does. */
        private void late() {
            halted = halted.map(delivery -> {
                Held held = java.util.Objects.requireNonNull(delivery.held());
                return delivery.holding(held.claim(), held.counts(), System.nanoTime() - LONG_AGO);
            });
        }

        private void runOut() {
            late();
            world.execute(
                    "update outbox set state = 'PENDING', leased_until = null where leased_until is not null and state = 'SENT'");
        }

        private void wake(Act how) {
            mood = how;
            halted.ifPresent(delivery -> node().deliver(delivery));
            halted = Optional.empty();
        }
    }
}
