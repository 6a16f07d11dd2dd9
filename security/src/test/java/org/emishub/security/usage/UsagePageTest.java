package org.emishub.security.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emishub.security.usage.Logs.BORN;
import static org.emishub.security.usage.Logs.CHILD;
import static org.emishub.security.usage.Logs.HIDDEN;
import static org.emishub.security.usage.Logs.MAJORITY;
import static org.emishub.security.usage.Logs.MOTHER;
import static org.emishub.security.usage.Logs.NOW;
import static org.emishub.security.usage.Logs.OPEN;
import static org.emishub.security.usage.Logs.guardian;
import static org.emishub.security.usage.Logs.look;
import static org.emishub.security.usage.Logs.page;
import static org.emishub.security.usage.Logs.sealedSince;
import static org.emishub.security.usage.Logs.used;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.agreement.Seal;
import org.emishub.security.ledger.Event;
import org.junit.jupiter.api.Test;

class UsagePageTest {
    private static final Instant SUMMER = Instant.parse("2026-10-02T08:15:30.123Z");
    private static final List<Used> ONE = List.of(used(SUMMER, Event.RELEASED, "m1", OPEN));

    private static Known self(LocalDate born) {
        return new Known(true, false, Optional.of(born), List.of());
    }

    @Test
    void a_guardian_is_shown_who_received_what_of_which_system_when_why_and_under_which_agreement() {
        String json = new String(Logs.bytes(page(ONE, guardian()), "en"), UTF_8);

        assertThat(json)
                .isEqualTo("{\"totalUsages\":1,\"usages\":[{\"logtime\":\"2026-10-02T08:15:30Z\","
                        + "\"action\":\"Benefits and payments: «Try it out».\",\"receiverCode\":\"social-protection\","
                        + "\"receiverSystem\":\"mis\",\"senderCode\":\"education\",\"senderSystem\":\"emis\","
                        + "\"agreement\":\"sample.query\",\"agreementVersion\":2,\"legalBasis\":\"Law on Samples, art. 1\","
                        + "\"data\":[\"name and identity\",\"attendance at school\"]}]}");
    }

    @Test
    void somebody_without_a_say_and_a_child_of_unknown_age_see_what_a_child_without_entries_has() {
        Known noSay = new Known(false, false, Optional.of(BORN), List.of());
        Known noAge = new Known(false, true, Optional.empty(), List.of());
        byte[] nothing = Logs.bytes(page(List.of(), guardian()), "en");

        assertThat(Logs.bytes(page(ONE, noSay), "en")).isEqualTo(nothing);
        assertThat(Logs.bytes(page(ONE, noAge), "en")).isEqualTo(nothing);
        assertThat(Logs.bytes(page(ONE, Known.NOTHING), "en")).isEqualTo(nothing);
        assertThat(new String(nothing, UTF_8)).isEqualTo("{\"totalUsages\":0,\"usages\":[]}");
    }

    @Test
    void from_the_day_of_majority_on_the_young_person_looks_and_the_guardian_no_longer_does() {
        LocalDate born = LocalDate.parse("2008-11-22");
        Known guardian = new Known(false, true, Optional.of(born), List.of());
        Instant dayBefore = NOW.minus(Duration.ofDays(1));

        assertThat(UsagePage.of(ONE, MOTHER, guardian, MAJORITY, UsageQuery.ALL, dayBefore)
                        .total())
                .isEqualTo(1);
        assertThat(UsagePage.of(ONE, CHILD, self(born), MAJORITY, UsageQuery.ALL, dayBefore)
                        .total())
                .isZero();
        assertThat(UsagePage.of(ONE, MOTHER, guardian, MAJORITY, UsageQuery.ALL, NOW)
                        .total())
                .isZero();
        assertThat(UsagePage.of(ONE, CHILD, self(born), MAJORITY, UsageQuery.ALL, NOW)
                        .total())
                .isEqualTo(1);
    }

    @Test
    void the_day_of_majority_begins_in_the_hubs_time_zone() {
        Known guardian = new Known(false, true, Optional.of(LocalDate.parse("2008-11-22")), List.of());
        Majority inDushanbe = new Majority(18, ZoneId.of("Asia/Dushanbe"));
        Instant midnight = Instant.parse("2026-11-21T19:00:00Z");

        assertThat(guardian.standing(midnight.minusMillis(1), inDushanbe)).isEqualTo(Standing.GUARDIAN);
        assertThat(guardian.standing(midnight, inDushanbe)).isEqualTo(Standing.NOBODY);
        assertThat(guardian.standing(midnight, MAJORITY)).isEqualTo(Standing.GUARDIAN);
    }

    /** Dushanbe is five hours ahead: what the hub asks the child's consent for from midnight on, the child sees from then on. */
    @Test
    void a_childs_age_is_reckoned_in_the_calendar_of_the_agreement_that_asks_for_its_consent() {
        Agreement asksChild = SampleAgreement.parse(SampleAgreement.QUERY
                .replace("sample.query", "sample.consent")
                .replace("consent: { needed: false }", "consent: { needed: true, of: guardian, childFrom: 14 }"));
        List<Used> log = List.of(used(SUMMER, Event.RELEASED, "m2", asksChild));
        Instant birthday =
                LocalDate.parse("2026-11-22").atStartOfDay(asksChild.timeZone()).toInstant();
        Known child = self(LocalDate.parse("2012-11-22"));

        assertThat(birthday).isEqualTo(Instant.parse("2026-11-21T19:00:00Z"));
        assertThat(UsagePage.of(log, CHILD, child, MAJORITY, UsageQuery.ALL, birthday.minusMillis(1))
                        .total())
                .isZero();
        assertThat(UsagePage.of(log, CHILD, child, MAJORITY, UsageQuery.ALL, birthday)
                        .total())
                .isEqualTo(1);
    }

    @Test
    void a_child_sees_before_that_the_exchanges_to_which_it_has_to_agree_itself() {
        Agreement asksChild = SampleAgreement.parse(SampleAgreement.QUERY
                .replace("sample.query", "sample.consent")
                .replace("consent: { needed: false }", "consent: { needed: true, of: guardian, childFrom: 14 }"));
        List<Used> log = List.of(ONE.get(0), used(SUMMER, Event.RELEASED, "m2", asksChild));

        assertThat(page(log, self(LocalDate.parse("2012-10-01"))).usages())
                .extracting(Used::message)
                .containsExactly("m2");
        assertThat(page(log, self(LocalDate.parse("2013-10-01"))).total()).isZero();
    }

    @Test
    void what_an_agreement_hides_appears_on_the_day_it_names_with_its_ground() {
        List<Used> log = List.of(used(SUMMER, Event.RELEASED, "m1", HIDDEN));
        Instant day = Instant.parse("2027-02-28T19:00:00Z");

        UsagePage before = UsagePage.of(log, MOTHER, guardian(), MAJORITY, UsageQuery.ALL, day.minusMillis(1));
        UsagePage after = UsagePage.of(log, MOTHER, guardian(), MAJORITY, UsageQuery.ALL, day);

        assertThat(before.total()).isZero();
        assertThat(new String(Logs.bytes(after, "en"), UTF_8))
                .contains("\"hiddenUntil\":\"2027-02-28T19:00:00Z\",\"hiddenReason\":\"An inquiry\"");
    }

    @Test
    void an_exchange_whose_agreement_cannot_be_read_any_more_is_not_shown() {
        Used lost = new Used(
                SUMMER,
                Event.RELEASED,
                "",
                "m1",
                Optional.of(OPEN.ref()),
                Optional.empty(),
                Optional.of(OPEN.client()),
                Optional.of(OPEN.provider()),
                List.of(),
                "",
                "");

        assertThat(page(List.of(lost), guardian()).total()).isZero();
    }

    @Test
    void while_a_child_is_sealed_a_guardian_sees_what_was_before_and_when_the_ground_lapses_all_of_it() {
        List<Used> log = List.of(ONE.get(0), used(SUMMER.plusSeconds(60), Event.RELEASED, "m2", OPEN));

        assertThat(page(log, guardian(sealedSince(SUMMER.plusSeconds(60)))).usages())
                .extracting(Used::message)
                .containsExactly("m1");
        assertThat(page(log, guardian()).usages()).extracting(Used::message).containsExactly("m2", "m1");
    }

    @Test
    void of_an_exchange_that_a_seal_cuts_in_two_what_stood_there_before_stays() {
        List<Used> question = List.of(used(SUMMER, Event.ASKED, "m1", OPEN));
        List<Used> letter = List.of(used(SUMMER, Event.RELEASED, "m2", OPEN));
        Known barred = guardian(sealedSince(SUMMER.plusSeconds(60)));

        assertThat(page(with(question, Event.RELEASED, SUMMER.plusSeconds(60)), barred))
                .isEqualTo(page(question, guardian()));
        for (Event end : List.of(Event.DELIVERED, Event.EXPIRED, Event.REFUSED, Event.DEAD)) {
            assertThat(page(with(letter, end, SUMMER.plusSeconds(60)), barred)).isEqualTo(page(letter, guardian()));
        }
    }

    @Test
    void what_an_exchange_came_to_under_a_seal_stays_hidden_when_the_clock_is_set_back() {
        List<Used> question = List.of(used(SUMMER, Event.ASKED, "m1", OPEN));
        List<Used> sealed = with(question, Event.RECEIVED, SUMMER.plusSeconds(60));
        Known barred = guardian(sealedSince(SUMMER.plusSeconds(60)));

        assertThat(page(with(sealed, Event.RELEASED, SUMMER.plusSeconds(1)), barred))
                .isEqualTo(page(question, guardian()));
    }

    private static List<Used> with(List<Used> begun, Event next, Instant time) {
        List<Used> all = new ArrayList<>(begun);
        all.add(used(time, next, begun.get(0).message(), OPEN));
        return all;
    }

    @Test
    void a_seal_against_a_guardian_lets_the_young_person_see() {
        Sealing againstMother = new Sealing(Seal.SUSPECTED_ABUSER, Instant.EPOCH);
        Known youngPerson = new Known(true, false, Optional.of(LocalDate.parse("2008-01-01")), List.of(againstMother));

        assertThat(page(ONE, guardian(againstMother)).total()).isZero();
        assertThat(page(ONE, youngPerson).total()).isEqualTo(1);
    }

    @Test
    void of_a_child_that_is_sealed_altogether_nothing_is_said_to_anybody() {
        Sealing everything = new Sealing(Seal.EVERYTHING, Instant.EPOCH);
        Known youngPerson = new Known(true, false, Optional.of(LocalDate.parse("2008-01-01")), List.of(everything));

        assertThat(page(ONE, guardian(everything)).total()).isZero();
        assertThat(page(ONE, youngPerson).total()).isZero();
    }

    @Test
    void a_question_and_its_answer_are_one_use_and_a_refusal_is_none() {
        List<Used> log = List.of(
                used(SUMMER, Event.ASKED, "m1", OPEN),
                used(SUMMER, Event.RELEASED, "m1", OPEN),
                used(SUMMER, Event.RECEIPTED, "m1", OPEN),
                used(SUMMER, Event.REFUSED, "m2", OPEN),
                used(SUMMER.plusSeconds(1), Event.ASKED, "m3", OPEN));

        assertThat(page(log, guardian()).usages()).extracting(Used::message).containsExactly("m3", "m1");
    }

    @Test
    void others_see_that_somebody_looked_and_nobody_sees_their_own_looks() {
        List<Used> log =
                List.of(look(SUMMER, MOTHER, UsageWords.AS_GUARDIAN), look(SUMMER, "father", UsageWords.AS_GUARDIAN));

        UsagePage shown = page(log, guardian());

        assertThat(shown.usages()).extracting(Used::actor).containsExactly("father@citizens/portal");
        assertThat(new String(Logs.bytes(shown, "en"), UTF_8))
                .contains("A parent or guardian looked at this list.", "Citizens' portal")
                .doesNotContain("father");
    }

    @Test
    void pages_follow_each_other_from_the_newest_and_count_what_is_shown() {
        List<Used> log = new ArrayList<>();
        IntStream.range(0, 25)
                .forEach(
                        i -> log.add(used(SUMMER.plusSeconds(i), Event.RELEASED, "m" + i, i % 5 == 0 ? HIDDEN : OPEN)));

        UsagePage second = UsagePage.of(
                log, MOTHER, guardian(), MAJORITY, new UsageQuery(Optional.empty(), Optional.empty(), 8, 8), NOW);

        assertThat(second.total()).isEqualTo(20);
        assertThat(second.usages()).hasSize(8);
        assertThat(second.usages().get(0).message()).isEqualTo("m14");
        assertThat(UsagePage.of(
                                log,
                                MOTHER,
                                guardian(),
                                MAJORITY,
                                new UsageQuery(
                                        Optional.of(Instant.parse("2026-10-02T08:15:31Z")),
                                        Optional.of(Instant.parse("2026-10-02T08:15:33Z")),
                                        0,
                                        2),
                                NOW)
                        .total())
                .isEqualTo(3);
        assertThatThrownBy(() -> new UsageQuery(Optional.empty(), Optional.empty(), -1, 1))
                .hasMessageContaining("offset");
    }
}
