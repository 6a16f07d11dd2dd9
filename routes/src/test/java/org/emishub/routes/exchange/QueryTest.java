package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.emishub.mappings.codes.Mapping;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.envelope.Message;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class QueryTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final String AGREEMENT = "schools.attendance";
    private static final String CHILD = "1234567890123";

    @TempDir
    Path folder;

    private final TestProvider emis = new TestProvider();
    private World world;

    @BeforeEach
    void aWorld() {
        emis.knows(child(CHILD));
        world = new World(folder, List.of(ConnectedSystem.of(EMIS).answering(emis)), agreement());
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TestAgreement agreement() {
        return TestAgreement.of(AGREEMENT, "query", "education/emis", "education/schools", "attendance")
                .with("asks", "{ child.id: as is }")
                .with("discloses", "{ child.birthDate: year, attendance.rate: rounded to 5 }")
                .with("withholds", "{ child.familyName: The client already holds it }");
    }

    private static ChildRecord child(String id) {
        return ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1))
                .put("child.id", id)
                .put("child.familyName", "Раҳимова")
                .put("child.birthDate", LocalDate.of(2016, 3, 4))
                .put("attendance.rate", new BigDecimal("83.2"))
                .build();
    }

    private HubReply ask(String id, ObjectNode content) {
        return world.hub.gateway().exchange(world.seal(World.SCHOOLS, id, AGREEMENT, "query", content));
    }

    private Message answer(HubReply reply) {
        assertThat(reply).isInstanceOf(HubReply.Sealed.class);
        return world.open(World.SCHOOLS, ((HubReply.Sealed) reply).jose());
    }

    private void refused(HubReply reply, Code code) {
        assertThat(reply).isEqualTo(new HubReply.Refused(code));
        assertThat(world.has(Event.REFUSED, code.name())).isTrue();
    }

    /** A refusal that depends on the child: sealed, one code, the reason only in the ledger. */
    private void noData(HubReply reply, Code reason) {
        Message answer = answer(reply);
        assertThat(answer.content().path("refusal").stringValue()).isEqualTo("NO_DATA");
        assertThat(answer.content().propertyNames()).containsExactlyInAnyOrder("refusal", "remedy", "receipt");
        assertThat(world.entries()).containsSubsequence("RECEIVED OK", "REFUSED " + reason);
        assertThat(world.has(Event.RELEASED, "OK")).isFalse();
    }

    @Test
    void answers_with_what_the_agreement_allows_and_nothing_else() {
        Message answer = answer(ask("q-1", World.question(CHILD)));
        assertThat(answer.kind()).isEqualTo("answer");
        assertThat(answer.content().path("fields").toString())
                .isEqualTo("{\"attendance.rate\":85,\"child.birthDate\":2016}");
        assertThat(answer.content().path("source").stringValue()).isEqualTo("education/emis");
        assertThat(answer.content().path("asOf").stringValue()).isEqualTo("2026-10-01");
        assertThat(answer.content().path("receipt").stringValue()).contains(".");
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK", "RELEASED OK");
        assertThat(world.leaves().get(2).path("fields").toString())
                .isEqualTo("[\"attendance.rate\",\"child.birthDate\"]");
        assertThat(world.leaves().get(2).path("withheld").intValue()).isEqualTo(2);
    }

    @Test
    void tells_the_provider_no_more_than_the_agreement_says() {
        ObjectNode question = World.question(CHILD);
        question.withObject("subject").put("child.familyName", "Раҳимова");
        ask("q-1", question);
        assertThat(emis.asked.get(0).subject().fields()).containsOnlyKeys("child.id");
        assertThat(emis.asked.get(0).period()).isPresent();
    }

    @Test
    void makes_no_entry_of_asking_where_the_hub_itself_holds_the_answer() {
        emis.heldByHub = true;
        answer(ask("q-1", World.question(CHILD)));
        assertThat(world.entries()).containsExactly("RECEIVED OK", "RELEASED OK");
    }

    @Test
    void gives_the_same_bytes_for_the_same_message_and_has_no_second_effect() {
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question(CHILD));
        HubReply.Sealed first = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        HubReply.Sealed second = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        assertThat(second.jose()).isEqualTo(first.jose());
        assertThat(emis.asked).hasSize(1);
        assertThat(world.entries()).hasSize(3);
    }

    @Test
    void gives_the_same_refusal_for_the_same_message() {
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question("999"));
        HubReply.Sealed first = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        HubReply.Sealed second = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        assertThat(second.jose()).isEqualTo(first.jose());
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK", "REFUSED UNKNOWN_CHILD");
    }

    @Test
    void refuses_the_same_id_with_another_payload() {
        ask("q-1", World.question(CHILD));
        refused(ask("q-1", World.question("999")), Code.REPLAYED);
        assertThat(emis.asked).hasSize(1);
    }

    private void isAway(boolean away) {
        emis.isAway(away);
        await().until(() -> world.hub.providers().isAway(EMIS) == away);
    }

    @Test
    void gives_who_may_not_ask_the_fault_that_others_get_while_the_provider_answers_nobody() {
        world.hub.facts().seal("999");
        byte[] allowed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question(CHILD));
        byte[] refused = world.seal(World.SCHOOLS, "q-2", AGREEMENT, "query", World.question("999"));
        isAway(true);
        for (byte[] sealed : List.of(allowed, refused)) {
            assertThatThrownBy(() -> world.hub.gateway().exchange(sealed))
                    .isInstanceOf(SystemFault.class)
                    .hasMessage("AWAY: the provider answers nobody now");
        }
        assertThat(emis.asked).isEmpty();
        assertThat(world.entries()).containsExactly("RECEIVED OK", "RECEIVED OK");

        isAway(false);
        noData(world.hub.gateway().exchange(refused), Code.SEALED);
        assertThat(answer(world.hub.gateway().exchange(allowed)).content().has("fields"))
                .isTrue();
    }

    @Test
    void does_not_refuse_a_child_once_the_provider_answers_nobody() {
        emis.instead = () -> {
            isAway(true);
            return new Found.None();
        };
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question(CHILD));
        assertThatThrownBy(() -> world.hub.gateway().exchange(sealed)).isInstanceOf(SystemFault.class);
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK");
    }

    @Test
    void does_not_tell_by_any_fault_that_a_question_about_a_child_was_allowed() {
        List<RuntimeException> faults = List.of(
                new SystemFault("UNREACHABLE", "broke off", false),
                new SystemFault("TIMEOUT", "no answer", false),
                new SystemFault("FAILED", "HTTP 500", false),
                new SystemFault("REJECTED", "HTTP 400", true),
                new IllegalStateException("a defect that only this record shows"));
        for (int i = 0; i < faults.size(); i++) {
            RuntimeException fault = faults.get(i);
            emis.instead = () -> {
                throw fault;
            };
            noData(ask("q-" + i, World.question(CHILD)), Code.UNANSWERED);
        }
        assertThat(world.leaves())
                .filteredOn(leaf -> leaf.path("code").stringValue().equals("UNANSWERED"))
                .extracting(leaf -> leaf.path("rule").stringValue())
                .containsExactly(
                        "provider: UNREACHABLE",
                        "provider: TIMEOUT",
                        "provider: FAILED",
                        "provider: REJECTED",
                        "provider: DEFECT");
        assertThat(world.hub.providers().isAway(EMIS))
                .as("it still answers about nobody")
                .isFalse();
    }

    @Test
    void does_not_tell_who_may_be_asked_about_where_no_provider_is_connected() {
        world.agree(agreement().with("provider", "education/nobody"));
        world.hub.facts().seal("999");
        refused(ask("q-1", World.question(CHILD)), Code.NOT_AGREED);
        refused(ask("q-2", World.question("999")), Code.NOT_AGREED);
    }

    @Test
    void refuses_an_altered_envelope_with_one_entry() {
        world.clock.toTheNextMinute();
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question(CHILD));
        sealed[sealed.length - 3] ^= 1;
        assertThat(world.hub.gateway().exchange(sealed)).isInstanceOf(HubReply.Refused.class);
        assertThat(world.hub.gateway().exchange(sealed)).isInstanceOf(HubReply.Refused.class);
        assertThat(world.entries()).hasSize(1);
        assertThat(world.column("select sum(count)::int from refused_caller")).containsExactly(2);
    }

    @Test
    void refuses_what_is_too_large_before_looking_at_it() {
        refused(world.hub.gateway().exchange(new byte[3 << 20]), Code.TOO_LARGE);
    }

    @Test
    void refuses_an_expired_message() {
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question(CHILD));
        world.clock.forward(Duration.ofHours(1));
        refused(world.hub.gateway().exchange(sealed), Code.EXPIRED);
    }

    @Test
    void refuses_a_message_without_an_agreement() {
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", "no.such", "query", World.question(CHILD));
        refused(world.hub.gateway().exchange(sealed), Code.NOT_AGREED);
    }

    @Test
    void refuses_a_member_who_is_not_the_client() {
        byte[] sealed = world.seal(World.STRANGER, "q-1", AGREEMENT, "query", World.question(CHILD));
        refused(world.hub.gateway().exchange(sealed), Code.NOT_AGREED);
        assertThat(emis.asked).isEmpty();
    }

    @Test
    void refuses_under_an_agreement_that_has_ended() {
        world.agree(agreement().with("inForce", "2020-01-01 .. 2020-12-31").with("reviewBy", "2020-06-01"));
        assertThat(world.hub.routes().ids()).doesNotContain(AGREEMENT);
        refused(ask("q-1", World.question(CHILD)), Code.NOT_AGREED);
        world.agree(agreement());
        assertThat(answer(ask("q-2", World.question(CHILD))).content().has("fields"))
                .isTrue();
    }

    @Test
    void refuses_another_purpose() {
        refused(ask("q-1", World.question(CHILD).put("purpose", "PUBHLTH")), Code.NO_LEGAL_BASIS);
    }

    @Test
    void refuses_a_question_that_is_not_of_the_agreed_form() {
        ObjectNode question = World.question(CHILD);
        question.withObject("subject").put("child.shoeSize", "36");
        refused(ask("q-1", question), Code.MALFORMED);
    }

    @Test
    void refuses_a_code_that_nobody_has_mapped_and_lists_it() throws Exception {
        ObjectNode question = World.question(CHILD);
        question.withObject("subject").put("child.sex", "F");
        refused(ask("q-1", question), Code.UNMAPPED_CODE);
        emis.instead = () -> {
            throw new UnmappedCode(new Mapping.Unmapped("education/emis", "grade", "13"));
        };
        byte[] answer = ((HubReply.Sealed) ask("q-2", World.question(CHILD))).jose();
        assertThat(world.open(World.SCHOOLS, answer).content().path("refusal").stringValue())
                .as("that the provider holds something is not told")
                .isEqualTo("NO_DATA");
        assertThat(world.entries()).endsWith("REFUSED UNMAPPED_ANSWER");
        assertThat(world.hub.unmappedCodes().list())
                .extracting(seen -> seen.system() + " " + seen.list() + " " + seen.code())
                .containsExactly("education/emis grade 13", "education/schools sex F");
    }

    @Test
    void refuses_more_than_the_agreement_allows_in_a_day() {
        world.agree(agreement().with("limits", "{ perDay: 2, perRequest: 1 }"));
        answer(ask("q-1", World.question(CHILD)));
        answer(ask("q-2", World.question(CHILD)));
        refused(ask("q-3", World.question(CHILD)), Code.LIMIT_REACHED);
    }

    @Test
    void refuses_a_copy_of_what_passed_the_limit_before_its_refusal_is_durable() {
        world.agree(agreement().with("limits", "{ perDay: 1, perRequest: 1 }"));
        answer(ask("q-1", World.question(CHILD)));
        byte[] second = world.seal(World.SCHOOLS, "q-2", AGREEMENT, "query", World.question(CHILD));
        refused(world.hub.gateway().exchange(second), Code.LIMIT_REACHED);
        world.column("update inbox set state = 'RECEIVED' where message_id = 'q-2' returning 1");
        refused(world.hub.gateway().exchange(second), Code.LIMIT_REACHED);
    }

    @Test
    void shows_no_difference_between_not_known_and_not_allowed() {
        noData(ask("q-1", World.question("999")), Code.UNKNOWN_CHILD);
        world.hub.facts().seal(CHILD);
        noData(ask("q-2", World.question(CHILD)), Code.SEALED);
        assertThat(emis.asked).hasSize(1);
    }

    @Test
    void leaves_as_many_entries_whether_the_provider_was_asked_or_not() {
        noData(ask("q-1", World.question("999")), Code.UNKNOWN_CHILD);
        assertThat(world.entries()).containsExactly("RECEIVED OK", "ASKED OK", "REFUSED UNKNOWN_CHILD");
        world.hub.facts().seal(CHILD);
        noData(ask("q-2", World.question(CHILD)), Code.SEALED);
        assertThat(world.entries())
                .endsWith("RECEIVED OK", "NOT_ASKED OK", "REFUSED SEALED")
                .hasSize(6);
    }

    @Test
    void does_not_tell_by_a_fault_that_something_unreadable_is_held_of_a_child() {
        emis.instead = () -> {
            throw new SystemFault("BAD_ANSWER", "no birth date", true);
        };
        noData(ask("q-1", World.question(CHILD)), Code.UNREADABLE_ANSWER);
    }

    @Test
    void says_nothing_of_a_child_before_the_end_of_the_slot() {
        long began = System.nanoTime();
        noData(ask("q-1", World.question("999")), Code.UNKNOWN_CHILD);
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(World.QUICK.noDataAfter().toNanos());
    }

    @Test
    void releases_nothing_for_an_ambiguous_identity() {
        emis.instead = Found.Multiple::new;
        noData(ask("q-1", World.question(CHILD)), Code.AMBIGUOUS_CHILD);
        emis.instead = Found.Vetoed::new;
        noData(ask("q-2", World.question(CHILD)), Code.AMBIGUOUS_CHILD);
        emis.instead = () -> new Found.Match(child("another"));
        noData(ask("q-3", World.question(CHILD)), Code.AMBIGUOUS_CHILD);
    }

    /** A record of the provider's that does not hold the number. */
    private void answersWithoutNumber(String family, String given, LocalDate birth) {
        emis.instead = () -> new Found.Match(ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1))
                .put("child.familyName", family)
                .put("child.givenName", given)
                .put("child.birthDate", birth)
                .put("enrolment.grade", "grade-4")
                .put("attendance.condition", "met")
                .build());
    }

    private static ObjectNode described() {
        ObjectNode question = World.question(CHILD);
        question.withObject("subject")
                .put("child.familyName", "Rahimova")
                .put("child.givenName", "Zarina")
                .put("child.birthDate", "2015-03-04");
        return question;
    }

    @Test
    void takes_a_record_without_the_number_only_from_who_was_told_nothing_else() {
        world.agree(
                agreement()
                        .with(
                                "asks",
                                "{ child.id: as is, child.familyName: as is, child.givenName: as is, child.birthDate: as is }"));
        LocalDate born = LocalDate.of(2015, 3, 4);
        answersWithoutNumber("Rahimova", "Zarina", born.plusDays(1));
        noData(ask("q-1", described()), Code.AMBIGUOUS_CHILD);
        answersWithoutNumber("Karimova", "Madina", born);
        noData(ask("q-2", described()), Code.AMBIGUOUS_CHILD);
        answersWithoutNumber("Rahimova", "Zarina", born);
        noData(ask("q-3", described()), Code.AMBIGUOUS_CHILD);
        assertThat(answer(ask("q-4", World.question(CHILD))).content().has("fields"))
                .as("told nothing but the number, it went by that")
                .isTrue();
    }

    @Test
    void needs_an_open_case_where_the_agreement_says_so() {
        world.agree(agreement().with("asker", "{ who: named user, roles: [case worker], case: required }"));
        ObjectNode question = World.question(CHILD);
        question.putObject("asker")
                .put("user", "zarina")
                .put("role", "case worker")
                .put("case", "C-1");
        noData(ask("q-1", question), Code.NO_CASE);
        world.hub.facts().openCase("C-1", "zarina@education/schools", CHILD, Instant.now());
        assertThat(answer(ask("q-2", question)).content().has("fields")).isTrue();
        ObjectNode another = question.deepCopy();
        another.withObject("asker").put("role", "cleaner");
        refused(ask("q-3", another), Code.NOT_AGREED);
    }

    @Test
    void needs_consent_where_the_agreement_says_so() {
        world.agree(agreement().with("consent", "{ needed: true, of: guardian }"));
        noData(ask("q-1", World.question(CHILD)), Code.NO_CONSENT);
        world.consent(CHILD, AGREEMENT, true, world.clock.instant());
        assertThat(answer(ask("q-2", World.question(CHILD))).content().has("fields"))
                .isTrue();
    }

    @Test
    void checks_consent_once_more_before_release() {
        world.agree(agreement().with("consent", "{ needed: true, of: guardian }"));
        world.consent(CHILD, AGREEMENT, true, world.clock.instant().minusSeconds(9));
        emis.instead = () -> {
            world.consent(CHILD, AGREEMENT, false, world.clock.instant());
            return new Found.Match(child(CHILD));
        };
        noData(ask("q-1", World.question(CHILD)), Code.NO_CONSENT);
    }

    @Test
    void says_so_when_the_provider_holds_none_of_the_agreed_fields() {
        emis.instead = () -> new Found.Match(ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1))
                .put("child.id", CHILD)
                .put("child.familyName", "Раҳимова")
                .build());
        noData(ask("q-1", World.question(CHILD)), Code.NOTHING_TO_DISCLOSE);
    }

    @Test
    void lets_nothing_leave_while_the_ledger_cannot_be_written() {
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question(CHILD));
        emis.instead = () -> {
            world.ledger.close();
            return null;
        };
        emis.heldByHub = true;
        assertThatThrownBy(() -> world.hub.gateway().exchange(sealed)).isInstanceOf(HubUnavailable.class);
        assertThat(world.has(Event.RELEASED, "OK")).isFalse();
    }
}
