package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeQuestionTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final String CHILD = "1234567890123";

    @TempDir
    Path folder;

    private final TestProvider emis = new TestProvider();
    private World world;

    @BeforeEach
    void aWorld() {
        emis.knows(ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 10, 1))
                .put("child.id", CHILD)
                .put("attendance.condition", "met")
                .build());
        world = new World(
                folder,
                List.of(ConnectedSystem.of(EMIS).answering(emis)),
                TestAgreement.of("mis.attendance", "query", EMIS.toString(), MIS.toString(), "attendance")
                        .with("asks", "{ child.id: as is }")
                        .with("discloses", "{ attendance.condition: answer }"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static NativeQuestion question(String id, String payload, String about) {
        return question(id, payload, about, "HPAYMT");
    }

    private static NativeQuestion question(String id, String payload, String about, String purpose) {
        ChildRecord subject = ChildRecord.from(MIS.toString(), LocalDate.of(2026, 10, 1))
                .put("child.id", CHILD)
                .build();
        return new NativeQuestion(
                MIS, id, World.utf8(payload), about, subject, Optional.empty(), Asker.SYSTEM, purpose);
    }

    private Reply ask(String id, String payload) {
        return world.hub.gateway().ask(question(id, payload, "attendance"));
    }

    @Test
    void releases_only_when_the_door_has_recorded_its_bytes() {
        Reply.Answered answered = (Reply.Answered) ask("q-1", "<ask/>");
        assertThat(answered.disclosure().fields()).containsEntry("attendance.condition", "met");
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK");
        assertThat(answered.release().record(World.utf8("<met/>"))).isEmpty();
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK", "RELEASED OK");
    }

    @Test
    void gives_the_released_bytes_again_for_the_same_message() {
        ((Reply.Answered) ask("q-1", "<ask/>")).release().record(World.utf8("<met/>"));
        assertThat(ask("q-1", "<ask/>"))
                .isInstanceOfSatisfying(Reply.Repeated.class, repeated -> assertThat(repeated.wire())
                        .isEqualTo(World.utf8("<met/>")));
        assertThat(ask("q-1", "<another/>")).isEqualTo(new Reply.Refused(Code.REPLAYED));
        assertThat(emis.asked).hasSize(1);
    }

    @Test
    void releases_one_answer_even_when_two_were_prepared() {
        Reply.Answered first = (Reply.Answered) ask("q-1", "<ask/>");
        Reply.Answered second = (Reply.Answered) ask("q-1", "<ask/>");
        assertThat(first.release().record(World.utf8("<met/>"))).isEmpty();
        assertThat(second.release().record(World.utf8("<met/>"))).contains(Code.REPLAYED);
        assertThat(world.entries().stream().filter("RELEASED OK"::equals)).hasSize(1);
    }

    @Test
    void releases_nothing_when_the_child_was_sealed_meanwhile() {
        Reply.Answered answered = (Reply.Answered) ask("q-1", "<ask/>");
        world.hub.facts().seal(CHILD);
        assertThat(answered.release().record(World.utf8("<met/>"))).contains(Code.NO_DATA);
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK", "REFUSED SEALED");
        assertThat(ask("q-1", "<ask/>")).isEqualTo(new Reply.Refused(Code.NO_DATA));
    }

    @Test
    void refuses_a_question_that_leaves_out_its_purpose() {
        assertThat(world.hub.gateway().ask(question("q-1", "<ask/>", "attendance", "")))
                .isEqualTo(new Reply.Refused(Code.NO_LEGAL_BASIS));
        assertThat(emis.asked).isEmpty();
    }

    @Test
    void limits_all_questions_of_one_message_together() {
        NativeQuestion one = question("q-1.1", "<ask six/>", "attendance");
        NativeQuestion ofSix = new NativeQuestion(
                one.client(),
                one.messageId(),
                one.payload(),
                one.about(),
                one.subject(),
                one.period(),
                one.asker(),
                one.purpose(),
                6);
        assertThat(world.hub.gateway().ask(ofSix)).isEqualTo(new Reply.Refused(Code.TOO_LARGE));
        assertThat(world.entries()).containsExactly("RECEIVED OK", "REFUSED TOO_LARGE");
        assertThat(emis.asked).isEmpty();
    }

    @Test
    void puts_no_hash_into_the_ledger_from_which_a_payload_could_be_guessed() {
        world.hub.facts().seal(CHILD);
        ask("q-1", "<ask/>");
        world.hub.facts().unseal(CHILD);
        ask("q-2", "<ask/>");
        assertThat(world.entries()).contains("REFUSED SEALED", "ASKED OK");
        assertThat(world.leaves())
                .noneMatch(leaf -> leaf.path("contentHash").stringValue().equals(Sha256.hex(World.utf8("<ask/>"))));
    }

    @Test
    void refuses_a_part_that_no_agreement_is_about() {
        assertThat(world.hub.gateway().ask(question("q-1", "<ask/>", "benefits")))
                .isEqualTo(new Reply.Refused(Code.NOT_AGREED));
    }

    @Test
    void refuses_a_message_id_that_is_not_of_the_agreed_form() {
        assertThat(ask("q/1", "<ask/>")).isEqualTo(new Reply.Refused(Code.MALFORMED));
    }

    @Test
    void enters_a_flood_of_unknown_callers_once_a_minute() {
        for (int i = 0; i < 50; i++) {
            world.hub.gateway().refused("10.0.0.9", new Refusal(Code.UNKNOWN_MEMBER, "certificate: not registered"));
        }
        assertThat(world.entries().size()).isBetween(1, 2);
        assertThat(world.column("select sum(count)::int from refused_caller")).containsExactly(50);
    }
}
