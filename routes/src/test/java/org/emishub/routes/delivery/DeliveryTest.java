package org.emishub.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class DeliveryTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final SystemId SOCIAL = SystemId.of("social-protection/registry");
    private static final String CHILD = "1234567890123";

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private final TestReceiver social = new TestReceiver();
    private World world;

    @BeforeEach
    void aWorld() {
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(HEALTH).receiving(health.ofRecords()),
                        ConnectedSystem.of(SOCIAL).receiving(social.ofRecords())),
                agreement("health.enrolled", HEALTH, "{ child.id: as is, enrolment.grade: as is }"),
                agreement("social.enrolled", SOCIAL, "{ child.birthDate: year, enrolment.status: as is }"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TestAgreement agreement(String id, SystemId client, String discloses) {
        return TestAgreement.of(id, "event", EMIS.toString(), client.toString(), "enrolment")
                .with("discloses", discloses);
    }

    private static ChildRecord enrolled(String child) {
        return ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 9, 1))
                .put("child.id", child)
                .put("child.birthDate", LocalDate.of(2016, 3, 4))
                .put("enrolment.status", "enrolled")
                .put("enrolment.grade", "grade-4")
                .build();
    }

    private Acceptance accept(String id, String payload) {
        return world.hub.gateway().accept(new NativeEvent(EMIS, id, World.utf8(payload), "enrolment", enrolled(CHILD)));
    }

    private List<Letter> letters() {
        try {
            return world.hub.messages().list(null, 100);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Letter letter(SystemId recipient) {
        return letters().stream()
                .filter(letter -> letter.recipient().equals(recipient))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for longer than Artemis does for a call that a broker which was just starting never answered: 30 s. */
    private void ends(SystemId recipient, Letter.State state) {
        await().untilAsserted(() -> assertThat(letter(recipient).state()).isEqualTo(state));
    }

    @Test
    void delivers_to_each_recipient_what_its_own_agreement_allows() {
        Acceptance acceptance = accept("e-1", "row 1");
        assertThat(acceptance).isInstanceOfSatisfying(Acceptance.Accepted.class, accepted -> {
            assertThat(accepted.repeated()).isFalse();
            assertThat(accepted.receipt().split("\\.")).hasSize(3);
        });
        ends(HEALTH, Letter.State.DELIVERED);
        ends(SOCIAL, Letter.State.DELIVERED);
        assertThat(health.taken.values()).containsExactly("{child.id=" + CHILD + ", enrolment.grade=grade-4}");
        assertThat(social.taken.values()).containsExactly("{child.birthDate=2016, enrolment.status=enrolled}");
        assertThat(world.entries())
                .containsExactlyInAnyOrder("RECEIVED OK", "RELEASED OK", "RELEASED OK", "DELIVERED OK", "DELIVERED OK");
        assertThat(world.column("select 1 from outbox where payload is not null"))
                .isEmpty();
    }

    @Test
    void gives_the_same_receipt_for_the_same_event_and_delivers_once() {
        String receipt = ((Acceptance.Accepted) accept("e-1", "row 1")).receipt();
        assertThat(accept("e-1", "row 1")).isEqualTo(new Acceptance.Accepted(receipt, true));
        ends(HEALTH, Letter.State.DELIVERED);
        ends(SOCIAL, Letter.State.DELIVERED);
        assertThat(health.attempts).hasSize(1);
        assertThat(letters()).hasSize(2);
    }

    @Test
    void refuses_the_same_id_with_another_payload() {
        accept("e-1", "row 1");
        assertThat(accept("e-1", "row 2")).isEqualTo(new Acceptance.Refused(Code.REPLAYED));
        assertThat(world.has(Event.REFUSED, "REPLAYED")).isTrue();
        assertThat(letters()).hasSize(2);
    }

    @Test
    void has_the_entry_durable_before_the_first_byte_leaves() {
        health.before = key -> assertThat(world.has(Event.RELEASED, "OK")).isTrue();
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.DELIVERED);
    }

    @Test
    void gives_up_on_one_recipient_after_bounded_attempts_while_the_other_gets_it() {
        health.before = key -> {
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        };
        accept("e-1", "row 1");
        ends(SOCIAL, Letter.State.DELIVERED);
        ends(HEALTH, Letter.State.DEAD);
        assertThat(health.attempts).hasSize(World.QUICK.attempts()).containsOnly(health.attempts.get(0));
        Letter dead = letter(HEALTH);
        assertThat(dead.reason()).isEqualTo("UNREACHABLE");
        assertThat(dead.owner()).isEqualTo("health");
        assertThat(dead.attempts()).isEqualTo(World.QUICK.attempts());
        assertThat(world.entries().stream().filter("RELEASED OK"::equals)).hasSize(2);
        assertThat(world.has(Event.DEAD, "UNREACHABLE")).isTrue();
    }

    @Test
    void tries_a_dead_letter_again_when_asked_to() {
        health.before = key -> {
            throw new SystemFault("REJECTED", "not like this", true);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.DEAD);
        assertThat(health.attempts).hasSize(1);
        health.before = key -> {};
        UUID id = letter(HEALTH).id();
        assertThat(world.hub.deliveries().retry(id)).isEqualTo(Retried.WAITING);
        ends(HEALTH, Letter.State.DELIVERED);
        assertThat(world.hub.deliveries().retry(id)).isEqualTo(Retried.NOT_DEAD);
    }

    @Test
    void does_not_try_again_under_an_agreement_that_has_changed() {
        health.before = key -> {
            throw new SystemFault("REJECTED", "not like this", true);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.DEAD);
        world.agree(agreement("health.enrolled", HEALTH, "{ enrolment.grade: as is }")
                .with("version", "2"));
        assertThat(world.hub.deliveries().retry(letter(HEALTH).id())).isEqualTo(Retried.AGREEMENT_CHANGED);
    }

    @Test
    void decides_again_before_each_attempt() {
        health.before = key -> {
            world.hub.facts().seal(CHILD);
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.REFUSED);
        assertThat(health.attempts).hasSize(1);
        assertThat(world.has(Event.REFUSED, "SEALED")).isTrue();
    }

    @Test
    void goes_on_under_the_version_it_was_accepted_under_while_new_facts_take_the_next() {
        health.before = key -> {
            health.before = again -> {};
            world.agree(agreement("health.enrolled", HEALTH, "{ child.id: as is }")
                    .with("version", "2")
                    .with("supersedes", "1")
                    .with("inForce", "2021-01-01 .. 2099-12-31")
                    .beside());
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.DELIVERED);
        assertThat(health.attempts).hasSize(2);
        assertThat(letter(HEALTH).agreementVersion()).isEqualTo(1);
        assertThat(world.column("select convert_from(leaf, 'UTF8') from ledger_entry"))
                .filteredOn(leaf -> leaf.toString().contains("\"id\":\"health.enrolled\""))
                .isNotEmpty()
                .allMatch(leaf -> leaf.toString().contains("\"version\":1}"));

        accept("e-2", "row 2");
        await().untilAsserted(() -> assertThat(health.taken.values())
                .containsExactlyInAnyOrder(
                        "{child.id=" + CHILD + ", enrolment.grade=grade-4}", "{child.id=" + CHILD + "}"));
    }

    @Test
    void ends_with_the_days_of_the_version_it_was_accepted_under() {
        health.before = key -> {
            world.agree(
                    agreement("health.enrolled", HEALTH, "{ child.id: as is, enrolment.grade: as is }")
                            .with("inForce", "2020-01-01 .. 2020-12-31")
                            .with("reviewBy", "2020-06-01"),
                    agreement("health.enrolled", HEALTH, "{ child.id: as is }")
                            .with("version", "2")
                            .with("inForce", "2021-01-01 .. 2099-12-31")
                            .beside());
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.REFUSED);
        assertThat(health.attempts).hasSize(1);
        assertThat(world.has(Event.REFUSED, "NOT_AGREED")).isTrue();
    }

    @Test
    void delivers_to_nobody_whom_the_agreement_no_longer_names() {
        health.before = key -> {
            world.agree(
                    agreement("health.enrolled", SOCIAL, "{ child.id: as is }").with("version", "2"));
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.REFUSED);
        assertThat(health.attempts).hasSize(1);
        assertThat(world.has(Event.REFUSED, "NOT_AGREED")).isTrue();
    }

    @Test
    void accepts_nothing_about_a_sealed_child() {
        world.hub.facts().seal(CHILD);
        assertThat(accept("e-1", "row 1")).isEqualTo(new Acceptance.Refused(Code.NO_DATA));
        assertThat(world.entries()).containsExactly("RECEIVED OK", "REFUSED SEALED", "REFUSED SEALED");
        assertThat(letters()).extracting(Letter::state).containsOnly(Letter.State.REFUSED);
        assertThat(accept("e-1", "row 1")).isEqualTo(new Acceptance.Refused(Code.NO_DATA));
    }

    @Test
    void refuses_a_part_that_no_agreement_is_about() {
        NativeEvent event = new NativeEvent(EMIS, "e-1", World.utf8("row 1"), "attendance", enrolled(CHILD));
        assertThat(world.hub.gateway().accept(event)).isEqualTo(new Acceptance.Refused(Code.NOT_AGREED));
    }

    @Test
    void refuses_a_message_id_that_is_not_of_the_agreed_form() {
        assertThat(accept("e 1", "row 1")).isEqualTo(new Acceptance.Refused(Code.MALFORMED));
    }

    @Test
    void loses_nothing_between_acceptance_and_delivery_when_the_hub_stops() {
        world.hub.close();
        accept("e-1", "row 1");
        accept("e-2", "row 2");
        assertThat(letters()).hasSize(4).extracting(Letter::state).containsOnly(Letter.State.PENDING);
        world.shutDown();
        world.open();
        world.hub.start();
        await().until(() -> health.taken.size() == 2 && social.taken.size() == 2);
    }

    @Test
    void delivers_all_the_same_when_the_broker_has_lost_its_journal() throws Exception {
        health.before = key -> {
            throw new AssertionError("nothing is delivered by a hub that has stopped");
        };
        world.hub.close();
        accept("e-1", "row 1");
        world.execute("update outbox set state = 'SENT', next_attempt_at = now() + interval '1 hour'");
        world.shutDown();
        world.loseBroker();
        health.before = key -> {};
        world.open();
        world.hub.start();
        ends(HEALTH, Letter.State.DELIVERED);
    }

    @Test
    void waits_for_a_broker_that_is_away() throws Exception {
        world.stopBroker();
        accept("e-1", "row 1");
        await().during(Duration.ofMillis(300)).until(() -> health.attempts.isEmpty());
        world.startBroker();
        ends(HEALTH, Letter.State.DELIVERED);
    }

    @Test
    void destroys_what_nobody_took_in_time() {
        health.before = key -> {
            throw new SystemFault("REJECTED", "not like this", true);
        };
        accept("e-1", "row 1");
        ends(HEALTH, Letter.State.DEAD);
        world.clock.forward(Duration.ofHours(25));
        ends(HEALTH, Letter.State.EXPIRED);
        assertThat(world.has(Event.EXPIRED, "EXPIRED")).isTrue();
        assertThat(world.column("select 1 from outbox where payload is not null"))
                .isEmpty();
        assertThat(world.column("select 1 from inbox where ciphertext is not null"))
                .isEmpty();
        assertThat(world.hub.deliveries().retry(letter(HEALTH).id())).isEqualTo(Retried.NOT_DEAD);
    }

    @Test
    void records_a_package_whose_rows_follow() {
        String hash = "ab".repeat(32);
        Acceptance first = world.hub.gateway().received(EMIS, "package-1", hash);
        String receipt = ((Acceptance.Accepted) first).receipt();
        assertThat(world.hub.gateway().received(EMIS, "package-1", hash))
                .isEqualTo(new Acceptance.Accepted(receipt, true));
        assertThat(world.hub.gateway().received(EMIS, "package-1", "cd".repeat(32)))
                .isEqualTo(new Acceptance.Refused(Code.REPLAYED));
        assertThat(world.entries()).containsExactly("RECEIVED OK", "REFUSED REPLAYED");
    }

    @Test
    void takes_events_of_members_of_its_own_protocol() {
        world.agree(TestAgreement.of("schools.left", "event", "education/schools", HEALTH.toString(), "leaving")
                .with("discloses", "{ child.id: as is, enrolment.status: as is }"));
        ObjectNode content = StrictJson.newObject().put("asOf", "2026-11-01");
        content.putObject("record").put("child.id", CHILD).put("enrolment.status", "left");
        HubReply reply =
                world.hub.gateway().exchange(world.seal(World.SCHOOLS, "e-1", "schools.left", "event", content));
        assertThat(reply).isInstanceOf(HubReply.Sealed.class);
        ends(HEALTH, Letter.State.DELIVERED);
        assertThat(health.taken.values()).containsExactly("{child.id=" + CHILD + ", enrolment.status=left}");
        content.withObject("record").put("child.id", 7);
        assertThat(world.hub.gateway().exchange(world.seal(World.SCHOOLS, "e-2", "schools.left", "event", content)))
                .isEqualTo(new HubReply.Refused(Code.MALFORMED));
    }
}
