package org.emishub.routes.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.packages.Packages.Upload;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A row of which nothing is said is not told by its time from another one, whether its provider was asked or not. */
class RowTimeTest {
    private static final SystemId REGISTRY = SystemId.of("social-protection/registry");
    private static final String AGREEMENT = "schools.meals";
    private static final Duration SLOT = World.SLOW_TO_SAY_NOTHING.noDataAfter();

    @TempDir
    Path folder;

    private final TestProvider registry = new TestProvider();
    private World world;

    @BeforeEach
    void aWorld() {
        world = new World(
                folder,
                World.SLOW_TO_SAY_NOTHING,
                List.of(ConnectedSystem.of(REGISTRY).answering(registry)),
                TestAgreement.of(AGREEMENT, "batch", REGISTRY.toString(), "education/schools", "meals")
                        .with("asks", "{ child.id: as is }")
                        .with("discloses", "{ meals.eligible: answer }")
                        .with("limits", "{ perDay: 10000, perRequest: 1000 }"));
        world.hub.facts().seal("sealed");
    }

    @AfterEach
    void end() {
        world.close();
    }

    /** From the last part to the batch receipt. */
    private Duration asPackage(String id, String child) {
        TestPackage asked = TestPackage.of(world, AGREEMENT, id, List.of(child), 1);
        Upload upload = world.hub.packages().upload();
        long since = System.nanoTime();
        asked.all().forEach(part -> assertThat(upload.part(part)).isEmpty());
        upload.end();
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            PackageReply.State reply = (PackageReply.State) world.hub.packages().ask(asked.request("package-state"));
            return world.open(World.SCHOOLS, reply.jose())
                    .content()
                    .path("state")
                    .asString("")
                    .equals("answered");
        });
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Test
    void a_package_that_says_nothing_of_a_child_is_answered_at_the_end_of_a_slot() {
        assertThat(asPackage("p-1", "sealed")).as("not asked").isGreaterThanOrEqualTo(SLOT);
        assertThat(asPackage("p-2", "unknown")).as("asked").isGreaterThanOrEqualTo(SLOT);
        assertThat(registry.asked).hasSize(1);
    }

    @Test
    void a_batch_has_slots_for_all_its_rows() {
        ObjectNode content = StrictJson.newObject().put("purpose", "HPAYMT");
        IntStream.rangeClosed(1, 11).forEach(row -> content.withArray("rows")
                .addObject()
                .put("row", Integer.toString(row))
                .putObject("subject")
                .put("child.id", "sealed"));
        long since = System.nanoTime();
        HubReply reply = world.hub.gateway().exchange(world.seal(World.SCHOOLS, "b-1", AGREEMENT, "batch", content));
        assertThat(reply).isInstanceOf(HubReply.Sealed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(SLOT.multipliedBy(2));
    }

    @Test
    void a_batch_that_is_too_large_is_refused_without_slots_for_its_rows() {
        ObjectNode content = StrictJson.newObject().put("purpose", "HPAYMT");
        IntStream.rangeClosed(1, 1_001).forEach(row -> content.withArray("rows")
                .addObject()
                .put("row", Integer.toString(row))
                .putObject("subject")
                .put("child.id", "sealed"));
        long since = System.nanoTime();
        HubReply reply = world.hub.gateway().exchange(world.seal(World.SCHOOLS, "b-1", AGREEMENT, "batch", content));
        assertThat(reply).isEqualTo(new HubReply.Refused(Code.TOO_LARGE));
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(SLOT.multipliedBy(50));
    }
}
