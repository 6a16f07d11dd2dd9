package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId COMMITTEE = SystemId.of("statistics/committee");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    @TempDir
    Path folder;

    private final TestProvider emis = new TestProvider();
    private final TestReceiver committee = new TestReceiver();

    private World world(TestAgreement agreement) {
        return new World(
                folder,
                List.of(
                        ConnectedSystem.of(EMIS).countable(emis),
                        ConnectedSystem.of(COMMITTEE).receivingTables(committee.ofTables())),
                agreement);
    }

    private static TestAgreement agreement() {
        return TestAgreement.of("statistics.enrolment", "statistic", EMIS.toString(), COMMITTEE.toString(), "enrolment")
                .with("discloses", "{ child.id: count, child.sex: as is }")
                .with("table", "{ threshold: 5 }");
    }

    private void enrol(int children, String sex) {
        for (int i = 0; i < children; i++) {
            emis.knows(ChildRecord.from(EMIS.toString(), DAY)
                    .put("child.id", sex + i)
                    .put("child.sex", sex)
                    .build());
        }
    }

    @Test
    void delivers_a_table_without_small_cells() {
        enrol(7, "male");
        enrol(2, "female");
        try (World world = world(agreement())) {
            assertThat(world.hub.publish("statistics.enrolment", DAY)).isInstanceOf(Acceptance.Accepted.class);
            await().until(() -> !committee.taken.isEmpty());
            assertThat(committee.taken.values().iterator().next()).contains("suppressed=true");
            await().untilAsserted(() ->
                    assertThat(world.entries()).containsExactly("RECEIVED OK", "RELEASED OK", "DELIVERED OK"));
        }
    }

    @Test
    void publishes_nothing_under_an_agreement_that_has_ended() {
        enrol(7, "male");
        try (World world =
                world(agreement().with("inForce", "2020-01-01 .. 2020-12-31").with("reviewBy", "2020-06-01"))) {
            assertThat(world.hub.publish("statistics.enrolment", DAY))
                    .isEqualTo(new Acceptance.Refused(Code.NOT_AGREED));
            assertThat(committee.attempts).isEmpty();
        }
    }
}
