package org.emishub.routes.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsViewTest {
    private static final SystemId CASEWORK = SystemId.of("social-protection/casework");
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final String CHILD = "1234567890123";
    private static final Asker WORKER = new Asker("zarina", "case worker", "C-1");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    @TempDir
    Path folder;

    private final TestProvider emis = new TestProvider();
    private final TestProvider health = new TestProvider();
    private World world;

    @BeforeEach
    void aWorld() {
        emis.knows(held(EMIS).put("enrolment.grade", "grade-4").build());
        health.knows(held(HEALTH)
                .put("healthCheck.fit", "yes")
                .put("healthCheck.diagnosis", "none of your business")
                .build());
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(EMIS).answering(emis),
                        ConnectedSystem.of(HEALTH).answering(health)),
                agreement("needs.enrolment", EMIS, "enrolment", "{ enrolment.grade: as is }"),
                agreement("needs.health", HEALTH, "health-status", "{ healthCheck.fit: answer }"),
                agreement("other.health", HEALTH, "health-status", "{ healthCheck.fit: answer }")
                        .with("client", "education/schools"));
        world.hub.facts().openCase("C-1", "zarina@" + CASEWORK, CHILD, Instant.EPOCH);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static ChildRecord.Builder held(SystemId source) {
        return ChildRecord.from(source.toString(), DAY).put("child.id", CHILD);
    }

    private static TestAgreement agreement(String id, SystemId provider, String about, String discloses) {
        return TestAgreement.of(id, "query", provider.toString(), CASEWORK.toString(), about)
                .with("asker", "{ who: named user, roles: [case worker], case: required }")
                .with("asks", "{ child.id: as is }")
                .with("specialCategory", "A law, art. 9")
                .with("discloses", discloses);
    }

    private List<Need> ask(String id, Asker asker) {
        return world.hub.needs().ask(CASEWORK, id, held(CASEWORK).build(), Optional.empty(), asker);
    }

    @Test
    void puts_answers_together_that_were_each_filtered_under_their_own_agreement() {
        List<Need> needs = ask("v-1", WORKER);
        assertThat(needs).extracting(Need::agreement).containsExactly("needs.enrolment", "needs.health");
        assertThat(needs)
                .allSatisfy(need -> assertThat(((Need.Known) need).asOf()).isEqualTo(DAY));
        assertThat(((Need.Known) needs.get(0)).fields()).isEqualTo(Map.of("enrolment.grade", "grade-4"));
        assertThat(((Need.Known) needs.get(1)).fields()).isEqualTo(Map.of("healthCheck.fit", "yes"));
        assertThat(world.entries().stream().filter("RELEASED OK"::equals)).hasSize(2);
    }

    @Test
    void gives_the_same_view_again_without_asking_again() {
        assertThat(ask("v-1", WORKER)).isEqualTo(ask("v-1", WORKER));
        assertThat(emis.asked).hasSize(1);
    }

    @Test
    void puts_no_hash_into_the_ledger_from_which_an_answer_could_be_guessed() {
        ask("v-1", WORKER);
        ask("v-2", WORKER);
        assertThat(world.leaves().stream()
                        .filter(leaf -> leaf.path("event").stringValue().equals("RELEASED"))
                        .map(leaf -> leaf.path("contentHash").stringValue()))
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void is_honest_about_a_source_that_is_down() {
        health.isAway(true);
        await().until(() -> world.hub.providers().isAway(HEALTH));
        List<Need> needs = ask("v-1", WORKER);
        assertThat(needs.get(0)).isInstanceOf(Need.Known.class);
        Need down = new Need.NotAvailable("needs.health", HEALTH, "health-status");
        assertThat(needs.get(1)).isEqualTo(down);
        assertThat(ask("v-2", new Asker("zarina", "case worker", "C-2")))
                .as("who may not ask reads the same")
                .contains(down);
    }

    @Test
    void does_not_tell_by_a_fault_that_a_question_was_allowed() {
        health.instead = () -> {
            throw new SystemFault("FAILED", "HTTP 500", false);
        };
        assertThat(ask("v-1", WORKER).get(1))
                .isEqualTo(new Need.NothingShared("needs.health", HEALTH, "health-status"));
    }

    @Test
    void never_releases_an_answer_that_comes_too_late() {
        CountDownLatch seen = new CountDownLatch(1);
        health.instead = () -> {
            try {
                seen.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        };
        assertThat(ask("v-1", WORKER).get(1)).isInstanceOf(Need.NothingShared.class);
        seen.countDown();
        assertThat(world.entries().stream().filter("RELEASED OK"::equals)).hasSize(1);
    }

    @Test
    void shows_nothing_without_an_open_case() {
        List<Need> needs = ask("v-1", new Asker("zarina", "case worker", "C-2"));
        assertThat(needs).hasOnlyElementsOfType(Need.NothingShared.class).hasSize(2);
        assertThat(emis.asked).isEmpty();
    }
}
