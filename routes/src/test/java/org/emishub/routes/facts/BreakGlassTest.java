package org.emishub.routes.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.Seal;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class BreakGlassTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final String AGREEMENT = "schools.attendance";
    private static final String DANGER = "danger to life";

    @TempDir
    Path folder;

    private final TestProvider emis = new TestProvider();
    private World world;
    private int number;

    @BeforeEach
    void aWorld() {
        for (int i = 1; i <= 9; i++) {
            emis.knows(child("c" + i));
        }
        world = new World(folder, List.of(ConnectedSystem.of(EMIS).answering(emis)), agreement());
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TestAgreement agreement() {
        return TestAgreement.of(AGREEMENT, "query", "education/emis", "education/schools", "attendance")
                .with("asks", "{ child.id: as is }")
                .with("asker", "{ who: named user, roles: [social worker], case: required }")
                .with(
                        "breakGlass",
                        "{ allowed: true, reasons: [" + DANGER
                                + "], minutes: 60, reviewer: privacy-officer, within: 72h }")
                .with("discloses", "{ attendance.rate: rounded to 5 }");
    }

    private static ChildRecord child(String id) {
        return ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1))
                .put("child.id", id)
                .put("attendance.rate", new BigDecimal("83.2"))
                .build();
    }

    private boolean answered(String child, String user, String reason) {
        ObjectNode question = World.question(child);
        question.putObject("asker").put("user", user).put("role", "social worker");
        if (!reason.isEmpty()) {
            question.put("breakGlass", reason);
        }
        String id = "q-" + ++number;
        HubReply reply = world.hub.gateway().exchange(world.seal(World.SCHOOLS, id, AGREEMENT, "query", question));
        return world.open(World.SCHOOLS, ((HubReply.Sealed) reply).jose())
                .content()
                .has("fields");
    }

    /** What is kept too long by the moved clock is deleted meanwhile, and that is entered too, sooner or later. */
    private String lastRule() {
        return world.leaves().stream()
                .map(leaf -> leaf.path("rule").asString(""))
                .filter(rule -> !rule.startsWith("retention: "))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void shows_one_child_to_one_user_for_some_minutes_and_enters_it_before_anything_leaves() {
        assertThat(answered("c1", "zarina", "")).isFalse();
        assertThat(answered("c1", "zarina", DANGER)).isTrue();
        assertThat(world.entries())
                .containsSubsequence("REFUSED NO_CASE", "RECEIVED OK", "BREAK_GLASS OK", "ASKED OK", "RELEASED OK");

        assertThat(answered("c1", "zarina", "")).as("while it lasts").isTrue();
        assertThat(answered("c1", "zarina", DANGER)).as("no second one").isTrue();
        assertThat(world.hub.facts().breakGlass().list(10)).hasSize(1);
        assertThat(answered("c2", "zarina", "")).as("another child").isFalse();
        assertThat(answered("c1", "behruz", "")).as("another user").isFalse();

        world.clock.forward(Duration.ofMinutes(61));
        assertThat(answered("c1", "zarina", "")).as("afterwards").isFalse();
    }

    @Test
    void opens_for_no_other_reason_and_stands_in_the_place_of_nothing_but_the_case() {
        assertThat(answered("c1", "zarina", "curiosity")).isFalse();
        assertThat(lastRule()).isEqualTo("breakGlass.reasons: [" + DANGER + "]");
        assertThat(answered("c1", "behruz@education/schools\nc2\nroutine", DANGER))
                .isFalse();
        assertThat(lastRule()).isEqualTo("breakGlass: names of one line only");
        world.hub.facts().seals().seal("c1", Seal.EVERYTHING, "registrar");
        assertThat(answered("c1", "zarina", DANGER)).isFalse();
        assertThat(lastRule()).isEqualTo("sealed");
        world.agree(agreement().with("breakGlass", "{ allowed: false }"));
        assertThat(answered("c2", "zarina", DANGER)).isFalse();
        assertThat(lastRule()).isEqualTo("asker.case: required");

        assertThat(world.hub.facts().breakGlass().list(10))
                .as("the try at the sealed child, as it would be of one that nobody knows")
                .hasSize(1);
    }

    @Test
    void needs_no_glass_where_a_case_is_open() {
        world.hub.facts().openCase("C-1", "zarina@" + World.SCHOOLS, "c1", Instant.EPOCH);
        ObjectNode question = World.question("c1").put("breakGlass", DANGER);
        question.putObject("asker")
                .put("user", "zarina")
                .put("role", "social worker")
                .put("case", "C-1");
        world.hub.gateway().exchange(world.seal(World.SCHOOLS, "q-0", AGREEMENT, "query", question));

        assertThat(world.entries()).contains("RELEASED OK").doesNotContain("BREAK_GLASS OK");
    }

    @Test
    void the_privacy_officer_is_told_within_ten_seconds_and_of_nobody_by_name() {
        long before = System.nanoTime();
        assertThat(answered("c1", "zarina", DANGER)).isTrue();

        await().atMost(Duration.ofSeconds(10)).until(() -> !world.told.isEmpty());
        System.out.printf(
                "privacy: the privacy officer was told after %d ms%n", (System.nanoTime() - before) / 1_000_000);
        assertThat(world.told).singleElement().satisfies(notice -> {
            assertThat(notice.agreementId()).isEqualTo(AGREEMENT);
            assertThat(notice.reviewer()).isEqualTo("privacy-officer");
            assertThat(Duration.between(notice.opened(), notice.reviewBy())).isEqualTo(Duration.ofDays(3));
            assertThat(notice.toString()).doesNotContain("zarina").doesNotContain("c1");
        });
        await().until(() -> world.hub.facts().breakGlass().list(1).get(0).told().isPresent());
        assertThat(world.column("select encode(convert_to(t::text, 'utf8'), 'escape') from break_glass t"))
                .singleElement()
                .asString()
                .doesNotContain("zarina")
                .doesNotContain(DANGER);
    }

    @Test
    void who_was_not_reviewed_in_time_may_not_do_it_again_until_they_are() {
        assertThat(answered("c1", "zarina", DANGER)).isTrue();
        world.clock.forward(Duration.ofHours(73));

        assertThat(answered("c2", "zarina", DANGER)).isFalse();
        assertThat(lastRule()).isEqualTo("breakGlass.within: an earlier one is not reviewed");
        assertThat(answered("c2", "behruz", DANGER)).as("somebody else").isTrue();

        long first = world.hub.facts().breakGlass().list(10).get(1).number();
        assertThat(world.hub.facts().breakGlass().review(first, "justified", "officer"))
                .isPresent();
        assertThat(world.hub.facts().breakGlass().review(first, "justified", "officer"))
                .isEmpty();
        assertThat(lastRule()).isEqualTo("breakGlass: reviewed");
        assertThat(answered("c2", "zarina", DANGER)).isTrue();
    }

    @Test
    void nobody_does_it_more_than_a_few_times_a_day() {
        for (int i = 1; i <= BreakGlass.MOST_A_DAY; i++) {
            assertThat(answered("c" + i, "zarina", DANGER)).isTrue();
        }

        assertThat(answered("c9", "zarina", DANGER)).isFalse();
        assertThat(lastRule()).isEqualTo("breakGlass: at most 5 a day");
        world.clock.forward(Duration.ofHours(25));
        assertThat(answered("c9", "zarina", DANGER)).isTrue();
    }

    private static Request asks(String user) {
        return new Request(World.SCHOOLS, "HPAYMT", true, user, "social worker", "", 1);
    }

    @Test
    void a_member_does_not_do_it_more_often_by_making_up_users() {
        for (int i = 0; i < BreakGlass.MOST_A_DAY_OF_MEMBER; i++) {
            assertThat(answered("c1", "user-" + i, DANGER)).isTrue();
        }
        assertThat(answered("c1", "one-more", DANGER)).isFalse();
        assertThat(lastRule()).isEqualTo("breakGlass: at most 20 a day of one member");
        Request elsewhere = new Request(World.STRANGER, "HPAYMT", true, "one-more", "social worker", "", 1);
        var agreement = world.agreements().byId(AGREEMENT).orElseThrow();
        assertThat(world.hub.facts().breakGlass().open(agreement, elsewhere, "c1", DANGER))
                .as("another member")
                .isInstanceOf(Outcome.Ok.class);

        world.clock.forward(Duration.ofHours(25));
        assertThat(answered("c1", "one-more", DANGER)).isTrue();
        world.clock.forward(Duration.ofHours(50));
        assertThat(answered("c1", "yet-another", DANGER))
                .as("none of twenty is reviewed")
                .isFalse();
        assertThat(lastRule()).isEqualTo("breakGlass.within: 20 of the member are not reviewed");
    }

    @Test
    void one_actor_has_one_open_for_one_child_whatever_the_agreement() {
        assertThat(answered("c1", "zarina", DANGER)).isTrue();
        var open = world.hub.facts().breakGlass();
        var other = world.agreements().byId(AGREEMENT).orElseThrow();

        assertThat(open.open(other, asks("zarina"), "c1", DANGER).toString()).contains("one at a time for one child");
        assertThat(open.open(other, asks(""), "c2", DANGER).toString()).contains("by a named user only");
        assertThat(Map.of("rows", open.list(10).size())).containsEntry("rows", 1);
    }
}
