package org.emishub.deployment.campaign.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule with one run that breaks it, and a clean run that breaks none. */
class CheckerTest {
    private final Written run = Written.delivered();

    @Test
    void a_clean_run_gives_no_finding() {
        run.checkpoints.add(run.checkpoint(1));
        run.checkpoints.add(run.checkpoint(3));
        Findings findings = run.check();
        assertThat(findings.all()).isEmpty();
        assertThat(findings.clean()).isTrue();
        assertThat(findings.accepted()).isEqualTo(1);
        assertThat(findings.delivered()).isEqualTo(1);
        assertThat(findings.lost()).isZero();
        assertThat(findings.doubled()).isZero();
    }

    @Test
    void a_dead_letter_an_expired_one_and_a_refused_one_are_ends_too() {
        ended("m-2", "DEAD", "dead-lettered", "RELEASED", "DEAD");
        ended("m-3", "EXPIRED", "expired", "RELEASED", "EXPIRED");
        ended("m-4", "EXPIRED", "dead-lettered", "RELEASED", "DEAD", "EXPIRED");
        ended("m-5", "REFUSED", "refused", "REFUSED");
        Findings findings = run.check();
        assertThat(findings.all()).isEmpty();
        assertThat(findings.accepted()).isEqualTo(5);
        assertThat(findings.deadLettered()).isEqualTo(2);
        assertThat(findings.expired()).isEqualTo(1);
        assertThat(findings.refused()).isEqualTo(1);
    }

    @Test
    void a_receipt_that_comes_late_counts_all_the_same() {
        run.accepted("m-2", 2, 2_000);
        run.letter("m-2", "DELIVERED", 5, true);
        run.entry("RELEASED", "letter-m-2", "OK");
        run.entry("DEAD", "letter-m-2", "OK");
        run.effect("m-2", 2);
        run.entry("RECEIPTED", "letter-m-2", "OK");
        run.told.add(new Logs.Told(Written.SENDER, "m-2", "dead-lettered", Map.of(Written.AGREEMENT, "dead-lettered")));
        assertThat(run.check().all()).isEmpty();
    }

    @Test
    void an_envelope_for_somebody_else_is_told_and_a_damaged_one_is_not() {
        run.bad.add(new Logs.Bad(Written.RECEIVER, "letter-m-1", "cannot be opened: damaged"));
        assertThat(run.check().all()).isEmpty();
        run.bad.add(new Logs.Bad(Written.RECEIVER, "letter-m-1", "the envelope is for somebody else"));
        breaks(Rule.ALTERED, "the envelope is for somebody else");
    }

    private void ended(String id, String state, String outcome, String... events) {
        run.accepted(id, 2, 2_000);
        run.letter(id, state, 5, false);
        for (String event : events) {
            run.entry(event, "letter-" + id, "OK");
        }
        run.told.add(new Logs.Told(Written.SENDER, id, outcome, Map.of(Written.AGREEMENT, outcome)));
    }

    @Test
    void a_message_with_a_receipt_and_no_row_is_lost() {
        run.inbox.clear();
        breaks(Rule.LOST, "message m-1 has a receipt, and the hub does not know it");
        assertThat(run.check().lost()).isPositive();
    }

    @Test
    void a_message_without_its_letter_is_lost() {
        run.letters.clear();
        breaks(Rule.LOST, "message m-1 has no letter under campaign.seen-civil");
    }

    @Test
    void a_letter_that_still_waits_has_not_ended() {
        run.letters.clear();
        run.letter("m-1", "PENDING", 3, false);
        breaks(Rule.NOT_ENDED, "letter letter-m-1 (message m-1 under campaign.seen-civil) has not ended");
    }

    @Test
    void a_letter_tried_more_often_than_it_may_be_is_told() {
        run.letters.clear();
        run.letter("m-1", "DELIVERED", 11, true);
        breaks(Rule.ATTEMPTS, "was tried 11 times, and 5 are allowed");
    }

    @Test
    void two_effects_of_one_letter_are_one_too_many() {
        run.effect("m-1", 1);
        breaks(Rule.DOUBLED, "letter letter-m-1 had its effect 2 times");
        assertThat(run.check().doubled()).isEqualTo(1);
    }

    @Test
    void an_effect_under_another_letter_id_is_one_too_many() {
        run.effects.add(Written.effect("letter-other", "m-1", "v1"));
        breaks(Rule.DOUBLED, "message m-1 under campaign.seen-civil had its effect under 2 letter ids");
    }

    @Test
    void an_effect_that_nobody_sent_is_told() {
        run.effects.add(Written.effect("letter-x", "m-x", "v1"));
        breaks(Rule.NO_SENDER, "message m-x had its effect at civil/register, and nobody sent it");
    }

    @Test
    void an_effect_of_a_message_that_was_never_accepted_is_told() {
        run.ask("m-9", "hash-m-9", "refusable", 9, 9_000);
        run.effects.add(Written.effect("letter-9", "m-9", "v9"));
        breaks(Rule.NO_SENDER, "and was never accepted");
    }

    @Test
    void what_counts_as_delivered_must_have_happened() {
        run.effects.clear();
        breaks(Rule.NO_EFFECT, "nothing happened at civil/register");
    }

    @Test
    void what_counts_as_delivered_must_be_signed_for() {
        run.letters.clear();
        run.letter("m-1", "DELIVERED", 1, false);
        breaks(Rule.NO_EFFECT, "its receiver did not sign for it");
    }

    @Test
    void another_content_than_was_sent_is_told() {
        run.effects.set(0, Written.effect("letter-m-1", "m-1", "v7"));
        breaks(Rule.ALTERED, "with another content");
    }

    @Test
    void a_field_that_is_not_agreed_is_told() {
        Logs.Effect one = run.effects.get(0);
        run.effects.set(
                0,
                new Logs.Effect(
                        one.system(),
                        one.letter(),
                        one.agreement(),
                        one.source(),
                        one.asOf(),
                        one.child(),
                        one.message(),
                        one.version(),
                        one.fields() + ",child.address"));
        breaks(Rule.ALTERED, "a field that is not agreed");
    }

    @Test
    void an_older_fact_after_a_newer_one_is_told() {
        run.accepted("m-2", 2, 999);
        run.delivered("m-2", 2);
        breaks(Rule.ORDER, "civil/register was told the older fact m-2 after the newer m-1");
    }

    @Test
    void facts_of_one_second_come_as_they_were_accepted() {
        run.accepted("m-2", 2, 1_000);
        run.delivered("m-2", 2);
        assertThat(run.check().all()).isEmpty();
        java.util.Collections.reverse(run.effects);
        breaks(Rule.ORDER, "older fact m-1 after the newer m-2");
    }

    @Test
    void a_way_that_there_is_not_is_told() {
        run.entry("RELEASED", "letter-m-1", "OK");
        breaks(Rule.PATH, "went a way that there is not: RELEASED RECEIPTED RELEASED");
    }

    @Test
    void bytes_that_left_before_their_entry_are_told() {
        run.requests.add(new Logs.Request(Written.RECEIVER, "letter-m-1", 1L));
        breaks(Rule.BEFORE_ENTRY, "reached civil/register when the ledger had 1 entries");
    }

    @Test
    void a_request_while_the_database_was_away_proves_nothing() {
        run.requests.add(new Logs.Request(Written.RECEIVER, "letter-m-1", null));
        assertThat(run.check().all()).isEmpty();
    }

    @Test
    void a_refusal_without_an_entry_is_told() {
        run.ask("m-3", "hash-m-3", "refusable", 3, 3_000);
        run.inbox.add(new Rows.Inbox(Written.SENDER, "m-3", "hash-m-3", "REFUSED"));
        run.entry("RECEIVED", "m-3", "OK");
        run.answers.add(new Logs.Answer(Written.SENDER, "m-3", "hash-m-3", "refusable", 404, "NO_DATA", "", false));
        breaks(Rule.NO_ENTRY, "message m-3 was refused with NO_DATA, and no entry says so");
        run.entry("REFUSED", "m-3", "NOTHING_TO_DISCLOSE");
        assertThat(run.check().all()).isEmpty();
    }

    @Test
    void a_code_that_the_network_bent_is_nothing_an_entry_could_say() {
        run.answers.add(new Logs.Answer(Written.SENDER, "m-1", "hash-m-1", "fact", 409, "SUPERSEdED", "", false));
        assertThat(run.check().all()).isEmpty();
        run.answers.add(new Logs.Answer(Written.SENDER, "m-1", "hash-m-1", "fact", 409, "SUPERSEDED", "", false));
        breaks(Rule.NO_ENTRY, "message m-1 was refused with SUPERSEDED, and no entry says so");
    }

    @Test
    void a_replay_without_an_entry_is_told_and_so_is_an_entry_without_a_replay() {
        run.ask("m-1", "another", "replay", 1, 1_000);
        run.answers.add(new Logs.Answer(Written.SENDER, "m-1", "another", "replay", 409, "REPLAYED", "", false));
        breaks(Rule.NO_ENTRY, "message m-1 was replayed 1 times, and 0 entries say so");
        run.entry("REFUSED", "m-1", "REPLAYED");
        assertThat(run.check().all()).isEmpty();
        run.entry("REFUSED", "m-1", "REPLAYED");
        breaks(Rule.EXTRA_ENTRY, "message m-1 is entered as replayed 2 times, and was 1 times");
    }

    @Test
    void a_caller_nobody_knows_is_entered_once_a_minute() {
        run.answers.add(new Logs.Answer(Written.SENDER, "m-1", "hash-m-1", "fact", 401, "BAD_SIGNATURE", "", false));
        breaks(Rule.NO_ENTRY, "was refused with BAD_SIGNATURE");
        run.entry("REFUSED", "", "BAD_SIGNATURE");
        assertThat(run.check().all()).isEmpty();
    }

    @Test
    void an_entry_of_nothing_is_told() {
        run.entry("RECEIVED", "m-8", "OK");
        breaks(Rule.EXTRA_ENTRY, "entry 3, RECEIVED, is of nothing that happened");
    }

    @Test
    void a_message_entered_twice_is_told() {
        run.entry("RECEIVED", "m-1", "OK");
        breaks(Rule.EXTRA_ENTRY, "message m-1 is entered as received 2 times");
    }

    @Test
    void two_receipts_for_the_same_message_are_told() {
        run.answers.add(new Logs.Answer(
                Written.SENDER, "m-1", "hash-m-1", "fact", 200, "", run.receipt("m-1", "other", 0), true));
        breaks(Rule.RECEIPT_DIFFERS, "message m-1 got 2 different receipts");
    }

    @Test
    void the_same_again_that_is_refused_is_told() {
        run.answers.add(new Logs.Answer(Written.SENDER, "m-1", "hash-m-1", "fact", 403, "NOT_AGREED", "", false));
        run.entry("REFUSED", "m-1", "NOT_AGREED");
        breaks(Rule.RECEIPT_DIFFERS, "the same again was refused with NOT_AGREED");
    }

    @Test
    void a_receipt_that_names_another_entry_is_told() {
        Logs.Answer one = run.answers.get(0);
        run.answers.set(
                0,
                new Logs.Answer(
                        one.sender(),
                        one.id(),
                        one.hash(),
                        one.kind(),
                        200,
                        "",
                        run.receipt("m-1", "hash-m-1", 1),
                        true));
        breaks(Rule.RECEIPT_FALSE, "the receipt of m-1 names entry 1");
    }

    @Test
    void an_entry_that_was_changed_is_told() {
        Rows.Entry one = run.entries.get(1);
        byte[] other = new String(one.leaf(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"n\":1", "\"n\":7")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        run.entries.set(1, new Rows.Entry(1, other, one.leafHash()));
        breaks(Rule.LEDGER, "entry 1 is not what was hashed");
    }

    @Test
    void a_ledger_that_is_not_the_one_that_was_signed_is_told() {
        String before = run.checkpoint(3);
        byte[] other = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        run.checkpoints.add(before);
        Rows.Entry last = run.entries.get(2);
        run.entries.set(2, new Rows.Entry(2, other, Written.hash(0, other)));
        breaks(Rule.LEDGER, "the first 3 entries are not those of a checkpoint that was seen");
        run.entries.set(2, last);
        assertThat(run.check().all()).isEmpty();
    }

    @Test
    void a_ledger_that_has_shrunk_is_told() {
        run.checkpoints.add(run.checkpoint(3));
        run.entries.remove(2);
        breaks(Rule.LEDGER, "a checkpoint of 3 entries was seen, and there are only 2");
    }

    @Test
    void a_gap_and_a_wrong_head_are_told() {
        run.head = 4;
        breaks(Rule.LEDGER, "the head says 4 entries and there are 3");
        run.entries.remove(1);
        breaks(Rule.LEDGER, "entry 1 is missing");
    }

    @Test
    void a_sender_that_was_told_nothing_or_something_else_is_told_of() {
        run.told.clear();
        breaks(Rule.UNTOLD, "the sender of m-1 was never told how it ended");
        run.told.add(new Logs.Told(Written.SENDER, "m-1", "expired", Map.of(Written.AGREEMENT, "expired")));
        breaks(Rule.UNTOLD, "was told 'expired' of campaign.seen-civil, which is DELIVERED");
    }

    private void breaks(Rule rule, String what) {
        List<Finding> all = run.check().all();
        assertThat(all).anySatisfy(one -> {
            assertThat(one.rule()).isEqualTo(rule);
            assertThat(one.what()).contains(what);
        });
    }
}
