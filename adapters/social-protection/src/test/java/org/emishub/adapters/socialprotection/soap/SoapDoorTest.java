package org.emishub.adapters.socialprotection.soap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.socialprotection.Attendance;
import org.emishub.adapters.socialprotection.Hub;
import org.emishub.adapters.socialprotection.Server;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.adapters.socialprotection.simulator.LegacySoapSimulator;
import org.emishub.adapters.socialprotection.simulator.LegacySoapSimulator.Answer;
import org.emishub.adapters.socialprotection.simulator.LegacySoapSimulator.Protection;
import org.emishub.outside.NeedsTool;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.system.Period;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoapDoorTest {
    private static final Pki PKI = new Pki();
    private static final Pki.Party HUB = PKI.party("hub", 3072);
    private static final Pki.Party LEGACY = PKI.party("legacy", 3072);
    private static final Question ZARINA = new Question(
            "8801152345671",
            LocalDate.of(2026, 9, 1),
            LocalDate.of(2026, 9, 30),
            "r.saidova",
            "case worker",
            "C-2026-118",
            "HPAYMT");
    private static final Protection FULL = Protection.FULL;

    private static final Hub hub = new Hub();
    private static final Server server = new Server()
            .mount(
                    "/soap/*",
                    new SoapDoor(
                            hub,
                            HUB.identity(),
                            certificate -> certificate.equals(LEGACY.certificate())
                                    ? Optional.of(SystemId.of("social-protection/legacy"))
                                    : Optional.empty(),
                            Clock.systemUTC()))
            .start();

    private URI address() {
        return server.at("/soap/attendance");
    }

    private LegacySoapSimulator client(Pki.Party as) {
        return new LegacySoapSimulator(
                HttpClient.newHttpClient(), address(), as.crypto(), as.alias(), "secret", HUB.certificate());
    }

    private byte[] call(String messageId, Protection protection) {
        return client(LEGACY).request(messageId, ZARINA, protection);
    }

    private HttpResponse<byte[]> post(byte[] body, String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @BeforeEach
    void forget() {
        hub.forget();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answers_with_what_was_disclosed_and_nothing_else() throws Exception {
        hub.disclosing(Attendance.disclosure());

        Answer answer = client(LEGACY).ask(ZARINA);

        assertThat(answer.secured()).isTrue();
        assertThat(answer.code()).isEqualTo("OK");
        assertThat(answer.fields())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(Map.of(
                        "attendance.condition", "met",
                        "attendance.periodFrom", "2026-09-01",
                        "attendance.periodTo", "2026-09-30",
                        "attendance.rate", "95",
                        "child.birthDate", "2015")));
    }

    @Test
    void asks_the_hub_what_the_client_asked_and_no_more() throws Exception {
        client(LEGACY).send(call("m-1", FULL));

        NativeQuestion question = hub.asked.get(0);
        assertThat(question.client()).hasToString("social-protection/legacy");
        assertThat(question.messageId()).isEqualTo("m-1");
        assertThat(question.about()).isEqualTo("attendance");
        assertThat(question.subject().values())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(Map.of("child.id", "8801152345671")));
        assertThat(question.period()).contains(new Period(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30)));
        assertThat(question.asker()).isEqualTo(new Asker("r.saidova", "case worker", "C-2026-118"));
        assertThat(question.purpose()).isEqualTo("HPAYMT");
    }

    @Test
    void hands_over_the_same_payload_when_the_same_question_is_signed_again() throws Exception {
        client(LEGACY).send(call("m-2", FULL));
        client(LEGACY).send(call("m-2", FULL));

        assertThat(hub.asked).hasSize(2);
        assertThat(hub.asked.get(0).payload()).isEqualTo(hub.asked.get(1).payload());
        assertThat(new String(hub.asked.get(0).payload(), UTF_8)).contains("8801152345671");
    }

    @Test
    void puts_the_exact_bytes_on_record_before_they_leave() throws Exception {
        hub.disclosing(Attendance.disclosure());

        byte[] received = post(call("m-3", FULL), "text/xml; charset=UTF-8").body();

        assertThat(hub.released).hasSize(1);
        assertThat(received).isEqualTo(hub.released.get(0));
    }

    @Test
    void sends_a_secured_fault_instead_when_validity_ends_at_the_last_moment() throws Exception {
        hub.answering(q -> new Reply.Answered(Attendance.disclosure(), wire -> Optional.of(Code.NO_DATA)));

        Answer answer = client(LEGACY).ask(ZARINA);

        assertThat(answer.code()).isEqualTo("NO_DATA");
        assertThat(answer.secured()).isTrue();
        assertThat(answer.fields()).isEmpty();
    }

    @Test
    void says_the_same_of_every_no_that_depends_on_the_child() throws Exception {
        for (Code code : List.of(Code.UNKNOWN_CHILD, Code.NO_CONSENT, Code.NO_DATA)) {
            hub.answering(q -> new Reply.Refused(code));
            Answer answer = client(LEGACY).ask(ZARINA);
            assertThat(answer.code()).isEqualTo("NO_DATA");
            assertThat(answer.secured()).isTrue();
        }
        assertThat(hub.refusals).isEmpty();
    }

    @Test
    void gives_a_repeated_question_the_bytes_it_got_before() throws Exception {
        hub.disclosing(Attendance.disclosure());
        byte[] first = post(call("m-4", FULL), "text/xml").body();
        hub.answering(q -> new Reply.Repeated(first));

        assertThat(post(call("m-4", FULL), "text/xml").body()).isEqualTo(first);
    }

    @Test
    void puts_only_strong_algorithms_and_nothing_readable_on_the_wire() throws Exception {
        hub.disclosing(Attendance.disclosure());

        byte[] request = call("m-5", FULL);
        for (byte[] message : List.of(request, post(request, "text/xml").body())) {
            String wire = new String(message, UTF_8);
            assertThat(wire)
                    .contains("http://www.w3.org/2009/xmlenc11#rsa-oaep")
                    .contains("http://www.w3.org/2009/xmlenc11#mgf1sha256")
                    .contains("http://www.w3.org/2001/04/xmlenc#sha256")
                    .contains("http://www.w3.org/2009/xmlenc11#aes256-gcm")
                    .doesNotContain(
                            "sha1\"",
                            "rsa-1_5",
                            "-cbc\"",
                            "PLANTED",
                            "8801152345671",
                            "saidova",
                            "condition",
                            "SignatureValue");
        }
    }

    @Test
    void signs_with_rsa_sha256_inside_the_encryption() throws Exception {
        hub.disclosing(Attendance.disclosure());
        byte[] answer = post(call("m-6", FULL), "text/xml").body();

        String opened = new String(SoapOpened.by(LEGACY, answer), UTF_8);

        assertThat(opened)
                .contains("Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"")
                .contains("Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"")
                .doesNotContain("xmldsig#rsa-sha1", "xmldsig#sha1", "PLANTED");
    }

    @Test
    @NeedsTool({"xmlsec1", "openssl"})
    void is_opened_and_verified_by_xmlsec1(@TempDir Path folder) throws Exception {
        hub.disclosing(Attendance.disclosure());
        byte[] answer = post(call("m-7", FULL), "text/xml").body();

        String plain =
                Files.readString(new Xmlsec(folder).open(answer, LEGACY.pair().getPrivate(), HUB.certificate()));

        assertThat(plain).contains("attendance.condition").contains("2026-09-30");
    }

    @Test
    void refuses_an_unsigned_call() throws Exception {
        refused(call("m-8", with(false, true)), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_an_unencrypted_call() throws Exception {
        refused(call("m-9", with(true, false)), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_bare_call() throws Exception {
        refused(call("m-10", with(false, false)), Code.BAD_SIGNATURE);
        refused(
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>"
                        .getBytes(UTF_8),
                Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_replayed_call() throws Exception {
        byte[] call = call("m-11", FULL);
        client(LEGACY).send(call);

        Answer again = client(LEGACY).send(call);

        assertThat(again.code()).isEqualTo("REPLAYED");
        assertThat(hub.asked).hasSize(1);
        assertThat(hub.refusals).extracting(Refusal::code).containsExactly(Code.REPLAYED);
    }

    @Test
    void refuses_wrapped_calls() throws Exception {
        for (byte[] wrapped : Wrapping.of(call("m-12", FULL), HUB)) {
            refused(wrapped, Code.BAD_SIGNATURE);
        }
    }

    @Test
    void refuses_a_call_that_is_secured_in_the_wrong_places() throws Exception {
        byte[] bare = call("m-20", with(false, false));
        for (byte[] half : HalfSecured.of(bare, HUB, LEGACY)) {
            refused(half, Code.BAD_SIGNATURE);
        }
        hub.disclosing(Attendance.disclosure());
        assertThat(client(LEGACY).send(HalfSecured.whole(bare, HUB, LEGACY)).code())
                .isEqualTo("OK");
    }

    @Test
    void refuses_weak_algorithms() throws Exception {
        String dsig = "http://www.w3.org/2000/09/xmldsig#";
        String xenc = "http://www.w3.org/2001/04/xmlenc#";
        String sha1Mask = "http://www.w3.org/2009/xmlenc11#mgf1sha1";
        List<Protection> weak = List.of(
                with(
                        dsig + "rsa-sha1",
                        FULL.digest(),
                        FULL.keyTransport(),
                        FULL.oaepDigest(),
                        FULL.oaepMask(),
                        FULL.content()),
                with(
                        FULL.signature(),
                        dsig + "sha1",
                        FULL.keyTransport(),
                        FULL.oaepDigest(),
                        FULL.oaepMask(),
                        FULL.content()),
                with(
                        FULL.signature(),
                        FULL.digest(),
                        xenc + "rsa-1_5",
                        FULL.oaepDigest(),
                        FULL.oaepMask(),
                        FULL.content()),
                with(
                        FULL.signature(),
                        FULL.digest(),
                        xenc + "rsa-oaep-mgf1p",
                        dsig + "sha1",
                        FULL.oaepMask(),
                        FULL.content()),
                with(
                        FULL.signature(),
                        FULL.digest(),
                        FULL.keyTransport(),
                        dsig + "sha1",
                        FULL.oaepMask(),
                        FULL.content()),
                with(FULL.signature(), FULL.digest(), FULL.keyTransport(), FULL.oaepDigest(), sha1Mask, FULL.content()),
                with(
                        FULL.signature(),
                        FULL.digest(),
                        FULL.keyTransport(),
                        FULL.oaepDigest(),
                        FULL.oaepMask(),
                        xenc + "aes256-cbc"),
                with(
                        FULL.signature(),
                        FULL.digest(),
                        FULL.keyTransport(),
                        FULL.oaepDigest(),
                        FULL.oaepMask(),
                        "http://www.w3.org/2009/xmlenc11#aes128-gcm"));
        for (Protection protection : weak) {
            refused(call("m-13", protection), Code.BAD_SIGNATURE);
        }
    }

    @Test
    void refuses_a_key_that_is_too_short() throws Exception {
        byte[] call = client(PKI.party("short", 2048)).request("m-14", ZARINA, FULL);

        refused(call, Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_stranger_of_another_authority() throws Exception {
        byte[] call = client(new Pki().party("legacy", 3072)).request("m-15", ZARINA, FULL);

        refused(call, Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_certified_party_that_is_no_member() throws Exception {
        byte[] call = client(PKI.party("other", 3072)).request("m-16", ZARINA, FULL);

        refused(call, Code.UNKNOWN_MEMBER);
    }

    @Test
    void refuses_an_altered_call() throws Exception {
        String call = new String(call("m-17", FULL), UTF_8);
        int at = call.lastIndexOf("CipherValue>") - 20;
        char other = call.charAt(at) == 'A' ? 'B' : 'A';

        refused((call.substring(0, at) + other + call.substring(at + 1)).getBytes(UTF_8), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_attachments_document_types_and_what_is_too_large() throws Exception {
        assertThat(post(call("m-18", FULL), "multipart/related; type=\"application/xop+xml\"; boundary=x")
                        .statusCode())
                .isEqualTo(415);
        assertThat(post(new byte[300 * 1024], "text/xml").statusCode()).isEqualTo(413);
        String bomb = "<!DOCTYPE s [<!ENTITY a \"PLANTED\">]>" + new String(call("m-19", FULL), UTF_8);
        HttpResponse<byte[]> answer = post(bomb.getBytes(UTF_8), "text/xml");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(new String(answer.body(), UTF_8))
                .contains("<code>MALFORMED</code>")
                .doesNotContain("DOCTYPE", "DTD", "xception");
        assertThat(hub.asked).isEmpty();
        assertThat(hub.refusals)
                .extracting(Refusal::code)
                .containsExactly(Code.MALFORMED, Code.TOO_LARGE, Code.MALFORMED);
    }

    @Test
    void refuses_what_the_contract_does_not_allow() throws Exception {
        byte[] call = client(LEGACY).request("not a message id!", ZARINA, FULL);

        refused(call, Code.MALFORMED);
    }

    @Test
    void gives_no_refusal_that_cannot_be_put_on_record() throws Exception {
        hub.ledger = false;

        for (HttpResponse<byte[]> answer :
                List.of(post(call("m-21", with(false, true)), "text/xml"), post(new byte[300 * 1024], "text/xml"))) {
            assertThat(new String(answer.body(), UTF_8))
                    .contains("<code>UNAVAILABLE</code>")
                    .doesNotContain("PLANTED");
        }
    }

    @Test
    void says_nothing_of_an_exception() throws Exception {
        hub.answering(q -> {
            throw new IllegalStateException("PLANTED secret");
        });

        Answer answer = client(LEGACY).ask(ZARINA);

        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
        assertThat(answer.secured()).isTrue();
    }

    @Test
    void shows_no_list_of_services_and_no_other_method() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.at("/soap/")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
    }

    private void refused(byte[] call, Code code) throws Exception {
        int before = hub.refusals.size();
        Answer answer = client(LEGACY).send(call);
        assertThat(answer.http()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo(code.name());
        assertThat(hub.asked).isEmpty();
        assertThat(hub.refusals.subList(before, hub.refusals.size()))
                .extracting(Refusal::code)
                .containsExactly(code);
    }

    private static Protection with(boolean signed, boolean encrypted) {
        return new Protection(
                signed,
                encrypted,
                FULL.signature(),
                FULL.digest(),
                FULL.keyTransport(),
                FULL.oaepDigest(),
                FULL.oaepMask(),
                FULL.content());
    }

    private static Protection with(
            String signature, String digest, String keyTransport, String oaepDigest, String oaepMask, String content) {
        return new Protection(true, true, signature, digest, keyTransport, oaepDigest, oaepMask, content);
    }
}
