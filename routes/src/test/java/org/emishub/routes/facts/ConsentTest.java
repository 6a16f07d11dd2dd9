package org.emishub.routes.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.facts.Consents.Noted;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final String AGREEMENT = "health.enrolled";
    private static final String CHILD = "1234567890123";
    private static final String MOTHER = "mother-1";
    private static final String FATHER = "father-1";

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private World world;
    private int number;

    @BeforeEach
    void aWorld() {
        world = new World(folder, List.of(ConnectedSystem.of(HEALTH).receiving(health.ofRecords())), agreement());
        world.hub.facts().guardians().give(MOTHER, CHILD, Instant.EPOCH, Optional.empty(), "registrar");
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TestAgreement agreement() {
        return TestAgreement.of(AGREEMENT, "event", EMIS.toString(), HEALTH.toString(), "enrolment")
                .with("discloses", "{ child.id: as is, enrolment.grade: as is }")
                .with("lawfulBasis", "consent")
                .with("consent", "{ needed: true, of: guardian }");
    }

    /** Null when it was accepted. */
    private Code accept() {
        ChildRecord record = ChildRecord.from(
                        EMIS.toString(), LocalDate.of(2026, 9, 1).plusDays(number))
                .put("child.id", CHILD)
                .put("enrolment.grade", "grade-4")
                .build();
        String id = "e-" + ++number;
        Acceptance accepted =
                world.hub.gateway().accept(new NativeEvent(EMIS, id, World.utf8(id), "enrolment", record));
        return accepted instanceof Acceptance.Refused no ? no.code() : null;
    }

    private Noted says(Giver giver, String who, boolean given, Instant at) {
        return world.hub
                .facts()
                .consents()
                .note(
                        new ConsentRecord(CHILD, AGREEMENT, giver, who, given, at, Optional.empty(), "paper 12"),
                        "registrar");
    }

    private Instant now() {
        return world.clock.instant();
    }

    private void ends(Letter.State state, String reason) {
        await().untilAsserted(() -> assertThat(world.hub.messages().list(null, 10))
                .filteredOn(letter -> letter.state() == state)
                .extracting(Letter::reason)
                .contains(reason));
    }

    @Test
    void a_system_says_only_what_families_say_of_the_agreements_that_name_it() {
        world.agree(agreement().with("consent", "{ needed: true, of: guardian, takenFrom: [health/register] }"));
        Consents consents = world.hub.facts().consents();
        ConsentRecord yes = new ConsentRecord(
                CHILD, AGREEMENT, Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9), Optional.empty(), "form 1");
        ConsentRecord stranger = new ConsentRecord(
                CHILD, AGREEMENT, Giver.GUARDIAN, "somebody", true, now().minusSeconds(9), Optional.empty(), "form 2");

        assertThatThrownBy(() -> consents.take(yes, EMIS)).isInstanceOf(NotEntitled.class);
        assertThatThrownBy(() -> consents.take(stranger, EMIS))
                .as("who is a guardian is not told to it either")
                .isInstanceOf(NotEntitled.class);
        assertThat(accept()).isEqualTo(Code.NO_DATA);
        assertThatThrownBy(() -> consents.take(stranger, HEALTH)).isInstanceOf(NoSay.class);
        assertThat(consents.take(yes, HEALTH)).isEqualTo(Noted.CHANGED);
        assertThat(accept()).isNull();
        world.agree(agreement());
        assertThatThrownBy(() -> consents.take(yes, HEALTH))
                .as("of an agreement that names nobody")
                .isInstanceOf(NotEntitled.class);
    }

    @Test
    void a_withdrawal_stops_what_waits_for_a_recipient_that_is_stopped() {
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        world.hub.deliveries().recipients().stop(HEALTH, "operator", "maintenance");
        assertThat(accept()).isNull();

        says(Giver.GUARDIAN, MOTHER, false, now().minusMillis(5));
        world.hub.deliveries().recipients().start(HEALTH, "operator");

        ends(Letter.State.REFUSED, "NO_CONSENT");
        assertThat(health.attempts).isEmpty();
        assertThat(world.entries()).contains("REFUSED NO_CONSENT").doesNotContain("RELEASED OK");
        assertThat(world.hub.gateway().status(EMIS, List.of("e-1")))
                .extracting(MessageStatus::toString)
                .first()
                .asString()
                .contains("REFUSED");
    }

    @Test
    void what_was_accepted_under_a_consent_goes_out_where_that_was_agreed() {
        world.agree(agreement().with("consent", "{ needed: true, of: guardian, withdrawalStopsQueued: false }"));
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        world.hub.deliveries().recipients().stop(HEALTH, "operator", "maintenance");
        assertThat(accept()).isNull();

        says(Giver.GUARDIAN, MOTHER, false, now());
        assertThat(accept()).as("what comes after the withdrawal").isEqualTo(Code.NO_DATA);
        world.hub.deliveries().recipients().start(HEALTH, "operator");

        ends(Letter.State.DELIVERED, "");
        assertThat(health.taken).hasSize(1);
    }

    @Test
    void an_agreement_stops_at_midnight_of_its_last_day_in_its_country() {
        LocalDate today = now().atZone(ZoneOffset.ofHours(5)).toLocalDate();
        world.agree(agreement()
                .with("consent", "{ needed: false }")
                .with("lawfulBasis", "public_task")
                .with("reviewBy", "2020-06-01")
                .with("inForce", "2020-01-01 .. " + today));
        Instant midnight = today.plusDays(1).atStartOfDay(ZoneOffset.ofHours(5)).toInstant();
        world.clock.forward(Duration.between(now(), midnight).minusMinutes(5));
        assertThat(accept()).isNull();
        ends(Letter.State.DELIVERED, "");

        world.hub.deliveries().recipients().stop(HEALTH, "operator", "maintenance");
        assertThat(accept()).as("still the last day").isNull();
        world.clock.forward(Duration.ofMinutes(5).plusSeconds(1));
        world.hub.deliveries().recipients().start(HEALTH, "operator");

        ends(Letter.State.REFUSED, "NOT_AGREED");
        assertThat(accept()).as("the next day").isEqualTo(Code.NOT_AGREED);
        assertThat(health.taken).hasSize(1);
    }

    @Test
    void counts_only_what_somebody_with_a_say_agreed_to() {
        assertThatThrownBy(() -> says(Giver.GUARDIAN, FATHER, true, now())).isInstanceOf(NoSay.class);
        assertThat(accept()).isEqualTo(Code.NO_DATA);

        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        assertThat(accept()).isNull();

        world.hub.facts().guardians().end(MOTHER, CHILD, now(), "court");
        assertThat(accept()).as("a consent ends with the say").isEqualTo(Code.NO_DATA);
    }

    @Test
    void one_of_two_who_says_no_prevails() {
        world.hub.facts().guardians().give(FATHER, CHILD, Instant.EPOCH, Optional.empty(), "registrar");
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        says(Giver.GUARDIAN, FATHER, false, now().minusSeconds(5));
        assertThat(accept()).isEqualTo(Code.NO_DATA);

        world.hub.facts().guardians().end(FATHER, CHILD, now(), "court");
        assertThat(accept()).isNull();
    }

    @Test
    void an_older_yes_never_undoes_a_newer_no() {
        Instant morning = now().minusSeconds(60);
        says(Giver.GUARDIAN, MOTHER, true, morning);
        assertThat(says(Giver.GUARDIAN, MOTHER, false, morning.plusSeconds(30))).isEqualTo(Noted.CHANGED);

        assertThat(says(Giver.GUARDIAN, MOTHER, true, morning)).isEqualTo(Noted.OLDER);
        assertThat(says(Giver.GUARDIAN, MOTHER, true, morning.plusSeconds(30)))
                .as("at the same moment the no prevails")
                .isEqualTo(Noted.OLDER);
        assertThat(accept()).isEqualTo(Code.NO_DATA);
        assertThatThrownBy(() -> says(Giver.GUARDIAN, MOTHER, true, now().plus(Duration.ofDays(1))))
                .hasMessage("it was said in the future");

        assertThat(says(Giver.GUARDIAN, MOTHER, true, morning.plusSeconds(40))).isEqualTo(Noted.CHANGED);
        assertThat(accept()).isNull();
    }

    @Test
    void from_an_age_on_the_child_agrees_too() {
        world.agree(agreement().with("consent", "{ needed: true, of: guardian, childFrom: 14 }"));
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        assertThat(accept()).as("nobody knows the age").isEqualTo(Code.NO_DATA);

        LocalDate today = now().atZone(ZoneOffset.ofHours(5)).toLocalDate();
        world.hub.facts().guardians().born(CHILD, today.plusDays(2).minusYears(14), "registrar");
        assertThat(accept()).as("still thirteen").isNull();

        world.clock.forward(Duration.ofDays(2));
        assertThat(accept()).as("fourteen today").isEqualTo(Code.NO_DATA);
        says(Giver.CHILD, CHILD, true, now().minusSeconds(1));
        assertThat(accept()).isNull();
    }

    @Test
    void heeds_an_objection_of_whoever_may_object() {
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        var agreed = world.agreements().byId(AGREEMENT).orElseThrow();
        assertThatThrownBy(() -> world.hub.facts().objections().object(agreed, CHILD, FATHER, now(), "registrar"))
                .isInstanceOf(NoSay.class);
        assertThat(world.hub.facts().objections().object(agreed, CHILD, CHILD, now().minusSeconds(1), "registrar"))
                .isTrue();
        assertThat(accept()).isEqualTo(Code.NO_DATA);
        assertThat(world.entries()).contains("REFUSED OBJECTED");

        assertThat(world.hub.facts().objections().end(agreed, CHILD, CHILD, now(), "registrar"))
                .isTrue();
        assertThat(accept()).isNull();
    }

    @Test
    void a_letter_that_holds_what_is_left_out_of_its_child_by_now_is_refused() {
        world.agree(agreement().with("sealed", "{ adoption: [enrolment.grade], protected address: [child.address] }"));
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        world.hub.deliveries().recipients().stop(HEALTH, "operator", "maintenance");
        assertThat(accept()).isNull();
        world.hub.facts().seals().seal(CHILD, Seal.PROTECTED_ADDRESS, "registrar");
        world.hub.deliveries().recipients().start(HEALTH, "operator");
        ends(Letter.State.DELIVERED, "");

        world.hub.deliveries().recipients().stop(HEALTH, "operator", "maintenance");
        assertThat(accept()).isNull();
        world.hub.facts().seals().seal(CHILD, Seal.ADOPTION, "registrar");
        world.hub.deliveries().recipients().start(HEALTH, "operator");
        ends(Letter.State.REFUSED, "SEALED");

        assertThat(accept()).as("told of without the grade").isNull();
        await().untilAsserted(() -> assertThat(health.taken.values())
                .containsExactlyInAnyOrder(
                        "{child.id=" + CHILD + ", enrolment.grade=grade-4}", "{child.id=" + CHILD + "}"));
    }

    @Test
    void every_change_is_an_entry_and_nothing_personal_can_be_read_in_the_database() {
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        world.hub.facts().guardians().born(CHILD, LocalDate.of(2012, 3, 4), "registrar");
        world.hub.facts().cases().open("C-77", "zarina@" + HEALTH, CHILD, now(), Optional.empty(), "registrar");
        world.hub.facts().seals().seal(CHILD, Seal.ADOPTION, "registrar");

        assertThat(world.changes())
                .containsExactly(
                        "CASE_CHANGED guardian: has a say",
                        "CONSENT_CHANGED consent: given by the guardian",
                        "CASE_CHANGED child: birth date kept",
                        "CASE_CHANGED case: opened",
                        "SEAL_CHANGED child: sealed");
        List<String> rows = new ArrayList<>();
        for (String table : List.of("guardianship", "consent", "birth_date", "caseload", "sealed_child")) {
            world.column("select encode(convert_to(t::text, 'utf8'), 'escape') from " + table + " t")
                    .forEach(row -> rows.add(row.toString()));
        }
        assertThat(rows)
                .hasSize(5)
                .noneMatch(row -> row.contains(CHILD)
                        || row.contains(MOTHER)
                        || row.contains("C-77")
                        || row.contains("zarina")
                        || row.contains("2012-03-04")
                        || row.contains("paper")
                        || row.contains("adoption"));
        assertThat(world.hub.facts().consents().of(CHILD))
                .extracting(Consents.Said::who, Consents.Said::evidence)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(MOTHER, "paper 12"));
    }

    @Test
    void a_national_service_that_does_not_answer_is_a_fault_and_never_a_yes() {
        says(Giver.GUARDIAN, MOTHER, true, now().minusSeconds(9));
        List<String> asked = new ArrayList<>();
        boolean[] works = {false};
        world.shutDown();
        world.consentService = (giver, child, agreement, at) -> {
            asked.add(giver + " " + agreement.id());
            if (!works[0]) {
                throw new IllegalStateException("the service does not answer");
            }
            return true;
        };
        world.open();
        world.hub.start();

        assertThatThrownBy(this::accept).isInstanceOfAny(HubUnavailable.class, RuntimeException.class);
        works[0] = true;
        assertThat(accept()).isNull();
        ends(Letter.State.DELIVERED, "");
        assertThat(asked).contains("GUARDIAN " + AGREEMENT).hasSizeGreaterThan(2);
    }
}
