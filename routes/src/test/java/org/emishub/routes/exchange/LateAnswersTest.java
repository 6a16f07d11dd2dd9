package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.delivery.Deliveries.Retried;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.gateway.NativeMessage;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateAnswersTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final String CHILD = "1234567890123";
    private static final Asker WORKER = new Asker("n.rahimova", "case worker", "G-1");

    @TempDir
    Path folder;

    private final TestProvider emis = new TestProvider();
    private final TestReceiver mis = new TestReceiver();
    private final AtomicInteger kept = new AtomicInteger();
    private World world;

    @BeforeEach
    void aWorld() {
        emis.knows(ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 10, 1))
                .put("child.id", CHILD)
                .put("attendance.condition", "met")
                .build());
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(EMIS).answering(emis),
                        ConnectedSystem.of(MIS).takingAnswers(mis.ofAnswers())),
                TestAgreement.of("mis.attendance", "query", EMIS.toString(), MIS.toString(), "attendance")
                        .with("asker", "{ who: named user, roles: [case worker], case: required }")
                        .with("asks", "{ child.id: as is }")
                        .with("discloses", "{ attendance.condition: answer }"));
        world.hub.facts().openCase(WORKER.caseId(), WORKER.user() + "@" + MIS, CHILD, world.clock.instant());
    }

    @AfterEach
    void end() {
        world.close();
    }

    private Acceptance accept(String id, String payload, String about) {
        return world.hub
                .gateway()
                .acceptQuestions(
                        new NativeMessage(MIS, id, World.utf8(payload), about),
                        connection -> kept.incrementAndGet() > 0);
    }

    private Reply ask(String id) {
        ChildRecord subject = ChildRecord.from(MIS.toString(), LocalDate.of(2026, 10, 1))
                .put("child.id", CHILD)
                .build();
        return world.hub
                .gateway()
                .ask(new NativeQuestion(
                        MIS, id, World.utf8("<ask/>"), "attendance", subject, Optional.empty(), WORKER, "HPAYMT"));
    }

    private Optional<Code> answer(boolean first, Reply... replies) {
        List<Reply.Answered> answered =
                java.util.Arrays.stream(replies).map(Reply.Answered.class::cast).toList();
        Wire wire = new Wire("text/plain", World.utf8("<met/>"));
        return world.hub
                .gateway()
                .answer(
                        new LateAnswer(MIS, "m-1", "attendance", world.clock.instant(), answered, wire),
                        connection -> first);
    }

    private Letter letter() {
        try {
            return world.hub.messages().list(null, 10).get(0);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ends(Letter.State state) {
        await().untilAsserted(() -> assertThat(letter().state()).isEqualTo(state));
    }

    @Test
    void accepts_once_and_gives_a_repetition_the_first_receipt() {
        Acceptance first = accept("m-1", "<ask/>", "attendance");

        assertThat(accept("m-1", "<ask/>", "attendance"))
                .isEqualTo(new Acceptance.Accepted(((Acceptance.Accepted) first).receipt(), true));
        assertThat(accept("m-1", "<other/>", "attendance")).isEqualTo(new Acceptance.Refused(Code.REPLAYED));
        assertThat(kept).hasValue(1);
        assertThat(world.entries()).containsExactly("RECEIVED OK", "REFUSED REPLAYED");
    }

    @Test
    void keeps_the_message_sealed_and_gives_it_back_until_it_is_past_its_time() {
        accept("m-1", "<ask/>", "attendance");

        assertThat(world.hub.gateway().acceptedQuestions(MIS, "m-1")).hasValue(World.utf8("<ask/>"));
        assertThat(world.hub.gateway().acceptedQuestions(MIS, "m-2")).isEmpty();
        assertThat((byte[]) world.column("select ciphertext from inbox").get(0))
                .asString(java.nio.charset.StandardCharsets.ISO_8859_1)
                .doesNotContain("<ask");
    }

    @Test
    void accepts_nothing_when_the_door_cannot_keep_it() {
        assertThatThrownBy(() -> world.hub
                        .gateway()
                        .acceptQuestions(new NativeMessage(MIS, "m-1", World.utf8("<ask/>"), "attendance"), c -> {
                            throw new IllegalStateException("the door's table");
                        }))
                .isInstanceOf(RuntimeException.class);

        assertThat(world.entries()).isEmpty();
        assertThat(world.column("select 1 from inbox")).isEmpty();
    }

    @Test
    void refuses_what_no_agreement_is_about() {
        assertThat(accept("m-1", "<ask/>", "benefits")).isEqualTo(new Acceptance.Refused(Code.NOT_AGREED));
        assertThat(accept("m-1", "<ask/>", "benefits")).isEqualTo(new Acceptance.Refused(Code.NOT_AGREED));
        assertThat(kept).hasValue(0);
        assertThat(world.entries()).containsExactly("RECEIVED OK", "REFUSED NOT_AGREED");
    }

    @Test
    void enters_the_release_before_the_answer_leaves_and_delivers_it_with_a_receipt() {
        accept("m-1", "<ask/>", "attendance");
        mis.before = key -> assertThat(world.entries()).endsWith("RELEASED OK");

        assertThat(answer(true, ask("m-1.1"))).isEmpty();

        ends(Letter.State.DELIVERED);
        assertThat(mis.taken.values()).containsExactly("<met/>");
        assertThat(world.entries())
                .containsExactly("RECEIVED OK", "RECEIVED OK", "ASKED OK", "RELEASED OK", "DELIVERED OK");
    }

    @Test
    void releases_all_questions_of_an_answer_or_none() {
        Reply first = ask("m-1.1");
        Reply second = ask("m-1.2");
        ((Reply.Answered) second).release().record(World.utf8("another run was first"));
        int before = world.entries().size();

        assertThatThrownBy(() -> answer(true, first, second)).isInstanceOf(RuntimeException.class);

        assertThat(world.entries()).hasSize(before);
        assertThat(world.column("select 1 from outbox")).isEmpty();
    }

    @Test
    void does_nothing_when_another_run_has_answered_first() {
        Reply asked = ask("m-1.1");
        int before = world.entries().size();

        assertThat(answer(false, asked)).isEmpty();

        assertThat(world.entries()).hasSize(before);
        assertThat(world.column("select 1 from outbox")).isEmpty();
    }

    @Test
    void releases_nothing_when_the_child_was_sealed_meanwhile() {
        Reply asked = ask("m-1.1");
        world.hub.facts().seal(CHILD);

        assertThat(answer(true, asked)).contains(Code.NO_DATA);

        assertThat(world.entries()).endsWith("REFUSED SEALED").doesNotContain("RELEASED OK");
        assertThat(world.column("select 1 from outbox")).isEmpty();
    }

    @Test
    void delivers_a_no_of_which_nothing_was_released() {
        assertThat(answer(true)).isEmpty();

        ends(Letter.State.DELIVERED);
        assertThat(world.entries()).containsExactly("DELIVERED OK");
    }

    @Test
    void delivers_later_what_could_not_be_taken_at_once_in_the_same_bytes() {
        mis.before = key -> {
            if (mis.attempts.size() == 1) {
                throw new SystemFault("UNREACHABLE", "down", false);
            }
        };
        answer(true, ask("m-1.1"));

        ends(Letter.State.DELIVERED);
        assertThat(mis.attempts).hasSize(2).containsOnly(letter().id().toString());
        assertThat(world.entries()).filteredOn("RELEASED OK"::equals).hasSize(1);
    }

    @Test
    void keeps_back_an_answer_whose_child_was_sealed_while_it_waited() {
        mis.before = key -> {
            world.hub.facts().seal(CHILD);
            throw new SystemFault("UNREACHABLE", "down", false);
        };
        answer(true, ask("m-1.1"));

        ends(Letter.State.REFUSED);
        assertThat(mis.taken).isEmpty();
        assertThat(world.entries()).endsWith("REFUSED SEALED");
    }

    @Test
    void gives_up_as_a_dead_letter_that_can_be_tried_again() {
        mis.before = key -> {
            throw new SystemFault("UNREACHABLE", "down", false);
        };
        answer(true, ask("m-1.1"));
        ends(Letter.State.DEAD);
        mis.before = key -> {};

        assertThat(world.hub.deliveries().retry(letter().id())).isEqualTo(Retried.WAITING);

        ends(Letter.State.DELIVERED);
        assertThat(world.entries()).endsWith("DEAD UNREACHABLE", "RETRIED OK", "RELEASED OK", "DELIVERED OK");
    }
}
