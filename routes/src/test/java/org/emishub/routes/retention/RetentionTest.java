package org.emishub.routes.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.OneNode;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Keeper;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RetentionTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final SystemId SOCIAL = SystemId.of("social-protection/registry");

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private World world;
    private int number;

    @BeforeEach
    void aWorld() {
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(HEALTH).receiving(health.ofRecords()),
                        ConnectedSystem.of(SOCIAL).receiving(health.ofRecords())),
                agreement("health.enrolled", HEALTH, "enrolment"),
                agreement("social.left", SOCIAL, "attendance")
                        .with("retention", "{ hub: 6h after receipt, client: 30 days }"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TestAgreement agreement(String id, SystemId client, String about) {
        return TestAgreement.of(id, "event", EMIS.toString(), client.toString(), about)
                .with("discloses", "{ child.id: as is, enrolment.grade: as is }");
    }

    private void accepted(String about) {
        ChildRecord record = ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 9, 1))
                .put("child.id", "123456789" + ++number)
                .put("enrolment.grade", "grade-4")
                .build();
        Acceptance accepted = world.hub
                .gateway()
                .accept(new NativeEvent(EMIS, "e-" + number, World.utf8("e-" + number), about, record));
        assertThat(accepted).isInstanceOf(Acceptance.Accepted.class);
    }

    private void delivered(int letters) {
        await().untilAsserted(() -> assertThat(world.column("select 1 from outbox where state = 'DELIVERED'"))
                .hasSize(letters));
    }

    private long kept() {
        return (long) world.column("select count(*) from inbox where ciphertext is not null")
                .get(0);
    }

    private List<JsonNode> destroyed() {
        return world.leaves().stream()
                .filter(leaf -> leaf.path("event").stringValue().equals("DESTROYED"))
                .toList();
    }

    @Test
    void destroys_a_payload_before_it_is_a_day_old_and_enters_what_it_destroyed() throws SQLException {
        accepted("enrolment");
        accepted("enrolment");
        delivered(2);
        world.clock.forward(Duration.ofHours(23));
        world.hub.retention().run();
        assertThat(kept()).isEqualTo(2);
        assertThat(world.hub.retention().report(10).holds()).isTrue();

        world.clock.forward(Duration.ofMinutes(59));
        world.hub.retention().run();

        assertThat(kept()).isZero();
        assertThat(world.column("select receipt from outbox")).containsOnlyNulls();
        assertThat(destroyed()).singleElement().satisfies(leaf -> {
            assertThat(leaf.path("rule").stringValue()).isEqualTo("retention: message 2, receipt 2");
            assertThat(leaf.path("child").stringValue()).isEmpty();
            assertThat(leaf.path("contentHash").stringValue()).hasSize(64);
        });
        RetentionReport report = world.hub.retention().report(10);
        assertThat(report.holds()).isTrue();
        assertThat(report.oldest()).isEmpty();
        assertThat(report.runs()).singleElement().satisfies(run -> {
            assertThat(run.listed()).isEqualTo(4);
            assertThat(run.destroyed()).isEqualTo(4);
            assertThat(run.problem()).isEmpty();
        });
    }

    @Test
    void goes_by_the_shorter_time_that_an_agreement_says() {
        accepted("enrolment");
        accepted("attendance");
        delivered(2);
        assertThat(world.column("select extract(epoch from deadline - created_at)::int / 3600 from outbox order by 1"))
                .containsExactly(6, 24);

        world.clock.forward(Duration.ofHours(6));
        world.hub.retention().run();

        assertThat(world.column("select agreement from inbox where ciphertext is not null"))
                .containsExactly("enrolment");
    }

    @Test
    void says_what_is_kept_too_long_and_what_cannot_be_shown() throws SQLException {
        accepted("enrolment");
        delivered(1);
        // It would destroy by itself what is too old, before that could be looked at.
        world.hub.deliveries().close();
        world.clock.forward(Duration.ofHours(25));
        assertThat(world.hub.retention().report(10).overdue()).containsExactly("messages under any agreement");

        world.hub.retention().run();
        assertThat(world.hub.retention().report(10).holds()).isTrue();

        world.execute("update inbox set answer = 'x'");
        assertThat(world.hub.retention().report(10).runs().get(0).problem())
                .hasValue("something is left of what was destroyed");
        world.execute("update inbox set answer = null, destroyed_in = null");
        assertThat(world.hub.retention().report(10).runs().get(0).problem())
                .hasValue("the rows that are marked are not those of the list");
        world.execute("update retention_run set list_hash = 'x'");
        assertThat(world.hub.retention().report(10).runs().get(0).problem()).hasValue("its entry names another list");
    }

    @Test
    void enters_nothing_when_there_is_nothing_to_destroy() {
        accepted("enrolment");
        delivered(1);
        long size = world.ledger.size();
        world.hub.retention().run();
        world.hub.retention().run();
        assertThat(world.ledger.size()).isEqualTo(size);
    }

    @Test
    void empties_work_queues_that_nobody_looked_at_for_ninety_days() throws SQLException {
        world.execute("insert into refused_caller values ('192.0.2.7', 'MALFORMED', now(), 3)");
        world.clock.forward(Duration.ofDays(91));
        world.hub.retention().run();
        assertThat(world.column("select 1 from refused_caller")).isEmpty();
        assertThat(destroyed()).singleElement().satisfies(leaf -> assertThat(
                        leaf.path("rule").stringValue())
                .isEqualTo("retention: refused_caller 1"));
        assertThat(world.hub.retention().report(10).runs()).singleElement().satisfies(run -> {
            assertThat(run.destroyed()).isEqualTo(1);
            assertThat(run.listed())
                    .as("of a row that is gone nothing can be listed")
                    .isZero();
        });
    }

    @Test
    void has_adapters_delete_their_files_on_one_node_at_a_time() throws Exception {
        List<Instant> asked = new ArrayList<>();
        Thread here = Thread.currentThread();
        world.hub.keeps(new Keeper() {
            @Override
            public int erase(String child) {
                return 0;
            }

            /** What the hub does by itself every minute is not looked at. */
            @Override
            public List<String> destroyBefore(Instant instant) {
                if (Thread.currentThread() != here) {
                    return List.of();
                }
                asked.add(instant);
                return List.of("failed");
            }
        });
        await().pollInSameThread()
                .until(() -> OneNode.at(world.database, Retention.LOCK, () -> world.hub
                        .retention()
                        .run()));
        assertThat(asked).isEmpty();

        await().pollInSameThread().until(() -> {
            world.hub.retention().run();
            return !asked.isEmpty();
        });

        assertThat(asked.get(0)).isBefore(world.clock.instant().minus(Duration.ofHours(23)));
        assertThat(destroyed())
                .singleElement()
                .satisfies(leaf -> assertThat(leaf.path("rule").stringValue()).isEqualTo("retention: file 1"));
        assertThat(world.hub.retention().report(10).holds()).isTrue();
    }

    @Test
    void does_it_by_itself_every_minute() {
        accepted("enrolment");
        delivered(1);
        world.clock.forward(Duration.ofHours(24));
        await().until(() -> kept() == 0);
    }
}
