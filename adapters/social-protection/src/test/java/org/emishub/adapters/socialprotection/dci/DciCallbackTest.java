package org.emishub.adapters.socialprotection.dci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.emishub.adapters.socialprotection.Attendance;
import org.emishub.adapters.socialprotection.Server;
import org.emishub.adapters.socialprotection.simulator.DciCallbackSimulator;
import org.emishub.outside.OutsideMaterial;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** The registered callback of a client, and the client's side of it. */
class DciCallbackTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-02T06:30:00Z"), ZoneOffset.UTC);
    private static final DciTo TO = new DciTo("social-protection/mis", "c-1", "t-1", "c-1", Duration.ofHours(24));

    private final Member hub = Member.of("hub/emis-hub", "hub-key", "Ed25519");
    private final Member mis = Member.of("social-protection/mis", "mis-key", "P-256");
    private final DciCallbackSimulator client =
            new DciCallbackSimulator(mis.identity(), "hub/emis-hub", hub.keys(), CLOCK);
    private final Scripted scripted = new Scripted();
    private final Server server = new Server()
            .mount("/registry/on-search", client)
            .mount("/scripted", scripted)
            .start();
    private final DciCallback callback = to("/registry/on-search");

    @AfterEach
    void stop() {
        server.close();
    }

    private DciCallback to(String path) {
        return to(path, Duration.ofSeconds(60));
    }

    private DciCallback to(String path, Duration within) {
        return new DciCallback(server.at(path), Optional.empty(), within);
    }

    private static byte[] answer(Member by, DciTo to) {
        DciAnswers answers = new DciAnswers(by.signer(), by.system(), CLOCK);
        var request = JsonNodeFactory.instance.objectNode().put("reference_id", "1");
        return answers.message(to, List.of(answers.disclosed(request, Attendance.disclosure())));
    }

    private Delivered deliver(byte[] bytes) {
        return callback.deliver("key-1", new Wire("application/json", bytes));
    }

    private SystemFault fault(DciCallback at, byte[] bytes) {
        try {
            at.deliver("key-1", new Wire("application/json", bytes));
        } catch (SystemFault e) {
            return e;
        }
        throw new AssertionError("delivered");
    }

    /** Answers what it was told to. */
    private static final class Scripted extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private int status = 200;
        private String body = "";
        private long pause;
        private String key = "";

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            key = request.getHeader("Idempotency-Key");
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            response.setStatus(status);
            response.getOutputStream().write(body.getBytes(UTF_8));
        }
    }

    @Test
    void has_delivered_what_the_client_acknowledges_and_attests_its_answer() throws Exception {
        client.expect("t-1");

        Delivered delivered = deliver(answer(hub, TO));

        assertThat(delivered.signed()).isFalse();
        assertThat(new String(delivered.receipt(), UTF_8)).contains("\"ack_status\":\"ACK\"");
        assertThat(client.await("t-1", Duration.ZERO)).hasValueSatisfying(taken -> {
            assertThat(taken.status()).isEqualTo("succ");
            assertThat(taken.records()).hasSize(1);
        });
    }

    @Test
    void has_one_effect_however_often_it_is_brought() throws Exception {
        client.expect("t-1");
        byte[] bytes = answer(hub, TO);

        deliver(bytes);
        deliver(bytes);

        assertThat(client.answered()).containsExactly("ACK", "ACK again");
    }

    @Test
    void is_given_up_when_the_client_never_asked_or_was_given_another_correlation() {
        assertThat(fault(callback, answer(hub, TO)).permanent()).isTrue();
        client.expect("t-1");
        client.acknowledged("t-1", "another");
        assertThat(fault(callback, answer(hub, TO)).reason()).isEqualTo("REJECTED");
        assertThat(client.answered()).containsOnly("NACK err.request.not_found");
    }

    @Test
    void finds_out_an_answer_that_came_before_its_acknowledgement_under_another_correlation() throws Exception {
        client.expect("t-1");
        deliver(answer(hub, TO));

        assertThatThrownBy(() -> client.acknowledged("t-1", "another")).hasMessageContaining("correlation");
    }

    @Test
    void is_not_taken_from_anybody_but_the_hub_nor_for_anybody_else() {
        client.expect("t-1");
        Member stranger = Member.of("hub/emis-hub", "hub-key", "Ed25519");
        DciTo other = new DciTo("social-protection/registry", "c-1", "t-1", "c-1", Duration.ofHours(24));
        String signed = new String(answer(hub, TO), UTF_8);

        fault(callback, answer(stranger, TO));
        fault(callback, answer(hub, other));
        fault(callback, signed.replace("\"rate\":95", "\"rate\":96").getBytes(UTF_8));
        fault(callback, ("{" + signed.substring(signed.indexOf("\"header\""))).getBytes(UTF_8));

        assertThat(client.answered())
                .containsExactly(
                        "ERR err.signature.invalid",
                        "ERR err.receiver_id.invalid",
                        "ERR err.signature.invalid",
                        "ERR err.signature.missing");
    }

    @Test
    void is_tried_again_when_the_client_is_away_or_says_nothing_that_is_an_acknowledgement() {
        scripted.status = 503;
        assertThat(fault(to("/scripted"), answer(hub, TO)).permanent()).isFalse();
        scripted.status = 200;
        scripted.body = "OK";
        SystemFault nothing = fault(to("/scripted"), answer(hub, TO));
        assertThat(nothing.reason()).isEqualTo("BAD_ANSWER");
        assertThat(nothing.permanent()).isFalse();
        assertThat(scripted.key).isEqualTo("key-1");
    }

    @Test
    void waits_no_longer_than_its_deadline() {
        scripted.pause = 4_000;
        assertThat(fault(to("/scripted", Duration.ofMillis(500)), answer(hub, TO))
                        .reason())
                .isEqualTo("TIMEOUT");
    }

    @Test
    void is_given_up_when_the_client_refuses_the_request_itself() {
        scripted.status = 400;
        assertThat(fault(to("/scripted"), answer(hub, TO)).permanent()).isTrue();
    }

    @Test
    @OutsideMaterial
    void is_acknowledged_as_the_openapi_documents_of_dci_say() {
        DciApi social = new DciApi("social_api_v1.0.0.yaml");
        client.expect("t-1");

        assertThat(social.faultsOfCallback(answer(hub, TO))).isEmpty();
        assertThat(social.faultsOfAck(deliver(answer(hub, TO)).receipt())).isEmpty();
        byte[] rejected =
                new DciAnswers(hub.signer(), hub.system(), CLOCK).rejected(TO, "rjct.message_ts.invalid", Code.EXPIRED);
        assertThat(social.faultsOfCallback(rejected)).isEmpty();
    }
}
