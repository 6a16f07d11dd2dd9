package org.emishub.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.Wire;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.World;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.envelope.Message;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubProtocolReceiverTest {
    private static final SystemId EMIS = SystemId.of("education/emis");

    @TempDir
    Path folder;

    private final List<byte[]> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final Late late = new Late();
    private HttpServer server;
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
    void aMemberWithADoor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/inbox", exchange -> {
            posted.add(exchange.getRequestBody().readAllBytes());
            byte[] receipt = World.utf8("signed");
            exchange.sendResponseHeaders(status.get(), receipt.length);
            exchange.getResponseBody().write(receipt);
            exchange.close();
        });
        server.start();
        world = new World(
                folder,
                List.of(ConnectedSystem.of(World.SCHOOLS).receiving(late)),
                TestAgreement.of("schools.enrolled", "event", EMIS.toString(), World.SCHOOLS.toString(), "enrolment")
                        .with("discloses", "{ enrolment.grade: as is }"));
        URI door = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/inbox");
        late.receiver = new HubProtocolReceiver(
                World.HUB,
                new HubProtocolReceiver.Peer(World.SCHOOLS, door, Duration.ofSeconds(5), body -> new String(
                                body, java.nio.charset.StandardCharsets.US_ASCII)
                        .equals("signed")),
                HttpClient.newHttpClient(),
                world.envelopes(World.HUB),
                Clock.systemUTC());
    }

    @AfterEach
    void end() {
        world.close();
        server.stop(0);
    }

    private void accept() {
        ChildRecord record = ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 9, 1))
                .put("child.id", "1234567890123")
                .put("enrolment.grade", "grade-4")
                .build();
        world.hub.gateway().accept(new NativeEvent(EMIS, "e-1", World.utf8("row"), "enrolment", record));
    }

    private Letter.State state() {
        try {
            return world.hub.messages().list(null, 1).get(0).state();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void posts_an_envelope_that_only_the_member_opens_and_keeps_its_receipt() {
        accept();
        await().atMost(Duration.ofSeconds(20)).until(() -> state() == Letter.State.DELIVERED);
        Message message = world.open(World.SCHOOLS, posted.get(0));
        assertThat(message.kind()).isEqualTo("event");
        assertThat(message.agreementId()).isEqualTo("schools.enrolled");
        assertThat(message.content().path("record").toString()).isEqualTo("{\"enrolment.grade\":\"grade-4\"}");
        assertThat(world.has(Event.RECEIPTED, "OK")).isTrue();
    }

    @Test
    void sends_the_identical_bytes_again_while_the_member_is_down() {
        status.set(503);
        accept();
        await().atMost(Duration.ofSeconds(20)).until(() -> posted.size() > 1);
        assertThat(posted.get(1)).isEqualTo(posted.get(0));
    }

    @Test
    void gives_up_at_once_on_what_the_member_will_never_take() {
        status.set(422);
        accept();
        await().atMost(Duration.ofSeconds(20)).until(() -> state() == Letter.State.DEAD);
        assertThat(posted).hasSize(1);
        assertThat(world.has(Event.DEAD, "REJECTED")).isTrue();
    }
}
