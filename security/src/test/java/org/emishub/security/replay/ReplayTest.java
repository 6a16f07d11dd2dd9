package org.emishub.security.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.TestDatabase;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Grounds;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.agreement.Seal;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.emishub.security.member.SystemId;
import org.emishub.security.replay.Replay.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ReplayTest {
    private static final Instant AT = Instant.parse("2026-10-01T00:00:00.123456Z");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final Request GOOD = new Request(MIS, "HPAYMT", true, "z.rahimova", "case worker", "C-1", 1);
    private static final String TEXT = SampleAgreement.QUERY.replace(
            "consent: { needed: false }",
            "consent: { needed: true, of: guardian, childFrom: 14 }\nsealed: { protected address: [child.birthDate] }");

    @TempDir
    Path folder;

    private final Map<String, byte[]> texts = new HashMap<>();
    private TestLedger world;
    private PostgresLedger ledger;
    private EntryReader entries;

    @BeforeEach
    void a_ledger() {
        world = new TestLedger(folder);
        ledger = world.open();
        entries = new EntryReader(world.database, world.vault);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Agreement agreed(String text) {
        Agreement agreement = SampleAgreement.parse(text);
        texts.put(agreement.bundleHash(), text.getBytes(StandardCharsets.UTF_8));
        return agreement;
    }

    /** Facts that all hold, or do not. */
    private static Facts all(boolean hold, Set<Seal> seals) {
        return (Facts) Proxy.newProxyInstance(
                Facts.class.getClassLoader(),
                new Class<?>[] {Facts.class},
                (proxy, method, arguments) -> method.getName().equals("sealed")
                        ? seals
                        : !method.getName().equals("objected") && hold);
    }

    private Entry enter(Event event, Agreement agreement, String code, String rule, List<String> fields, Grounds seen) {
        return enter(event, agreement, code, rule, fields, seen.json());
    }

    private Entry enter(
            Event event,
            Agreement agreement,
            String code,
            String rule,
            List<String> fields,
            Optional<ObjectNode> decisions) {
        EntryDraft draft = new EntryDraft(
                event,
                "m-1",
                Optional.of(agreement.ref()),
                code,
                rule,
                Optional.of(agreement.provider()),
                Optional.of(agreement.client()),
                fields,
                0,
                "",
                new Side("child-1", GOOD.actor(), "a test", decisions, Set.of()));
        long sequence =
                ledger.commit((connection, appender) -> appender.append(draft).sequence());
        return entries.find(sequence).orElseThrow();
    }

    private Entry released(Agreement agreement, Set<Seal> seals, String... fields) {
        Grounds seen = new Grounds();
        seen.decide(agreement, GOOD, AT);
        seen.decideChild(agreement, GOOD, "child-1", all(true, seals), AT);
        return enter(Event.RELEASED, agreement, "OK", "", List.of(fields), seen);
    }

    private Replay replay(Entry entry) {
        return new Replayer(entries, hash -> Optional.ofNullable(texts.get(hash))).run(entry);
    }

    @Test
    void a_release_is_decided_the_same_again() {
        Replay replay = replay(released(agreed(TEXT), Set.of(), "attendance.rate", "child.birthDate"));

        assertThat(replay.verdict()).isEqualTo(Verdict.SAME);
        assertThat(replay.decisions()).hasSize(2);
        assertThat(replay.decisions().get(1).then().facts())
                .containsKeys("case open: C-1", "consented: guardian", "consented: child", "sealed");
    }

    @Test
    void a_refusal_before_the_child_was_known_is_decided_the_same_again() {
        Agreement agreement = agreed(TEXT);
        Grounds seen = new Grounds();
        Request other = new Request(MIS, "HMARKT", true, "z.rahimova", "case worker", "C-1", 1);
        seen.decide(agreement, other, AT);

        Replay replay =
                replay(enter(Event.REFUSED, agreement, "NO_LEGAL_BASIS", "purposeOfUse: HPAYMT", List.of(), seen));

        assertThat(replay.verdict()).isEqualTo(Verdict.SAME);
        assertThat(replay.decisions()).singleElement().satisfies(again -> assertThat(
                        again.then().request().caseId())
                .as("what leads to a child is not kept where no child is known")
                .isEmpty());
    }

    @Test
    void a_refusal_about_the_child_is_decided_the_same_again() {
        Agreement agreement = agreed(TEXT);
        Grounds seen = new Grounds();
        seen.decide(agreement, GOOD, AT);
        seen.decideChild(agreement, GOOD, "child-1", all(false, Set.of()), AT);

        Replay replay = replay(enter(Event.REFUSED, agreement, "NO_CASE", "asker.case: required", List.of(), seen));

        assertThat(replay.verdict()).isEqualTo(Verdict.SAME);
        assertThat(replay.why()).contains("NO_CASE");
    }

    @Test
    void a_refusal_that_no_decision_gave_is_told_from_one_that_it_gave() {
        Agreement agreement = agreed(TEXT);
        Grounds seen = new Grounds();
        seen.decide(agreement, GOOD, AT);

        assertThat(replay(enter(Event.REFUSED, agreement, "UNKNOWN_CHILD", "identify: none", List.of(), seen)))
                .satisfies(replay -> assertThat(replay.verdict()).isEqualTo(Verdict.SAME))
                .satisfies(replay -> assertThat(replay.why()).contains("allowed it", "identify: none"));
        assertThat(replay(enter(Event.REFUSED, agreement, "NO_CONSENT", "consent.needed: true", List.of(), seen)))
                .satisfies(replay -> assertThat(replay.verdict()).isEqualTo(Verdict.DIFFERS));
    }

    @Test
    void a_refusal_of_a_sealed_child_is_decided_the_same_again_though_its_rule_names_no_kind() {
        Agreement agreement = agreed(TEXT);
        Grounds seen = new Grounds();
        seen.decide(agreement, GOOD, AT);
        seen.decideChild(agreement, GOOD, "child-1", all(true, Set.of(Seal.ADOPTION)), AT);

        Entry refused = enter(Event.REFUSED, agreement, "SEALED", "sealed", List.of(), seen);

        assertThat(new String(CanonicalJson.bytes(refused.leaf()), StandardCharsets.UTF_8))
                .doesNotContainIgnoringCase("adoption");
        assertThat(replay(refused).verdict()).isEqualTo(Verdict.SAME);
        assertThat(replay(refused).decisions().get(1).then().facts()).containsEntry("sealed", "ADOPTION");
    }

    @Test
    void what_was_refused_when_rules_still_named_the_kind_of_a_seal_is_decided_the_same_again() {
        Agreement agreement = agreed(TEXT);
        Grounds seen = new Grounds();
        seen.decide(agreement, GOOD, AT);
        seen.decideChild(agreement, GOOD, "child-1", all(true, Set.of(Seal.ADOPTION)), AT);
        ObjectNode kept = seen.json().orElseThrow();
        ((ObjectNode) kept.path("child")).put("rule", "sealed: adoption");

        Entry refused = enter(Event.REFUSED, agreement, "SEALED", "sealed", List.of(), Optional.of(kept));

        assertThat(replay(refused).differences()).isEmpty();
        assertThat(replay(refused).verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void what_a_seal_leaves_out_is_left_out_again_and_a_field_that_left_all_the_same_is_told() {
        Agreement agreement = agreed(TEXT);

        assertThat(replay(released(agreement, Set.of(Seal.PROTECTED_ADDRESS), "attendance.rate"))
                        .verdict())
                .isEqualTo(Verdict.SAME);
        assertThat(replay(released(agreement, Set.of(Seal.PROTECTED_ADDRESS), "attendance.rate", "child.birthDate"))
                        .differences())
                .containsExactly("fields: child.birthDate left, and is not allowed");
    }

    @Test
    void a_field_that_the_agreement_does_not_disclose_is_told() {
        Replay replay = replay(released(agreed(TEXT), Set.of(), "attendance.rate", "child.address"));

        assertThat(replay.verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(replay.differences()).containsExactly("fields: child.address left, and is not allowed");
    }

    @Test
    void another_text_in_force_now_changes_nothing_of_what_was_decided() {
        Entry entry = released(agreed(TEXT), Set.of(), "attendance.rate");
        agreed(TEXT.replace("inForce: 2026-09-01 .. 2027-08-31", "inForce: 2020-01-01 .. 2020-12-31")
                .replace("reviewBy: 2027-06-01", "reviewBy: 2020-06-01"));

        assertThat(replay(entry).verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void a_text_that_was_tampered_with_is_told() {
        Agreement agreement = agreed(TEXT);
        Entry entry = released(agreement, Set.of(), "attendance.rate");
        texts.put(agreement.bundleHash(), (TEXT + "# widened\n").getBytes(StandardCharsets.UTF_8));

        Replay replay = replay(entry);

        assertThat(replay.verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(replay.why()).contains("sample.query version 2", "was changed");
    }

    @Test
    void a_text_that_nobody_kept_cannot_be_decided_by() {
        Entry entry = released(agreed(TEXT), Set.of(), "attendance.rate");
        texts.clear();

        assertThat(replay(entry).verdict()).isEqualTo(Verdict.CANNOT_DECIDE);
    }

    @Test
    void an_erased_child_s_entry_cannot_be_decided() throws Exception {
        Entry entry = released(agreed(TEXT), Set.of(), "attendance.rate");
        int year = entry.time().atZone(java.time.ZoneOffset.UTC).getYear();
        try (var connection = world.database.getConnection()) {
            assertThat(world.vault.destroy(connection, "child-1", year)).isTrue();
        }

        Replay replay = replay(entry);

        assertThat(replay.verdict()).isEqualTo(Verdict.CANNOT_DECIDE);
        assertThat(replay.why()).contains("erased");
    }

    @Test
    void an_entry_whose_side_or_leaf_was_changed_is_told() {
        Entry entry = released(agreed(TEXT), Set.of(), "attendance.rate");
        TestDatabase.execute(world.database, "ALTER TABLE ledger_entry DISABLE TRIGGER ALL");
        TestDatabase.execute(
                world.database,
                "UPDATE ledger_entry SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'RELEASED', 'DELIVERED'), 'UTF8')");

        assertThat(replay(entries.find(entry.sequence()).orElseThrow()))
                .satisfies(replay -> assertThat(replay.verdict()).isEqualTo(Verdict.DIFFERS))
                .satisfies(replay -> assertThat(replay.why()).contains("not the one that was entered"));
    }

    @Test
    void an_entry_that_rests_on_no_decision_says_so() {
        Entry entry = enter(Event.RECEIVED, agreed(TEXT), "OK", "", List.of(), new Grounds());

        assertThat(replay(entry).verdict()).isEqualTo(Verdict.CANNOT_DECIDE);
        assertThat(replay(entry).why()).isEqualTo("the entry rests on no decision");
    }

    @Test
    void the_report_names_neither_child_nor_what_the_facts_answered() {
        Replay replay = replay(released(agreed(TEXT), Set.of(Seal.PROTECTED_ADDRESS), "attendance.rate"));

        assertThat(replay.json().toString())
                .contains("\"result\":\"same\"", "consented", "sealed")
                .doesNotContain("child-1", "C-1", "PROTECTED_ADDRESS", "z.rahimova");
    }

    @Test
    void sides_of_the_version_before_are_still_read() throws Exception {
        Entry entry = enter(Event.RECEIVED, agreed(TEXT), "OK", "", List.of(), new Grounds());
        assertThat(entries.side(entry).child()).isEqualTo("child-1");
        assertThat(entries.side(entry).decision()).isEmpty();
    }
}
