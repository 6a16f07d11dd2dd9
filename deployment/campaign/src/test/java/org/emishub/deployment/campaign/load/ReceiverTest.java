package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.emishub.deployment.campaign.check.Logs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {
    private static final String SYSTEM = "civil/register";

    @TempDir
    Path work;

    private final HttpClient http = HttpClient.newHttpClient();
    private Parties parties;
    private Receiver receiver;

    @BeforeEach
    void begin() {
        parties = Parties.make(
                work.resolve("parties"), Ports.free(Agreed.receivers().size()));
        receiver = start();
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    private Receiver start() {
        return Receiver.start(parties, SYSTEM, 0, work, work.resolve("behaviour"));
    }

    private Jose.To self() throws Exception {
        Path file = parties.membersFolder().resolve("civil/register-key-agreement.pem");
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(file));
        return new Jose.To(certificate.getPublicKey(), Jose.kid(certificate));
    }

    private HttpResponse<String> post(String letter, byte[] body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/"))
                        .timeout(Duration.ofSeconds(60))
                        .header("Idempotency-Key", letter)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private byte[] envelope(String letter) throws Exception {
        String claims =
                "{\"jti\":\"%s\",\"iss\":\"hub/exchange\",\"aud\":\"civil/register\",\"content\":{\"record\":{}}}";
        return Jose.seal(claims.formatted(letter).getBytes(UTF_8), parties.own(Parties.HUB), self());
    }

    private void behaves(Behaviour behaviour) throws IOException {
        behaviour.into(work.resolve("behaviour"));
    }

    private int effects() {
        return Logs.read(work).effects().size();
    }

    @Test
    void it_does_a_letter_once_and_signs_for_exactly_these_bytes() throws Exception {
        byte[] body = envelope("l-1");
        HttpResponse<String> first = post("l-1", body);
        assertThat(first.statusCode()).isEqualTo(200);
        var claims = Jose.verify(first.body(), parties.signs(SYSTEM)).claims();
        assertThat(claims.path("jti").asString("")).isEqualTo("l-1");
        assertThat(claims.path("sha256").asString("")).isEqualTo(Jose.sha256(body));
        assertThat(post("l-1", body).body()).isEqualTo(first.body());
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void it_knows_after_its_own_death_what_it_did() throws Exception {
        byte[] body = envelope("l-1");
        String first = post("l-1", body).body();
        receiver.close();
        receiver = start();
        assertThat(post("l-1", body).body()).isEqualTo(first);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void it_misbehaves_as_it_is_told() throws Exception {
        byte[] body = envelope("l-2");
        behaves(Behaviour.HTTP_500);
        assertThat(post("l-2", body).statusCode()).isEqualTo(500);
        behaves(Behaviour.OK_WITHOUT_EFFECT);
        assertThat(post("l-2", body).statusCode()).isEqualTo(200);
        assertThat(effects()).isZero();
        behaves(Behaviour.EFFECT_THEN_DROP);
        assertThatThrownBy(() -> post("l-2", body)).isInstanceOf(IOException.class);
        assertThat(effects()).isEqualTo(1);
        behaves(Behaviour.WRONG_RECEIPT);
        var claims =
                Jose.verify(post("l-2", body).body(), parties.signs(SYSTEM)).claims();
        assertThat(claims.path("sha256").asString("")).isNotEqualTo(Jose.sha256(body));
        behaves(Behaviour.NORMAL);
        assertThat(post("l-2", body).statusCode()).isEqualTo(200);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void it_does_nothing_with_what_it_cannot_open_or_is_named_otherwise() throws Exception {
        assertThat(post("l-3", "x".getBytes(UTF_8)).statusCode()).isEqualTo(500);
        assertThat(post("l-4", envelope("l-3")).statusCode()).isEqualTo(500);
        assertThat(effects()).isZero();
        assertThat(Logs.read(work).bad()).hasSize(2);
    }

    @Test
    void who_always_rejects_always_rejects() throws Exception {
        try (Receiver rejects = Receiver.start(parties, Agreed.ALWAYS_REJECTS, 0, work, work.resolve("none"))) {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rejects.port() + "/"))
                            .POST(HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }
}
