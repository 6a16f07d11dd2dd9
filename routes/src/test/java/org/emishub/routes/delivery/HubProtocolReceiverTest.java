package org.emishub.routes.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.RawServer;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.Wire;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.World;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.envelope.DeliveryReceipt;
import org.emishub.security.envelope.Message;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubProtocolReceiverTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final Duration HASTY = Duration.ofMillis(400);
    /** Where not the time is looked at. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Late late = new Late();
    private RawServer server;
    private World world;

    /** The receiver needs the world's envelopes, and the world its systems: whichever comes first waits for the other. */
    private static final class Late implements Receiver {
        private volatile Receiver receiver;

        @Override
        public Wire translate(String messageId, Disclosure disclosure) {
            return receiver.translate(messageId, disclosure);
        }

        @Override
        public Delivered deliver(String idempotencyKey, Wire wire) {
            return receiver.deliver(idempotencyKey, wire);
        }
    }

    @BeforeEach
    void aMemberWithADoor() {
        server = new RawServer((socket, request) -> RawServer.hang(socket));
        world = new World(
                folder,
                List.of(ConnectedSystem.of(World.SCHOOLS).receiving(late)),
                TestAgreement.of("schools.enrolled", "event", EMIS.toString(), World.SCHOOLS.toString(), "enrolment")
                        .with("discloses", "{ enrolment.grade: as is }"));
        server.behave((socket, request) -> RawServer.answer(200, World.utf8(receipt(World.SCHOOLS, request)))
                .answer(socket, request));
        waitsFor(PATIENCE);
    }

    private void waitsFor(Duration time) {
        late.receiver = new HubProtocolReceiver(
                World.HUB,
                new HubProtocolReceiver.Peer(World.SCHOOLS, server.address(), time),
                HttpClient.newHttpClient(),
                world.envelopes(World.HUB),
                Clock.systemUTC());
    }

    @AfterEach
    void end() {
        world.close();
        server.close();
    }

    private Message taken(byte[] sealed) {
        return world.open(World.SCHOOLS, sealed);
    }

    /** What {@code signer} would sign of a letter to the schools. */
    private String receipt(SystemId signer, byte[] sealed) {
        return DeliveryReceipt.of(taken(sealed).id(), signer, World.HUB, sealed)
                .signed(world.envelopes(signer), Instant.now());
    }

    private void accept() {
        ChildRecord record = ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 9, 1))
                .put("child.id", "1234567890123")
                .put("enrolment.grade", "grade-4")
                .build();
        world.hub.gateway().accept(new NativeEvent(EMIS, "e-1", World.utf8("row"), "enrolment", record));
    }

    private Letter letter() {
        try {
            return world.hub.messages().list(null, 1).get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ends(Letter.State state) {
        await().until(() -> letter().state() == state);
    }

    /** Every attempt ends in this fault, until there is none left. */
    private void diesOf(String reason, RawServer.Behaviour behaviour) {
        server.behave(behaviour);
        accept();
        ends(Letter.State.DEAD);
        assertThat(letter().reason()).isEqualTo(reason);
        assertThat(server.requests).hasSize(World.QUICK.attempts());
        assertThat(world.has(Event.DEAD, reason)).isTrue();
        assertThat(world.has(Event.RECEIPTED, "OK")).isFalse();
    }

    private void diesOfWrongReceipt(String answer) {
        diesOf("WRONG_RECEIPT", RawServer.answer(200, World.utf8(answer)));
    }

    @Test
    void posts_an_envelope_that_only_the_member_opens_and_keeps_its_receipt() {
        accept();
        ends(Letter.State.DELIVERED);
        Message message = taken(server.requests.get(0));
        assertThat(message.kind()).isEqualTo("event");
        assertThat(message.agreementId()).isEqualTo("schools.enrolled");
        assertThat(message.content().path("record").toString()).isEqualTo("{\"enrolment.grade\":\"grade-4\"}");
        assertThat(world.has(Event.RECEIPTED, "OK")).isTrue();
        byte[] kept = world.atRest.open("receipt/" + message.id(), (byte[])
                world.column("select receipt from outbox").get(0));
        assertThat(new String(kept, US_ASCII).split("\\.")).hasSize(3);
    }

    @Test
    void sends_the_identical_bytes_again_while_the_member_is_down() {
        server.behave(RawServer.answer(503, new byte[0]));
        accept();
        await().until(() -> server.requests.size() > 1);
        assertThat(server.requests.get(1)).isEqualTo(server.requests.get(0));
    }

    @Test
    void gives_up_at_once_on_what_the_member_will_never_take() {
        server.behave(RawServer.answer(422, new byte[0]));
        accept();
        ends(Letter.State.DEAD);
        assertThat(server.requests).hasSize(1);
        assertThat(world.has(Event.DEAD, "REJECTED")).isTrue();
    }

    @Test
    void tries_again_where_somebody_in_between_does_not_know_the_way() {
        diesOf("REJECTED", RawServer.answer(404, new byte[0]));
    }

    @Test
    void takes_no_bare_yes_for_a_receipt() {
        diesOfWrongReceipt("");
    }

    @Test
    void takes_no_unsigned_words_for_a_receipt() {
        diesOfWrongReceipt("{\"outcome\":\"accepted\"}");
    }

    @Test
    void takes_no_receipt_of_another_member() {
        diesOf("WRONG_RECEIPT", (socket, request) -> RawServer.answer(200, World.utf8(receipt(World.STRANGER, request)))
                .answer(socket, request));
    }

    @Test
    void takes_no_receipt_that_another_member_signed_in_the_members_name() {
        diesOf("WRONG_RECEIPT", (socket, request) -> {
            String forged = DeliveryReceipt.of(taken(request).id(), World.SCHOOLS, World.HUB, request)
                    .signed(world.envelopes(World.STRANGER), Instant.now());
            RawServer.answer(200, World.utf8(forged)).answer(socket, request);
        });
    }

    @Test
    void takes_no_receipt_for_another_letter() {
        diesOf("WRONG_RECEIPT", (socket, request) -> {
            String other = DeliveryReceipt.of("another", World.SCHOOLS, World.HUB, request)
                    .signed(world.envelopes(World.SCHOOLS), Instant.now());
            RawServer.answer(200, World.utf8(other)).answer(socket, request);
        });
    }

    @Test
    void takes_no_receipt_for_other_bytes() {
        diesOf("WRONG_RECEIPT", (socket, request) -> {
            String other = DeliveryReceipt.of(taken(request).id(), World.SCHOOLS, World.HUB, new byte[] {1})
                    .signed(world.envelopes(World.SCHOOLS), Instant.now());
            RawServer.answer(200, World.utf8(other)).answer(socket, request);
        });
    }

    @Test
    void takes_no_receipt_that_says_no() {
        diesOf("WRONG_RECEIPT", (socket, request) -> {
            String refused = world.envelopes(World.SCHOOLS)
                    .sign(StrictJson.newObject()
                            .put("jti", taken(request).id())
                            .put("iss", World.SCHOOLS.toString())
                            .put("sub", World.HUB.toString())
                            .put("sha256", Sha256.hex(request))
                            .put("iat", 1)
                            .put("outcome", "refused"));
            RawServer.answer(200, World.utf8(refused)).answer(socket, request);
        });
    }

    @Test
    void delivers_once_a_wrong_receipt_is_followed_by_the_right_one() {
        AtomicInteger answered = new AtomicInteger();
        server.behave((socket, request) -> {
            SystemId signer = answered.getAndIncrement() == 0 ? World.STRANGER : World.SCHOOLS;
            RawServer.answer(200, World.utf8(receipt(signer, request))).answer(socket, request);
        });
        accept();
        ends(Letter.State.DELIVERED);
        assertThat(letter().attempts()).isEqualTo(2);
    }

    @Test
    void gives_up_on_a_receipt_that_drips() {
        waitsFor(HASTY);
        diesOf("TIMEOUT", (socket, request) -> {
            socket.getOutputStream().write(RawServer.head(200, 60_000));
            RawServer.drip(socket);
        });
    }

    @Test
    void gives_up_on_a_member_that_hangs() {
        waitsFor(HASTY);
        diesOf("TIMEOUT", (socket, request) -> {
            socket.getOutputStream().write(RawServer.head(200, 600));
            RawServer.hang(socket);
        });
    }

    @Test
    void takes_half_a_receipt_for_none() {
        diesOf("UNREACHABLE", (socket, request) -> {
            byte[] whole = World.utf8(receipt(World.SCHOOLS, request));
            socket.getOutputStream().write(RawServer.head(200, whole.length));
            socket.getOutputStream().write(whole, 0, whole.length / 2);
            socket.shutdownOutput();
            RawServer.hang(socket);
        });
    }
}
