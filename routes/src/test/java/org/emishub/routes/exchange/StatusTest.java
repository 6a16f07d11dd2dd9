package org.emishub.routes.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.envelope.Message;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StatusTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final SystemId LABOUR = SystemId.of("labour/office");
    private static final String CHILD = "1234567890123";

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private final TestReceiver labour = new TestReceiver();
    private World world;

    @BeforeEach
    void bring_up() {
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(HEALTH).receiving(health.ofRecords()),
                        ConnectedSystem.of(LABOUR).receiving(labour.ofRecords()),
                        ConnectedSystem.of(EMIS).answering(new TestProvider())),
                TestAgreement.of("health.enrolled", "event", World.SCHOOLS.toString(), HEALTH.toString(), "enrolment")
                        .with("discloses", "{ enrolment.grade: as is }"),
                TestAgreement.of("labour.leaver", "event", World.SCHOOLS.toString(), LABOUR.toString(), "enrolment")
                        .with("discloses", "{ enrolment.grade: as is }"),
                TestAgreement.of("schools.meals", "query", EMIS.toString(), World.SCHOOLS.toString(), "meals")
                        .with("asks", "{ child.id: as is }")
                        .with("discloses", "{ enrolment.grade: as is }"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private HubReply accept(SystemId sender, String id) {
        ObjectNode content = StrictJson.newObject().put("asOf", "2026-09-01");
        content.putObject("record").put("child.id", CHILD).put("enrolment.grade", "grade-4");
        return world.hub.gateway().exchange(world.seal(sender, id, "health.enrolled", "event", content));
    }

    private static ObjectNode about(String... ids) {
        ObjectNode content = StrictJson.newObject();
        List.of(ids).forEach(content.putArray("messages")::add);
        return content;
    }

    private HubReply exchange(SystemId asker, String agreement, JsonNode content) {
        return world.hub.gateway().exchange(world.seal(asker, World.id(), agreement, "status", content));
    }

    private JsonNode ask(SystemId asker, String... ids) {
        HubReply.Sealed sealed = (HubReply.Sealed) exchange(asker, "status", about(ids));
        return world.open(asker, sealed.jose()).content().path("messages");
    }

    private JsonNode one(String id) {
        return ask(World.SCHOOLS, id).path(0);
    }

    private void becomes(String id, String outcome) {
        await().until(() -> one(id).path("outcome").stringValue().equals(outcome));
    }

    private static String delivery(JsonNode message, int number, String what) {
        return message.path("deliveries").path(number).path(what).asString("-");
    }

    @Test
    void tells_the_sender_of_each_delivery_and_of_the_whole() {
        accept(World.SCHOOLS, "m-1");
        becomes("m-1", "delivered");
        JsonNode message = one("m-1");
        assertThat(delivery(message, 0, "agreement")).isEqualTo("health.enrolled");
        assertThat(delivery(message, 0, "outcome")).isEqualTo("delivered");
        assertThat(delivery(message, 1, "agreement")).isEqualTo("labour.leaver");
        assertThat(delivery(message, 1, "at")).startsWith("20");
    }

    @Test
    void waits_while_any_delivery_does_and_is_a_dead_letter_when_one_is() {
        labour.before = key -> {
            throw new SystemFault("UNREACHABLE", "away", false);
        };
        accept(World.SCHOOLS, "m-1");
        await().until(() -> delivery(one("m-1"), 0, "outcome").equals("delivered"));
        becomes("m-1", "dead-lettered");
        assertThat(delivery(one("m-1"), 0, "outcome")).isEqualTo("delivered");
        assertThat(delivery(one("m-1"), 1, "outcome")).isEqualTo("dead-lettered");
        assertThat(delivery(one("m-1"), 1, "reason")).isEqualTo("UNREACHABLE");
        world.execute("update outbox set state = 'PENDING', payload = null where agreement = 'labour.leaver'");
        assertThat(one("m-1").path("outcome").stringValue()).isEqualTo("waiting");
        assertThat(delivery(one("m-1"), 1, "at")).isEqualTo("-");
    }

    @Test
    void calls_a_message_refused_whose_every_part_was() {
        world.hub.facts().seal(CHILD);
        assertThat(accept(World.SCHOOLS, "m-1")).isEqualTo(new HubReply.Refused(Code.NO_DATA));
        JsonNode message = one("m-1");
        assertThat(message.path("outcome").stringValue()).isEqualTo("refused");
        assertThat(message.path("reason").stringValue()).isEqualTo("NO_DATA");
        assertThat(message.toString()).doesNotContain("SEALED");
        assertThat(delivery(message, 0, "reason")).isEqualTo("NO_DATA");
    }

    @Test
    void calls_a_message_refused_that_was_accepted_and_then_refused_on_its_way() {
        health.before = key -> {
            throw new SystemFault("UNREACHABLE", "away", false);
        };
        labour.before = health.before;
        accept(World.SCHOOLS, "m-1");
        world.hub.facts().seal(CHILD);
        await().until(() -> !one("m-1").path("outcome").stringValue().equals("waiting"));
        assertThat(one("m-1").toString()).doesNotContain("SEALED");
    }

    @Test
    void tells_of_what_was_not_delivered_in_time() {
        health.before = key -> {
            throw new SystemFault("UNREACHABLE", "away", false);
        };
        labour.before = health.before;
        accept(World.SCHOOLS, "m-1");
        becomes("m-1", "dead-lettered");
        world.clock.forward(Duration.ofHours(25));
        becomes("m-1", "expired");
    }

    @Test
    void knows_nothing_of_others_messages_or_of_those_never_sent() {
        accept(World.SCHOOLS, "m-1");
        JsonNode told = ask(World.STRANGER, "m-1", "never");
        assertThat(told.path(0).toString().replace("m-1", "never"))
                .isEqualTo(told.path(1).toString())
                .isEqualTo("{\"id\":\"never\",\"outcome\":\"unknown\",\"reason\":\"\",\"deliveries\":[]}");
    }

    @Test
    void tells_the_askers_own_questions_from_what_was_never_answered() {
        HubReply answered = world.hub
                .gateway()
                .exchange(world.seal(World.SCHOOLS, "q-1", "schools.meals", "query", World.question(CHILD)));
        assertThat(answered).isInstanceOf(HubReply.Sealed.class);
        assertThat(one("q-1").path("outcome").stringValue()).isEqualTo("refused");
        world.execute("update inbox set state = 'RECEIVED', code = 'OK'");
        assertThat(one("q-1").path("outcome").stringValue()).isEqualTo("waiting");
        world.clock.forward(Duration.ofHours(25));
        assertThat(one("q-1").path("outcome").stringValue()).isEqualTo("expired");
        world.execute("update inbox set state = 'ANSWERED'");
        assertThat(one("q-1").path("outcome").stringValue()).isEqualTo("delivered");
    }

    @Test
    void answers_in_the_order_asked_and_sealed_in_reply_to_the_question() {
        accept(World.SCHOOLS, "m-1");
        accept(World.SCHOOLS, "m-2");
        byte[] question = world.seal(World.SCHOOLS, "s-1", "status", "status", about("m-2", "x", "m-1", "m-2"));
        HubReply.Sealed sealed = (HubReply.Sealed) world.hub.gateway().exchange(question);
        Message answer = world.open(World.SCHOOLS, sealed.jose());
        assertThat(answer.kind()).isEqualTo("answer");
        assertThat(answer.inReplyTo()).hasSize(64);
        assertThat(answer.content().path("messages").valueStream().map(each -> each.path("id")
                        .stringValue()))
                .containsExactly("m-2", "x", "m-1", "m-2");
    }

    @Test
    void leaves_no_entry_and_no_row() {
        accept(World.SCHOOLS, "m-1");
        becomes("m-1", "delivered");
        long entries = world.ledger.size();
        ask(World.SCHOOLS, "m-1");
        ask(World.SCHOOLS, "s-1");
        assertThat(world.ledger.size()).isEqualTo(entries);
        assertThat(world.column("select message_id from inbox")).containsExactly("m-1");
    }

    @Test
    void refuses_what_is_not_of_its_form_with_one_entry_a_minute() {
        String[] many = IntStream.rangeClosed(0, StatusAnswers.MOST)
                .mapToObj(number -> "m-" + number)
                .toArray(String[]::new);
        ObjectNode number = StrictJson.newObject();
        number.putArray("messages").add(1);
        List<ObjectNode> wrong = List.of(
                about(many),
                about(),
                about("not an id"),
                about("x".repeat(65)),
                about("a").put("more", 1),
                number,
                StrictJson.newObject().put("messages", "a"),
                StrictJson.newObject());
        for (ObjectNode content : wrong) {
            assertThat(exchange(World.SCHOOLS, "status", content)).isEqualTo(new HubReply.Refused(Code.MALFORMED));
        }
        assertThat(exchange(World.SCHOOLS, "health.enrolled", about("a")))
                .isEqualTo(new HubReply.Refused(Code.MALFORMED));
        assertThat(world.entries()).hasSizeBetween(1, 2).containsOnly("REFUSED MALFORMED");
    }

    @Test
    void tells_a_native_sender_the_same() {
        ChildRecord record = ChildRecord.from(World.SCHOOLS.toString(), LocalDate.of(2026, 9, 1))
                .put("child.id", CHILD)
                .put("enrolment.grade", "grade-4")
                .build();
        world.hub
                .gateway()
                .accept(new NativeEvent(World.SCHOOLS, "n-1", "row".getBytes(US_ASCII), "enrolment", record));
        await().until(() -> outcome("n-1").equals(MessageStatus.Outcome.DELIVERED));
        world.hub.gateway().received(World.SCHOOLS, "package", "00".repeat(32));
        assertThat(outcome("package")).isEqualTo(MessageStatus.Outcome.DELIVERED);
        assertThat(world.hub.gateway().status(EMIS, List.of("n-1"))).containsExactly(MessageStatus.unknown("n-1"));
    }

    private MessageStatus.Outcome outcome(String id) {
        return world.hub.gateway().status(World.SCHOOLS, List.of(id)).get(0).outcome();
    }
}
