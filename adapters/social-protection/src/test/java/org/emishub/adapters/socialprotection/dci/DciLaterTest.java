package org.emishub.adapters.socialprotection.dci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.adapters.socialprotection.Attendance;
import org.emishub.adapters.socialprotection.Hub;
import org.emishub.adapters.socialprotection.MovableClock;
import org.emishub.adapters.socialprotection.Server;
import org.emishub.adapters.socialprotection.TestDatabase;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Acknowledged;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.outside.OutsideMaterial;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.MessageStatus.Outcome;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DciLaterTest {
    private static final Instant NOW = Instant.parse("2026-10-02T06:30:00Z");
    private static final URI CALLBACK = URI.create("https://127.0.0.1:8105/registry/on-search");
    private static final Question ZARINA = question("8801152345671");
    private static final Question DALER = question("8801152345672");

    private final Member hubItself = Member.of("hub/emis-hub", "hub-key", "Ed25519");
    private final Member mis = Member.of("social-protection/mis", "mis-key", "P-256");
    private final MovableClock clock = new MovableClock(NOW);
    private final DataSource database = TestDatabase.fresh();
    private final Hub hub = new Hub();
    private final DciQuestions questions = new DciQuestions(database);
    private Optional<URI> registered = Optional.of(CALLBACK);
    private final DciLater later = new DciLater(
            hub,
            hubItself.signer(),
            Member.verifier(mis, hubItself),
            new DciLater.Hub(hubItself.system(), database, client -> registered, clock));
    private final DciWorker worker = worker();
    private final Server server = new Server()
            .mount("/dci/registry/search", later.door())
            .mount("/dci/registry/sync/txn/status", later.statusDoor())
            .mount(
                    "/dci/registry/sync/search",
                    new DciDoor(hub, hubItself.signer(), Member.verifier(mis, hubItself), hubItself.system(), clock))
            .start();

    DciLaterTest() {
        hub.database = database;
        hub.disclosing(Attendance.disclosure());
    }

    @AfterEach
    void stop() {
        later.close();
        server.close();
    }

    private DciWorker worker() {
        DciAnswers answers = new DciAnswers(hubItself.signer(), hubItself.system(), clock);
        return new DciWorker(hub, new DciConversation(hub, answers, clock), questions, clock);
    }

    private static Question question(String uin) {
        return new Question(
                uin,
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2026, 9, 30),
                "r.saidova",
                "case worker",
                "C-2026-118",
                "HPAYMT");
    }

    private DciClientSimulator client() {
        return new DciClientSimulator(
                HttpClient.newHttpClient(),
                server.at("/dci/registry/sync/search"),
                mis.identity(),
                "hub/emis-hub",
                hubItself.keys(),
                clock);
    }

    private Acknowledged send(byte[] request) throws Exception {
        return client().sendLater(server.at("/dci/registry/search"), request);
    }

    private byte[] request(String id, Question... about) {
        return client().request(id, List.of(about));
    }

    private int waiting() throws Exception {
        try (var connection = database.getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from dci_question where answered_at is null")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static JsonNode message(LateAnswer answer) {
        return DciJson.MAPPER.readTree(answer.wire().bytes());
    }

    private void nothingAccepted() throws Exception {
        assertThat(hub.accepted).isEmpty();
        assertThat(waiting()).isZero();
    }

    @Test
    void acknowledges_at_once_what_it_has_kept_and_asks_nobody_yet() throws Exception {
        Acknowledged ack = send(request("m-1", ZARINA));

        assertThat(ack.status()).isEqualTo("ACK");
        assertThat(ack.timestamp()).isEqualTo("2026-10-02T06:30:00Z");
        assertThat(ack.correlation()).isNotEmpty().isNotEqualTo("m-1");
        assertThat(waiting()).isOne();
        assertThat(hub.accepted).containsOnlyKeys("m-1");
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void keeps_no_value_of_a_question_in_its_own_table() throws Exception {
        send(request("m-1", ZARINA));

        try (var connection = database.getConnection();
                var row = connection.createStatement().executeQuery("select q::text from dci_question q")) {
            row.next();
            assertThat(row.getString(1)).contains("m-1").doesNotContain(ZARINA.uin(), "saidova", "C-2026-118");
        }
    }

    @Test
    void answers_the_accepted_message_once_with_what_the_synchronous_door_would_answer() throws Exception {
        Acknowledged ack = send(request("m-1", ZARINA));
        byte[] atOnce = DciHttp.post(server.at("/dci/registry/sync/search"), request("m-2", ZARINA))
                .body();
        hub.asked.clear();

        assertThat(worker.answerNext()).isTrue();
        assertThat(worker.answerNext()).isFalse();

        assertThat(hub.asked).extracting(NativeQuestion::messageId).containsExactly("m-1.1");
        JsonNode answer = message(hub.answers.get(0));
        assertThat(answer.path("message").path("search_response"))
                .isEqualTo(DciJson.MAPPER.readTree(atOnce).path("message").path("search_response"));
        assertThat(answer.path("message").path("correlation_id").asString()).isEqualTo(ack.correlation());
        assertThat(answer.path("message").path("transaction_id").asString()).isEqualTo("m-1");
        assertThat(answer.path("header").path("action").asString()).isEqualTo("on-search");
        assertThat(hub.answers.get(0).answered()).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void signs_for_as_long_as_the_answer_may_wait_for_its_receiver() throws Exception {
        send(request("m-1", ZARINA));
        worker.answerNext();

        DciSignature signature =
                DciSignature.read(message(hub.answers.get(0)).path("signature").asString());
        assertThat(signature.expires() - signature.created())
                .isEqualTo(Duration.ofHours(24).toSeconds());
    }

    @Test
    void gives_the_same_message_the_same_acknowledgement_and_no_second_search() throws Exception {
        byte[] request = request("m-1", ZARINA);
        Acknowledged first = send(request);
        worker.answerNext();
        clock.forward(Duration.ofDays(30));
        registered = Optional.empty();

        Acknowledged again = send(request);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(worker.answerNext()).isFalse();
        assertThat(hub.answers).hasSize(1);
    }

    @Test
    void refuses_another_content_under_a_used_id() throws Exception {
        send(request("m-1", ZARINA));

        Acknowledged other = send(request("m-1", DALER));

        assertThat(other.status()).isEqualTo("NACK");
        assertThat(other.message()).startsWith("REPLAYED: ");
        assertThat(waiting()).isOne();
    }

    @Test
    void refuses_a_message_that_the_synchronous_door_has_answered() throws Exception {
        byte[] request = request("m-1", ZARINA);
        hub.accepted.put("m-1", DciMessage.read(request).signed());

        Acknowledged no = send(request);

        assertThat(no.status()).isEqualTo("NACK");
        assertThat(no.message()).startsWith("REPLAYED: ");
        assertThat(waiting()).isZero();
    }

    @Test
    void refuses_a_callback_that_is_not_the_registered_one() throws Exception {
        for (String other : List.of(
                "https://127.0.0.1:8105/registry/on-search/",
                "https://attacker.example/registry/on-search",
                "http://169.254.169.254/latest/meta-data")) {
            Acknowledged no = send(client().request("m-1", List.of(ZARINA), other));
            assertThat(no.status()).isEqualTo("NACK");
            assertThat(no.error()).isEqualTo("err.sender_uri.invalid");
            assertThat(no.message()).contains("not the callback registered").doesNotContain(other);
        }
        nothingAccepted();
        assertThat(hub.refusals).extracting(Refusal::code).containsOnly(Code.MALFORMED);
    }

    @Test
    void takes_a_message_that_names_the_registered_callback() throws Exception {
        assertThat(send(client().request("m-1", List.of(ZARINA), CALLBACK.toString()))
                        .status())
                .isEqualTo("ACK");
    }

    @Test
    void refuses_a_client_that_has_no_callback_registered() throws Exception {
        registered = Optional.empty();

        Acknowledged no = send(request("m-1", ZARINA));

        assertThat(no.status()).isEqualTo("NACK");
        assertThat(no.error()).isEqualTo("err.sender_uri.invalid");
        nothingAccepted();
    }

    @Test
    void refuses_what_no_agreement_is_about() throws Exception {
        hub.agreed = false;

        Acknowledged no = send(request("m-1", ZARINA));

        assertThat(no.status()).isEqualTo("NACK");
        assertThat(no.message()).startsWith("NOT_AGREED: ");
        nothingAccepted();
    }

    @Test
    void calls_a_wrong_header_an_error() throws Exception {
        byte[] old = request("m-1", ZARINA);
        clock.forward(Duration.ofMinutes(11));

        Acknowledged no = send(old);

        assertThat(no.status()).isEqualTo("ERR");
        assertThat(no.message()).startsWith("rjct.message_ts.invalid: EXPIRED: ");
        assertThat(hub.refusals).extracting(Refusal::code).containsExactly(Code.EXPIRED);
        nothingAccepted();
    }

    @Test
    void refuses_an_id_that_leaves_no_room_for_the_numbers_of_its_searches() throws Exception {
        assertThat(send(request("m".repeat(61), ZARINA)).status()).isEqualTo("NACK");
        assertThat(send(request("m".repeat(60), ZARINA)).status()).isEqualTo("ACK");
    }

    @Test
    void gives_a_stranger_an_http_error_as_the_synchronous_door_does() throws Exception {
        String signed = new String(request("m-1", ZARINA), UTF_8);

        Acknowledged altered = send(signed.replace(ZARINA.uin(), DALER.uin()).getBytes(UTF_8));

        assertThat(altered.http()).isEqualTo(401);
        assertThat(altered.error()).isEqualTo("err.signature.invalid");
        nothingAccepted();
    }

    @Test
    void acknowledges_nothing_that_cannot_be_made_durable() throws Exception {
        hub.ledger = false;

        Acknowledged no = send(request("m-1", ZARINA));

        assertThat(no.http()).isEqualTo(503);
        assertThat(no.status()).isEmpty();
        assertThat(new String(no.body(), UTF_8)).doesNotContain("PLANTED");
        assertThat(waiting()).isZero();
    }

    @Test
    void answers_all_searches_of_a_message_in_one_body_and_counts_them_together() throws Exception {
        hub.answering(q -> q.subject().text("child.id").equals(Optional.of(ZARINA.uin()))
                ? new Reply.Answered(Attendance.disclosure(), wire -> Optional.empty())
                : new Reply.Refused(Code.NO_DATA));
        send(request("m-1", DALER, ZARINA));

        worker.answerNext();

        assertThat(hub.asked).extracting(NativeQuestion::messageId).containsExactly("m-1.1", "m-1.2");
        assertThat(hub.asked).extracting(NativeQuestion::together).containsExactly(2, 2);
        assertThat(message(hub.answers.get(0))
                        .path("message")
                        .path("search_response")
                        .valueStream()
                        .map(r -> r.path("status").asString()))
                .containsExactly("rjct", "succ");
        assertThat(hub.answers.get(0).answered()).hasSize(1);
    }

    @Test
    void says_no_to_the_callback_as_the_synchronous_door_says_it() throws Exception {
        hub.answering(q -> new Reply.Refused(Code.NO_DATA));
        send(request("m-1", ZARINA));
        byte[] atOnce = DciHttp.post(server.at("/dci/registry/sync/search"), request("m-2", ZARINA))
                .body();

        worker.answerNext();

        assertThat(message(hub.answers.get(0)).path("message").path("search_response"))
                .isEqualTo(DciJson.MAPPER.readTree(atOnce).path("message").path("search_response"));
        assertThat(hub.answers.get(0).answered()).isEmpty();
    }

    @Test
    void lets_nothing_leave_that_was_stopped_at_the_last_moment() throws Exception {
        hub.stops = answer -> answer.answered().isEmpty() ? Optional.empty() : Optional.of(Code.NO_DATA);
        send(request("m-1", ZARINA, DALER));

        worker.answerNext();

        assertThat(hub.answers).singleElement().satisfies(answer -> {
            assertThat(answer.answered()).isEmpty();
            assertThat(new String(answer.wire().bytes(), UTF_8))
                    .contains("NO_DATA")
                    .doesNotContain("reg_records");
        });
    }

    @Test
    void rejects_the_message_when_another_has_used_the_ids_of_its_searches() throws Exception {
        hub.answering(q -> new Reply.Refused(Code.REPLAYED));
        send(request("m-1", ZARINA));

        worker.answerNext();

        assertThat(message(hub.answers.get(0))
                        .path("header")
                        .path("status_reason_code")
                        .asString())
                .isEqualTo("rjct.message_id.duplicate");
    }

    @Test
    void asks_again_later_when_a_provider_is_away() throws Exception {
        hub.answering(q -> {
            throw new IllegalStateException("PLANTED: away");
        });
        send(request("m-1", ZARINA));
        assertThat(worker.answerNext()).isTrue();
        assertThat(hub.answers).isEmpty();
        assertThat(worker.answerNext()).as("not at once").isFalse();

        hub.disclosing(Attendance.disclosure());
        clock.forward(Duration.ofSeconds(10));

        assertThat(worker.answerNext()).isTrue();
        assertThat(hub.answers).hasSize(1);
    }

    @Test
    void takes_over_what_a_killed_node_had_taken_and_not_before_its_lease_is_over() throws Exception {
        send(request("m-1", ZARINA));
        questions.take(clock.instant(), clock.instant().plusSeconds(20));

        assertThat(worker.answerNext()).isFalse();
        clock.forward(Duration.ofSeconds(21));

        assertThat(worker.answerNext()).isTrue();
        assertThat(hub.answers).hasSize(1);
    }

    @Test
    void keeps_what_it_has_taken_while_it_asks_search_after_search() throws Exception {
        hub.answering(q -> {
            clock.forward(Duration.ofSeconds(15));
            assertThat(questions.take(clock.instant(), clock.instant().plusSeconds(20)))
                    .isEmpty();
            return new Reply.Refused(Code.NO_DATA);
        });
        send(request("m-1", ZARINA, DALER, ZARINA));

        worker.answerNext();

        assertThat(hub.answers).hasSize(1);
    }

    @Test
    void answers_once_when_a_slow_worker_was_overtaken() throws Exception {
        hub.answering(q -> {
            if (hub.asked.size() == 1) {
                clock.forward(Duration.ofMinutes(2));
                assertThat(worker().answerNext()).isTrue();
            }
            return new Reply.Answered(Attendance.disclosure(), wire -> Optional.empty());
        });
        send(request("m-1", ZARINA));

        worker.answerNext();

        assertThat(hub.asked).hasSize(2);
        assertThat(hub.answers).hasSize(1);
    }

    @Test
    void shares_the_work_of_many_messages_so_that_each_is_answered_once() throws Exception {
        for (int i = 0; i < 30; i++) {
            send(request("m-" + i, ZARINA));
        }
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                while (worker().answerNext()) {}
            });
            workers.add(thread);
            thread.start();
        }
        for (Thread thread : workers) {
            thread.join();
        }
        assertThat(hub.answers).extracting(LateAnswer::messageId).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void tells_its_asker_when_it_cannot_be_answered_in_time() throws Exception {
        send(request("m-1", ZARINA));
        clock.forward(Duration.ofHours(13));

        worker.answerNext();

        assertThat(hub.asked).isEmpty();
        JsonNode header = message(hub.answers.get(0)).path("header");
        assertThat(header.path("status").asString()).isEqualTo("rjct");
        assertThat(header.path("status_reason_message").asString()).startsWith("EXPIRED: ");
        assertThat(hub.refusals).extracting(Refusal::code).contains(Code.EXPIRED);
    }

    @Test
    void ends_a_message_whose_bytes_are_past_their_time() throws Exception {
        send(request("m-1", ZARINA));
        hub.accepted.clear();

        worker.answerNext();

        assertThat(waiting()).isZero();
        assertThat(hub.answers).isEmpty();
    }

    private String status(String correlation) throws Exception {
        return client().status(server.at("/dci/registry/sync/txn/status"), correlation);
    }

    private static MessageStatus became(String id, Outcome outcome, String reason) {
        return new MessageStatus(
                id, outcome, "", List.of(new MessageStatus.Delivery("a", outcome, reason, Optional.empty())));
    }

    @Test
    void tells_its_asker_how_far_a_search_is() throws Exception {
        String correlation = send(request("m-1", ZARINA)).correlation();
        assertThat(status(correlation)).isEqualTo("pdng");
        worker.answerNext();
        hub.statuses = id -> became(id, Outcome.WAITING, "UNREACHABLE");
        assertThat(status(correlation)).isEqualTo("pdng");
        hub.statuses = id -> became(id, Outcome.DELIVERED, "");
        assertThat(status(correlation)).isEqualTo("succ");
        hub.statuses = id -> became(id, Outcome.DEAD_LETTERED, "REJECTED");
        assertThat(status(correlation)).isEqualTo("rjct dead-lettered: REJECTED");
        hub.statuses = MessageStatus::unknown;
        assertThat(status(correlation)).startsWith("rjct EXPIRED: ");
    }

    @Test
    void tells_nobody_of_a_search_that_is_not_the_askers() throws Exception {
        String correlation = send(request("m-1", ZARINA)).correlation();
        String others =
                DciTo.correlation(SystemId.of("statistics/committee"), "m-1").toString();
        try (var connection = database.getConnection()) {
            questions.keep(connection, SystemId.of("statistics/committee"), "m-1", NOW);
        }
        assertThat(status(others)).isEqualTo(status("nothing")).isEqualTo("rjct no such search of yours");
        assertThat(status(correlation)).isEqualTo("pdng");
    }

    @Test
    void starts_to_answer_when_it_is_told_to() throws Exception {
        later.start();
        send(request("m-1", ZARINA));
        for (int i = 0; i < 1_200 && hub.answers.isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(hub.answers).extracting(LateAnswer::client).containsExactly(SystemId.of("social-protection/mis"));
    }

    @Test
    @OutsideMaterial
    void speaks_as_the_openapi_documents_of_dci_say() throws Exception {
        hub.answering(q -> q.subject().text("child.id").equals(Optional.of(ZARINA.uin()))
                ? new Reply.Answered(Attendance.disclosure(), wire -> Optional.empty())
                : new Reply.Refused(Code.NO_DATA));
        DciApi social = new DciApi("social_api_v1.0.0.yaml");
        byte[] request = client().request("m-1", List.of(ZARINA, DALER), CALLBACK.toString());
        Acknowledged ack = send(request);
        Acknowledged nack = send(request("m-1", ZARINA));
        worker.answerNext();
        hub.answering(q -> new Reply.Refused(Code.REPLAYED));
        send(request("m-2", ZARINA));
        worker.answerNext();

        assertThat(social.faultsOfLaterSearch(request)).isEmpty();
        assertThat(ack.status()).isEqualTo("ACK");
        assertThat(social.faultsOfAck(ack.body())).isEmpty();
        assertThat(nack.status()).isEqualTo("NACK");
        assertThat(social.faultsOfAck(nack.body())).isEmpty();
        assertThat(hub.answers).hasSize(2).allSatisfy(answer -> assertThat(
                        social.faultsOfCallback(answer.wire().bytes()))
                .isEmpty());
        byte[] statusRequest = client().statusRequest(ack.correlation());
        byte[] status = DciHttp.post(server.at("/dci/registry/sync/txn/status"), statusRequest)
                .body();
        // The document wants one and only one of two identical schemas for a text: no text can fit, a list does.
        String fitting = new String(statusRequest, UTF_8).replace('"' + ack.correlation() + '"', "[\"1\"]");
        assertThat(social.faultsOfStatusSearch(fitting.getBytes(UTF_8))).isEmpty();
        assertThat(social.faultsOfStatus(status)).isEmpty();
        assertThat(social.faultsOfStatus("{\"header\":{\"action\":\"search\"}}".getBytes(UTF_8)))
                .isNotEmpty();
        assertThat(social.faultsOfAck("{\"message\":{\"ack_status\":\"YES\"}}".getBytes(UTF_8)))
                .isNotEmpty();
        assertThat(social.faultsOfCallback("{\"header\":{\"action\":\"search\"}}".getBytes(UTF_8)))
                .isNotEmpty();
    }
}
