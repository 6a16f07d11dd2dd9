package org.emishub.adapters.socialprotection.dci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.emishub.adapters.socialprotection.Attendance;
import org.emishub.adapters.socialprotection.Hub;
import org.emishub.adapters.socialprotection.Server;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Answer;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.outside.OutsideMaterial;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.system.Period;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DciDoorTest {
    private static final Instant NOW = Instant.parse("2026-10-02T06:30:00Z");
    private static final Question ZARINA = new Question(
            "8801152345671",
            LocalDate.of(2026, 9, 1),
            LocalDate.of(2026, 9, 30),
            "r.saidova",
            "case worker",
            "C-2026-118",
            "HPAYMT");
    private static final Question DALER = new Question(
            "8801152345672",
            LocalDate.of(2026, 9, 1),
            LocalDate.of(2026, 9, 30),
            "r.saidova",
            "case worker",
            "C-2026-119",
            "HPAYMT");

    private final Member hubItself = Member.of("hub/emis-hub", "hub-key", "Ed25519");
    private final Member mis = Member.of("social-protection/mis", "mis-key", "P-256");
    private final Hub hub = new Hub();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Server server = new Server()
            .mount(
                    "/dci/registry/sync/search",
                    new DciDoor(hub, hubItself.signer(), Member.verifier(mis, hubItself), hubItself.system(), clock))
            .start();

    private DciClientSimulator client(Member as, Clock at) {
        return new DciClientSimulator(
                HttpClient.newHttpClient(),
                server.at("/dci/registry/sync/search"),
                as.identity(),
                "hub/emis-hub",
                hubItself.keys(),
                at);
    }

    private DciClientSimulator client() {
        return client(mis, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answers_with_a_signed_record_of_what_was_disclosed_and_nothing_else() throws Exception {
        hub.disclosing(Attendance.disclosure());

        Answer answer = client().ask(ZARINA);

        assertThat(answer.signed()).isTrue();
        assertThat(answer.status()).isEqualTo("succ");
        assertThat(answer.records()).hasSize(1);
        assertThat(answer.records().get(0).toString())
                .isEqualTo(
                        "{\"@type\":\"spdci-extensions-emishub:Attendance\",\"source\":\"education/emis\","
                                + "\"as_of\":\"2026-10-01\",\"attendance\":{\"condition\":\"met\",\"period_from\":\"2026-09-01\","
                                + "\"period_to\":\"2026-09-30\",\"rate\":95},\"demographic_info\":{\"@type\":\"Person\",\"birth_date\":2015}}");
        assertThat(new String(hub.released.get(0), UTF_8)).doesNotContain("PLANTED");
    }

    @Test
    void asks_the_hub_what_the_client_asked_and_no_more() throws Exception {
        client().ask(ZARINA);

        NativeQuestion question = hub.asked.get(0);
        assertThat(question.client()).hasToString("social-protection/mis");
        assertThat(question.about()).isEqualTo("attendance");
        assertThat(question.subject().values())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(java.util.Map.of("child.id", "8801152345671")));
        assertThat(question.period()).contains(new Period(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30)));
        assertThat(question.asker()).isEqualTo(new Asker("r.saidova", "case worker", "C-2026-118"));
        assertThat(question.purpose()).isEqualTo("HPAYMT");
    }

    @Test
    void puts_the_exact_bytes_on_record_before_they_leave() throws Exception {
        hub.disclosing(Attendance.disclosure());
        byte[] request = client().request("m-1", List.of(ZARINA));

        byte[] received =
                DciHttp.post(server.at("/dci/registry/sync/search"), request).body();

        assertThat(hub.released).hasSize(1);
        assertThat(received).isEqualTo(hub.released.get(0));
    }

    @Test
    void refuses_a_message_that_another_member_brings() throws Exception {
        hub.disclosing(Attendance.disclosure());
        DciDoor door = new DciDoor(hub, hubItself.signer(), Member.verifier(mis, hubItself), hubItself.system(), clock);
        HttpServlet behindTls = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
                request.setAttribute(DciDoor.MEMBER, SystemId.of("statistics/committee"));
                door.service(request, response);
            }
        };
        try (Server other = new Server().mount("/dci", behindTls).start()) {
            HttpResponse<byte[]> answer = DciHttp.post(other.at("/dci"), client().request("m-1", List.of(ZARINA)));
            assertThat(answer.statusCode()).isEqualTo(401);
        }
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void lets_nothing_leave_when_validity_ends_at_the_last_moment() throws Exception {
        hub.answering(q -> new Reply.Answered(Attendance.disclosure(), wire -> Optional.of(Code.NO_DATA)));

        Answer answer = client().ask(ZARINA);

        assertThat(answer.status()).isEqualTo("rjct");
        assertThat(answer.message()).startsWith("NO_DATA: ");
        assertThat(answer.records()).isEmpty();
    }

    @Test
    void says_the_same_of_every_no_that_depends_on_the_child() throws Exception {
        String[] said = new String[3];
        Code[] codes = {Code.UNKNOWN_CHILD, Code.NO_CASE, Code.NO_DATA};
        for (int i = 0; i < codes.length; i++) {
            Code code = codes[i];
            hub.answering(q -> new Reply.Refused(code));
            said[i] = new String(
                    DciHttp.post(server.at("/dci/registry/sync/search"), client().request("m-1", List.of(ZARINA)))
                            .body(),
                    UTF_8);
        }
        assertThat(said[0]).contains("NO_DATA").isEqualTo(said[1]).isEqualTo(said[2]);
    }

    @Test
    void answers_each_search_of_one_message_in_order() throws Exception {
        hub.answering(q -> q.subject().text("child.id").equals(Optional.of(ZARINA.uin()))
                ? new Reply.Answered(Attendance.disclosure(), hub::release)
                : new Reply.Refused(Code.NO_DATA));

        byte[] body = DciHttp.post(
                        server.at("/dci/registry/sync/search"), client().request("m-2", List.of(DALER, ZARINA)))
                .body();

        var responses = DciJson.MAPPER.readTree(body).path("message").path("search_response");
        assertThat(responses.valueStream().map(r -> r.path("status").stringValue()))
                .containsExactly("rjct", "succ");
        assertThat(hub.asked).extracting(NativeQuestion::messageId).containsExactly("m-2.1", "m-2.2");
        assertThat(hub.released).containsExactly(body);
    }

    @Test
    void stops_the_whole_body_when_one_of_its_releases_is_stopped_and_never_repeats_it() throws Exception {
        hub.answering(q -> new Reply.Answered(
                Attendance.disclosure(),
                q.messageId().endsWith(".1") ? hub::release : wire -> Optional.of(Code.NO_DATA)));
        byte[] request = client().request("m-3", List.of(ZARINA, DALER));

        assertThat(client().send(request).records()).isEmpty();

        byte[] stopped = hub.released.get(0);
        hub.answering(
                q -> q.messageId().endsWith(".1") ? new Reply.Repeated(stopped) : new Reply.Refused(Code.NO_DATA));
        Answer again = client().send(request);
        assertThat(again.reason()).isEqualTo("rjct.message_id.duplicate");
        assertThat(again.records()).isEmpty();
    }

    @Test
    void gives_a_repeated_message_the_bytes_it_got_before() throws Exception {
        hub.disclosing(Attendance.disclosure());
        byte[] request = client().request("m-4", List.of(ZARINA));
        byte[] first =
                DciHttp.post(server.at("/dci/registry/sync/search"), request).body();
        hub.answering(q -> new Reply.Repeated(first));

        assertThat(DciHttp.post(server.at("/dci/registry/sync/search"), request).body())
                .isEqualTo(first);
    }

    @Test
    void refuses_a_used_message_id_for_another_payload() throws Exception {
        hub.answering(q -> new Reply.Refused(Code.REPLAYED));

        assertThat(client().ask(ZARINA).reason()).isEqualTo("rjct.message_id.duplicate");
    }

    @Test
    void refuses_an_unsigned_message() throws Exception {
        String signed = new String(client().request("m-5", List.of(ZARINA)), UTF_8);
        String unsigned = "{" + signed.substring(signed.indexOf("\"header\""));

        refused(unsigned, 401, "err.signature.missing", Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_an_altered_message() throws Exception {
        String signed = new String(client().request("m-6", List.of(ZARINA)), UTF_8);

        refused(signed.replace("8801152345671", "8801152345699"), 401, "err.signature.invalid", Code.BAD_SIGNATURE);
        refused(
                signed.replace("\"message_id\":\"m-6\"", "\"message_id\":\"m-7\""),
                401,
                "err.signature.invalid",
                Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_message_signed_with_a_key_nobody_registered() throws Exception {
        Member stranger = Member.of("social-protection/mis", "mis-key", "P-256");
        byte[] signed = client(stranger, clock).request("m-8", List.of(ZARINA));

        refused(new String(signed, UTF_8), 401, "err.signature.invalid", Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_member_that_speaks_in_the_name_of_another() throws Exception {
        Member other = new Member(hubItself.system(), mis.keyId(), mis.pair());
        byte[] signed = client(other, clock).request("m-9", List.of(ZARINA));

        refused(new String(signed, UTF_8), 401, "err.sender_id.invalid", Code.UNKNOWN_MEMBER);
    }

    @Test
    void refuses_a_message_of_yesterday() throws Exception {
        byte[] signed =
                client(mis, Clock.offset(clock, Duration.ofMinutes(-11))).request("m-10", List.of(ZARINA));

        assertThat(client().send(signed).reason()).isEqualTo("rjct.message_ts.invalid");
        assertThat(hub.asked).isEmpty();
        assertThat(hub.refusals).extracting(Refusal::code).containsExactly(Code.EXPIRED);
    }

    @Test
    void refuses_an_oversized_message_before_reading_it() throws Exception {
        refused("{\"header\":\"" + "x".repeat(DciJson.MAX_BYTES) + "\"}", 413, "err.request.bad", Code.TOO_LARGE);
    }

    @Test
    void refuses_what_is_nested_too_deep_or_names_a_member_twice() throws Exception {
        String deep = "[".repeat(100) + "]".repeat(100);
        refused("{\"header\":{\"a\":" + deep + "},\"message\":{}}", 400, "err.request.bad", Code.MALFORMED);
        refused("{\"header\":{\"a\":1,\"a\":2},\"message\":{}}", 400, "err.request.bad", Code.MALFORMED);
        refused("{\"header\":{},\"message\":{},\"extra\":1}", 400, "err.request.bad", Code.MALFORMED);
    }

    @Test
    void gives_no_refusal_that_cannot_be_put_on_record() throws Exception {
        hub.ledger = false;

        var response = DciHttp.post(server.at("/dci/registry/sync/search"), "{}".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new String(response.body(), UTF_8)).doesNotContain("PLANTED");
    }

    @Test
    void says_nothing_of_an_exception() throws Exception {
        hub.answering(q -> {
            throw new IllegalStateException("PLANTED secret");
        });

        var response = DciHttp.post(server.at("/dci/registry/sync/search"), client().request("m-11", List.of(ZARINA)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new String(response.body(), UTF_8)).doesNotContain("PLANTED").contains("err.service.unavailable");
    }

    @Test
    @OutsideMaterial
    void speaks_as_the_openapi_documents_of_dci_say() throws Exception {
        hub.answering(q -> q.subject().text("child.id").equals(Optional.of(ZARINA.uin()))
                ? new Reply.Answered(Attendance.disclosure(), hub::release)
                : new Reply.Refused(Code.NO_DATA));
        DciApi social = new DciApi("social_api_v1.0.0.yaml");
        byte[] request = client().request("m-12", List.of(ZARINA, DALER));
        byte[] old = client(mis, Clock.offset(clock, Duration.ofMinutes(-11))).request("m-13", List.of(ZARINA));

        assertThat(social.faultsOfSearch(request)).isEmpty();
        assertThat(social.faultsOfAnswer(post(request))).isEmpty();
        assertThat(social.faultsOfAnswer(post(old))).isEmpty();
        assertThat(social.faultsOfError(post("{}".getBytes(UTF_8)))).isEmpty();
        assertThat(social.faultsOfAnswer("{\"header\":{\"action\":\"search\"}}".getBytes(UTF_8)))
                .isNotEmpty();
    }

    private byte[] post(byte[] body) throws Exception {
        return DciHttp.post(server.at("/dci/registry/sync/search"), body).body();
    }

    private void refused(String body, int status, String error, Code code) throws Exception {
        int before = hub.refusals.size();
        Answer answer = client().send(body.getBytes(UTF_8));
        assertThat(answer.http()).isEqualTo(status);
        assertThat(answer.reason()).isEqualTo(error);
        assertThat(hub.asked).isEmpty();
        assertThat(hub.refusals.subList(before, hub.refusals.size()))
                .extracting(Refusal::code)
                .containsExactly(code);
    }
}
