package org.emishub.routes.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Giver;
import org.emishub.security.json.StrictJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class HttpConsentServiceTest {
    private static final Instant AT = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path folder;

    private HttpServer server;
    private volatile String answer = "";
    private volatile int status = 200;
    private volatile ObjectNode asked = StrictJson.newObject();
    private Agreement agreement;
    private HttpConsentService service;

    @BeforeEach
    void aService() throws IOException, NoSuchAlgorithmException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/consents", exchange -> {
            asked = StrictJson.object(exchange.getRequestBody().readAllBytes());
            byte[] body = World.utf8(answer.replace("ID", asked.path("id").asString("")));
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Path file = Path.of("agreements/health.child-enrolled.yaml");
        Files.copy(file, folder.resolve("health.child-enrolled.yaml"));
        agreement = Agreements.load(folder).byId("health.child-enrolled").orElseThrow();
        service = new HttpConsentService(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/consents"), SSLContext.getDefault());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private boolean ask() {
        return service.consented(Giver.GUARDIAN, "1234567890123", agreement, AT);
    }

    @Test
    void asks_per_child_and_purpose_and_takes_a_plain_yes_or_no() {
        answer = "{\"id\": \"ID\", \"consented\": true}";
        assertThat(ask()).isTrue();
        assertThat(asked.path("child").asString("")).isEqualTo("1234567890123");
        assertThat(asked.path("giver").asString("")).isEqualTo("guardian");
        assertThat(asked.path("agreement").asString("")).isEqualTo("health.child-enrolled");
        assertThat(asked.path("purpose").asString("")).isEqualTo(agreement.purposeOfUse());
        assertThat(asked.path("at").asString("")).isEqualTo(AT.toString());

        answer = "{\"id\": \"ID\", \"consented\": false}";
        assertThat(ask()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yes",
                "{}",
                "{\"id\": \"another\", \"consented\": true}",
                "{\"id\": \"ID\", \"consented\": \"true\"}",
                "{\"id\": \"ID\", \"consented\": 1}",
                "{\"id\": \"ID\", \"consented\": true, \"consented\": true}"
            })
    void takes_anything_else_for_a_fault(String said) {
        answer = said;
        assertThatThrownBy(this::ask).isInstanceOf(IllegalStateException.class).hasMessageContaining("did not say");
    }

    @Test
    void takes_another_status_or_silence_for_a_fault() {
        answer = "{\"id\": \"ID\", \"consented\": true}";
        status = 500;
        assertThatThrownBy(this::ask).isInstanceOf(IllegalStateException.class);
        server.stop(0);
        assertThatThrownBy(this::ask).isInstanceOf(IllegalStateException.class);
    }
}
