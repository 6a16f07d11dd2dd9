package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.envelope.Message;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class BatchTest {
    private static final SystemId REGISTRY = SystemId.of("social-protection/registry");
    private static final String AGREEMENT = "schools.meals";

    @TempDir
    Path folder;

    private final TestProvider registry = new TestProvider();
    private World world;

    @BeforeEach
    void aWorld() {
        registry.knows(entitled("1")).knows(entitled("2"));
        world = new World(
                folder,
                List.of(ConnectedSystem.of(REGISTRY).answering(registry)),
                TestAgreement.of(AGREEMENT, "batch", REGISTRY.toString(), "education/schools", "meals")
                        .with("asks", "{ child.id: as is }")
                        .with("discloses", "{ meals.eligible: answer }"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static ChildRecord entitled(String id) {
        return ChildRecord.from(REGISTRY.toString(), LocalDate.of(2026, 11, 1))
                .put("child.id", id)
                .put("household.receivesGrant", "yes")
                .put("meals.eligible", "eligible")
                .build();
    }

    private static ObjectNode batch(String... children) {
        ObjectNode content = StrictJson.newObject().put("purpose", "HPAYMT");
        ArrayNode rows = content.putArray("rows");
        for (int i = 0; i < children.length; i++) {
            rows.addObject()
                    .put("row", String.valueOf(i + 1))
                    .putObject("subject")
                    .put("child.id", children[i]);
        }
        return content;
    }

    private HubReply send(String id, ObjectNode content) {
        return world.hub.gateway().exchange(world.seal(World.SCHOOLS, id, AGREEMENT, "batch", content));
    }

    @Test
    void gives_a_verdict_per_row_in_one_sealed_envelope() {
        world.hub.facts().seal("2");
        ObjectNode content = batch("1", "2", "999");
        content.withArray("rows")
                .addObject()
                .put("row", "4")
                .putObject("subject")
                .put("child.sex", "F");
        HubReply.Sealed reply = (HubReply.Sealed) send("b-1", content);
        Message verdicts = world.open(World.SCHOOLS, reply.jose());
        assertThat(verdicts.kind()).isEqualTo("verdicts");
        assertThat(verdicts.content().path("rows").toString())
                .isEqualTo("[{\"row\":\"1\",\"fields\":{\"meals.eligible\":\"eligible\"}},"
                        + "{\"row\":\"2\",\"refusal\":\"NO_DATA\"},{\"row\":\"3\",\"refusal\":\"NO_DATA\"},"
                        + "{\"row\":\"4\",\"refusal\":\"UNMAPPED_CODE\"}]");
        assertThat(world.entries())
                .containsExactly(
                        "RECEIVED OK",
                        "ASKED OK",
                        "NOT_ASKED OK",
                        "ASKED OK",
                        "RELEASED OK",
                        "REFUSED SEALED",
                        "REFUSED UNKNOWN_CHILD",
                        "REFUSED UNMAPPED_CODE");
    }

    @Test
    void gives_the_same_verdicts_for_the_same_batch() {
        byte[] sealed = world.seal(World.SCHOOLS, "b-1", AGREEMENT, "batch", batch("1", "2"));
        HubReply.Sealed first = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        HubReply.Sealed second = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        assertThat(second.jose()).isEqualTo(first.jose());
        assertThat(registry.asked).hasSize(2);
    }

    @Test
    void refuses_more_rows_than_agreed() {
        assertThat(send("b-1", batch("1", "2", "3", "4", "5", "6"))).isEqualTo(new HubReply.Refused(Code.TOO_LARGE));
        assertThat(world.has(Event.REFUSED, "TOO_LARGE")).isTrue();
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void refuses_a_batch_without_rows() {
        assertThat(send("b-1", StrictJson.newObject())).isEqualTo(new HubReply.Refused(Code.MALFORMED));
    }

    @Test
    void counts_every_row_against_the_limit_of_the_day() {
        world.agree(TestAgreement.of(AGREEMENT, "batch", REGISTRY.toString(), "education/schools", "meals")
                .with("asks", "{ child.id: as is }")
                .with("discloses", "{ meals.eligible: answer }")
                .with("limits", "{ perDay: 3, perRequest: 3 }"));
        assertThat(send("b-1", batch("1", "2"))).isInstanceOf(HubReply.Sealed.class);
        assertThat(send("b-2", batch("1", "2"))).isEqualTo(new HubReply.Refused(Code.LIMIT_REACHED));
    }

    @Test
    void does_not_take_a_query_for_a_batch() {
        byte[] sealed = world.seal(World.SCHOOLS, "q-1", AGREEMENT, "query", World.question("1"));
        assertThat(world.hub.gateway().exchange(sealed)).isEqualTo(new HubReply.Refused(Code.NOT_AGREED));
    }
}
