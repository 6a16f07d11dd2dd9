package org.emishub.routes.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The same message again: the same receipt, and nothing happens a second time. */
class RepetitionTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final String CHILD = "1234567890123";
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private final TestProvider emis = new TestProvider();
    private World world;

    @BeforeEach
    void bring_up() {
        emis.knows(ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 9, 1))
                .put("child.id", CHILD)
                .put("enrolment.grade", "grade-4")
                .build());
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(HEALTH).receiving(health.ofRecords()),
                        ConnectedSystem.of(EMIS).answering(emis)),
                TestAgreement.of("health.enrolled", "event", World.SCHOOLS.toString(), HEALTH.toString(), "enrolment")
                        .with("discloses", "{ enrolment.grade: as is }"),
                TestAgreement.of("schools.meals", "query", EMIS.toString(), World.SCHOOLS.toString(), "meals")
                        .with("asks", "{ child.id: as is }")
                        .with("discloses", "{ enrolment.grade: as is }"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static ObjectNode fact(String grade) {
        ObjectNode content = StrictJson.newObject().put("asOf", "2026-09-01");
        content.putObject("record").put("child.id", CHILD).put("enrolment.grade", grade);
        return content;
    }

    private byte[] event(String id, String grade) {
        return world.seal(World.SCHOOLS, id, "health.enrolled", "event", fact(grade));
    }

    private HubReply exchange(byte[] sealed) {
        return world.hub.gateway().exchange(sealed);
    }

    private String sealed(byte[] envelope) {
        return new String(((HubReply.Sealed) exchange(envelope)).jose(), US_ASCII);
    }

    private void delivered() {
        await().until(() -> world.hub.messages().list(Letter.State.DELIVERED, 1).size() == 1);
    }

    private void gives(byte[] envelope, String receipt) {
        List<String> entries = told();
        assertThat(sealed(envelope)).isEqualTo(receipt);
        assertThat(told()).isEqualTo(entries);
        assertThat(health.attempts).hasSize(1);
        assertThat(world.column("select 1 from outbox where agreement = 'health.enrolled'"))
                .hasSize(1);
    }

    /** The entries but those of what the hub by itself destroys when its clock is put forward, sooner or later. */
    private List<String> told() {
        return world.entries().stream()
                .filter(entry -> !entry.startsWith("DESTROYED"))
                .toList();
    }

    @Test
    void gets_the_same_receipt_from_a_hub_that_was_started_again() {
        byte[] envelope = event("m-1", "grade-4");
        String receipt = sealed(envelope);
        delivered();
        world.shutDown();
        world.open();
        world.hub.start();
        gives(envelope, receipt);
    }

    @Test
    void gets_the_same_receipt_after_25_000_others() throws InterruptedException {
        byte[] envelope = event("m-1", "grade-4");
        String receipt = sealed(envelope);
        delivered();
        acceptMany(25_000);
        assertThat((Long) world.column("select count(*) from inbox").get(0)).isEqualTo(25_001);
        gives(envelope, receipt);
        assertThat(exchange(event("m-1", "grade-5"))).isEqualTo(new HubReply.Refused(Code.REPLAYED));
    }

    /** Real messages: each with its row, its entry and its receipt. */
    private void acceptMany(int number) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(32);
        for (int sender = 0; sender < 32; sender++) {
            senders.execute(() -> {
                for (int one = next.incrementAndGet(); one <= number; one = next.incrementAndGet()) {
                    String hash = Sha256.hex(World.utf8("package " + one));
                    if (world.hub.gateway().received(World.SCHOOLS, "later-" + one, hash)
                            instanceof Acceptance.Accepted) {
                        accepted.incrementAndGet();
                    }
                }
            });
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(8, TimeUnit.MINUTES)).isTrue();
        assertThat(accepted).hasValue(number);
    }

    @Test
    void gets_the_same_receipt_a_month_later_though_it_has_expired() {
        byte[] envelope = event("m-1", "grade-4");
        String receipt = sealed(envelope);
        delivered();
        world.clock.forward(MONTH);
        gives(envelope, receipt);
    }

    @Test
    void gets_the_same_receipt_when_its_agreement_has_ended() {
        byte[] envelope = event("m-1", "grade-4");
        String receipt = sealed(envelope);
        delivered();
        world.agree(TestAgreement.of("health.enrolled", "event", EMIS.toString(), HEALTH.toString(), "enrolment")
                .with("discloses", "{ enrolment.grade: as is }"));
        gives(envelope, receipt);
    }

    @Test
    void is_a_replay_with_another_payload_also_when_that_has_expired() {
        byte[] other = event("m-1", "grade-5");
        exchange(event("m-1", "grade-4"));
        delivered();
        world.clock.forward(MONTH);
        assertThat(exchange(other)).isEqualTo(new HubReply.Refused(Code.REPLAYED));
        assertThat(world.has(Event.REFUSED, "REPLAYED")).isTrue();
        assertThat(health.attempts).hasSize(1);
    }

    @Test
    void is_refused_when_it_has_expired_and_nobody_knows_it() {
        byte[] envelope = event("m-1", "grade-4");
        world.clock.forward(MONTH);
        assertThat(exchange(envelope)).isEqualTo(new HubReply.Refused(Code.EXPIRED));
        assertThat(world.column("select 1 from inbox")).isEmpty();
        assertThat(world.entries()).containsExactly("REFUSED EXPIRED");
        assertThat(health.attempts).isEmpty();
    }

    @Test
    void is_another_senders_first_message_under_the_same_id() {
        exchange(event("m-1", "grade-4"));
        delivered();
        world.clock.forward(MONTH);
        byte[] strangers = world.seal(World.STRANGER, "m-1", "health.enrolled", "event", fact("grade-4"));
        world.clock.forward(MONTH);
        assertThat(exchange(strangers)).isEqualTo(new HubReply.Refused(Code.EXPIRED));
    }

    @Test
    void is_not_begun_again_when_its_first_run_ended_in_a_fault_and_it_has_expired() {
        // A fault of the hub itself: what its provider does wrong is an answer.
        emis.instead = () -> {
            throw new InternalError("of the hub");
        };
        byte[] question = world.seal(World.SCHOOLS, "q-1", "schools.meals", "query", World.question(CHILD));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> exchange(question)))
                .isNotNull();
        emis.instead = () -> null;
        world.clock.forward(Duration.ofMinutes(10));
        assertThat(exchange(question)).isEqualTo(new HubReply.Refused(Code.EXPIRED));
        assertThat(world.has(Event.RELEASED, "OK")).isFalse();
    }

    @Test
    void gets_the_kept_answer_though_the_question_has_expired_and_none_once_that_is_destroyed() {
        byte[] question = world.seal(World.SCHOOLS, "q-1", "schools.meals", "query", World.question(CHILD));
        String answer = sealed(question);
        world.clock.forward(Duration.ofMinutes(10));
        assertThat(sealed(question)).isEqualTo(answer);
        assertThat(emis.asked).hasSize(1);
        world.execute("update inbox set answer = null");
        assertThat(exchange(question)).isEqualTo(new HubReply.Refused(Code.EXPIRED));
    }

    @Test
    void asks_for_no_status_in_an_envelope_that_has_expired() {
        ObjectNode content = StrictJson.newObject();
        content.putArray("messages").add("m-1");
        byte[] question = world.seal(World.SCHOOLS, "s-1", "status", "status", content);
        world.clock.forward(Duration.ofMinutes(10));
        assertThat(exchange(question)).isEqualTo(new HubReply.Refused(Code.EXPIRED));
    }
}
