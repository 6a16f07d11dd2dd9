package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final Instant IN_FORCE = Instant.parse("2026-10-01T00:00:00Z");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final Request GOOD = new Request(MIS, "HPAYMT", true, "z.rahimova", "case worker", "C-1", 1);
    private static final Agreement STRICT = SampleAgreement.parse(SampleAgreement.QUERY
            .replace("consent: { needed: false }", "consent: { needed: true, of: guardian }")
            .replace("asker:", "onlyFor: children starting school\nasker:"));

    /** The facts that hold of the child {@code A}. */
    private final Set<String> facts = new HashSet<>(Set.of("case", "consent", "population"));

    private final Set<Seal> seals = EnumSet.of(Seal.EVERYTHING);

    private final Facts port = new Facts() {
        @Override
        public boolean caseOpen(String caseId, String actor, String child, Instant at) {
            return facts.contains("case")
                    && caseId.equals("C-1")
                    && actor.equals("z.rahimova@social-protection/mis")
                    && child.equals("A");
        }

        @Override
        public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
            return facts.contains("glass")
                    && actor.equals("z.rahimova@social-protection/mis")
                    && child.equals("A")
                    && agreementId.equals("sample.query");
        }

        @Override
        public boolean consented(Giver giver, String child, String agreementId, Instant at) {
            return facts.contains(giver == Giver.CHILD ? "own consent" : "consent")
                    && agreementId.equals("sample.query");
        }

        @Override
        public boolean mayBeAtLeast(String child, int years, LocalDate day) {
            return !facts.contains("younger than " + years);
        }

        @Override
        public boolean objected(String child, String agreementId, Instant at) {
            return facts.contains("objection") && agreementId.equals("sample.query");
        }

        @Override
        public Set<Seal> sealed(String child) {
            return facts.contains("sealed") ? EnumSet.copyOf(seals) : Set.of();
        }

        @Override
        public boolean populationHolds(String name, String child) {
            return facts.contains("population") && name.equals("children starting school");
        }
    };

    @Test
    void permits_what_was_agreed() {
        assertThat(Decision.decide(STRICT, GOOD, IN_FORCE)).isInstanceOf(Outcome.Ok.class);
        assertThat(Decision.decideChild(STRICT, GOOD, "A", port, IN_FORCE)).isInstanceOf(Outcome.Ok.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-08-31T18:59:59.999999999Z, NOT_AGREED",
        "2026-08-31T19:00:00Z, ''",
        "2027-08-31T18:59:59.999999999Z, ''",
        "2027-08-31T19:00:00Z, NOT_AGREED"
    })
    void begins_and_ends_at_midnight_in_the_agreements_time_zone(Instant at, String code) {
        Outcome<Agreement> outcome = Decision.decide(SampleAgreement.query(), GOOD, at);

        assertThat(code(outcome)).isEqualTo(code);
        assertThat(code(Decision.decideChild(SampleAgreement.query(), GOOD, "A", port, at)))
                .as("checked again before release")
                .isEqualTo(code);
    }

    @Test
    void lets_only_the_client_ask() {
        Request provider =
                new Request(SystemId.of("education/emis"), "HPAYMT", true, "z.rahimova", "case worker", "C-1", 1);

        assertRefused(provider, Code.NOT_AGREED, "client: social-protection/mis");
    }

    @Test
    void wants_the_agreed_purpose() {
        assertRefused(withPurpose("HMARKT", true), Code.NO_LEGAL_BASIS, "purposeOfUse: HPAYMT");
        assertRefused(withPurpose("", true), Code.NO_LEGAL_BASIS, "purposeOfUse: HPAYMT");
        assertRefused(withPurpose("HMARKT", false), Code.NO_LEGAL_BASIS, "purposeOfUse: HPAYMT");
        assertThat(code(Decision.decide(STRICT, withPurpose("", false), IN_FORCE)))
                .as("a protocol without a place for it")
                .isEmpty();
    }

    private static Request withPurpose(String purpose, boolean hasPlace) {
        return new Request(MIS, purpose, hasPlace, "z.rahimova", "case worker", "C-1", 1);
    }

    @Test
    void wants_a_named_user_in_an_agreed_role() {
        assertRefused(
                new Request(MIS, "HPAYMT", true, " ", "case worker", "C-1", 1),
                Code.NOT_AGREED,
                "asker.who: named user");
        assertRefused(
                new Request(MIS, "HPAYMT", true, "z.rahimova", "Case worker", "C-1", 1),
                Code.NOT_AGREED,
                "asker.roles: [case worker, supervisor]");
    }

    @Test
    void counts_the_rows_of_a_request() {
        Request eleven = new Request(MIS, "HPAYMT", true, "z.rahimova", "case worker", "C-1", 11);

        assertRefused(eleven, Code.TOO_LARGE, "limits.perRequest: 10");
    }

    private static void assertRefused(Request request, Code code, String rule) {
        assertThat(Decision.decide(STRICT, request, IN_FORCE))
                .isEqualTo(new Outcome.Refused<>(new Refusal(code, rule)));
    }

    @Test
    void wants_the_case_open_for_this_actor_and_child() {
        assertThat(code(Decision.decideChild(STRICT, GOOD, "B", port, IN_FORCE)))
                .isEqualTo("NO_CASE");
        Request noCase = new Request(MIS, "HPAYMT", true, "z.rahimova", "case worker", "", 1);
        assertThat(code(Decision.decideChild(STRICT, noCase, "A", port, IN_FORCE)))
                .isEqualTo("NO_CASE");
        Request colleague = new Request(MIS, "HPAYMT", true, "b.saidov", "case worker", "C-1", 1);
        assertThat(code(Decision.decideChild(STRICT, colleague, "A", port, IN_FORCE)))
                .isEqualTo("NO_CASE");
    }

    @Test
    void wants_consent_where_it_is_needed() {
        facts.remove("consent");
        assertThat(code(Decision.decideChild(STRICT, GOOD, "A", port, IN_FORCE)))
                .isEqualTo("NO_CONSENT");
    }

    @Test
    void wants_the_child_too_from_the_age_on_that_was_agreed() {
        Agreement fromFourteen = parse("consent: { needed: true, of: guardian, childFrom: 14 }");

        assertThat(child(fromFourteen)).as("nobody knows the age").isEqualTo("NO_CONSENT");
        facts.add("younger than 14");
        assertThat(child(fromFourteen)).isEmpty();
        facts.remove("younger than 14");
        facts.add("own consent");
        assertThat(child(fromFourteen)).isEmpty();
        facts.remove("consent");
        assertThat(child(fromFourteen)).as("without the guardian").isEqualTo("NO_CONSENT");
    }

    @Test
    void does_not_count_a_guardians_consent_where_somebody_with_a_say_is_suspected() {
        Agreement told =
                parse("consent: { needed: true, of: guardian }\nsealed: { suspected abuser: [child.birthDate] }");
        assertThat(child(told)).isEmpty();

        facts.add("sealed");
        seals.clear();
        seals.add(Seal.SUSPECTED_ABUSER);

        assertThat(child(told)).isEqualTo("NO_CONSENT");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"public_task, OBJECTED", "legal_obligation, ''", "vital_interest, ''"})
    void heeds_an_objection_where_the_lawful_basis_leaves_room_for_it(String basis, String code) {
        facts.add("objection");

        assertThat(child(SampleAgreement.parse(
                        SampleAgreement.QUERY.replaceFirst("lawfulBasis: \\w+", "lawfulBasis: " + basis))))
                .isEqualTo(code);
    }

    @Test
    void takes_a_broken_glass_in_the_place_of_the_case_and_of_nothing_else() {
        facts.remove("case");
        facts.add("glass");
        Agreement breakable = parse("consent: { needed: true, of: guardian }\nbreakGlass: { allowed: true, "
                + "reasons: [danger to life], minutes: 60, reviewer: privacy-officer, within: 72h }");

        assertThat(child(STRICT)).as("not agreed").isEqualTo("NO_CASE");
        assertThat(child(breakable)).isEmpty();
        facts.remove("consent");
        assertThat(child(breakable)).isEqualTo("NO_CONSENT");
    }

    @Test
    void tells_of_a_sealed_child_only_in_the_kinds_that_were_agreed_and_without_what_they_leave_out() {
        Agreement told = parse("consent: { needed: false }\nsealed: { protected address: [attendance.*] }");
        facts.add("sealed");
        seals.clear();
        seals.add(Seal.PROTECTED_ADDRESS);

        Permission permission =
                ((Outcome.Ok<Permission>) Decision.decideChild(told, GOOD, "A", port, IN_FORCE)).value();
        assertThat(permission.allows("attendance.rate")).isFalse();
        assertThat(permission.allows("child.birthDate")).isTrue();

        seals.add(Seal.ADOPTION);
        assertThat(Decision.decideChild(told, GOOD, "A", port, IN_FORCE))
                .as("which kind stands with the facts, and not in the rule")
                .isEqualTo(new Outcome.Refused<>(new Refusal(Code.SEALED, "sealed")));
    }

    private static Agreement parse(String consent) {
        return SampleAgreement.parse(SampleAgreement.QUERY.replace("consent: { needed: false }", consent));
    }

    private String child(Agreement agreement) {
        return code(Decision.decideChild(agreement, GOOD, "A", port, IN_FORCE));
    }

    @Test
    void says_nothing_of_a_sealed_child() {
        facts.add("sealed");
        assertThat(code(Decision.decideChild(STRICT, GOOD, "A", port, IN_FORCE)))
                .isEqualTo("SEALED");
        assertThat(code(Decision.decideChild(SampleAgreement.query(), GOOD, "A", port, IN_FORCE)))
                .isEqualTo("SEALED");
    }

    @Test
    void keeps_to_the_population_and_hides_that_it_does() {
        facts.remove("population");
        Outcome<Permission> outcome = Decision.decideChild(STRICT, GOOD, "A", port, IN_FORCE);

        assertThat(outcome)
                .isEqualTo(new Outcome.Refused<>(new Refusal(Code.NO_CASE, "onlyFor: children starting school")));
    }

    @Test
    void shows_one_code_for_every_refusal_that_depends_on_the_child() {
        assertThat(List.of(Code.NO_CASE, Code.NO_CONSENT, Code.OBJECTED, Code.SEALED))
                .extracting(Code::shown)
                .containsOnly(Code.NO_DATA);
    }

    @Test
    void lets_only_the_provider_send_what_nobody_asked_for() {
        Agreement statistic = SampleAgreement.parse(SampleAgreement.STATISTIC);

        assertThat(code(Decision.decide(statistic, Request.bySystem(SystemId.of("education/emis")), IN_FORCE)))
                .isEmpty();
        assertThat(code(Decision.decide(statistic, Request.bySystem(MIS), IN_FORCE)))
                .isEqualTo("NOT_AGREED");
    }

    private static String code(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?> refused
                ? refused.refusal().code().name()
                : "";
    }
}
