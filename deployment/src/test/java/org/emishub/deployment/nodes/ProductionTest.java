package org.emishub.deployment.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.util.Throwables;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.SignedAgreements;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.sandbox.Clients;
import org.emishub.deployment.sandbox.HubProtocolClient;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A hub in production mode, with keys its operator made and members that may send so much and no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionTest {
    private static final int PER_MINUTE = 5;

    private HubConfig config;
    private SandboxKeys keys;
    private RunningHub hub;
    private Clients clients;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hub.yaml");
        Files.writeString(
                file,
                "mode: production\ndata: data\nkeys: { folder: keys }\nmembers: members\nlimits: { queue: 1 }\nagreements: "
                        + Path.of(System.getProperty("emishub.root"), "routes", "agreements") + "\n");
        int exit = HubCommand.commandLine().execute("keys", "make", "--config", file.toString());
        assertThat(exit).isZero();
        byte[] before = Files.readAllBytes(folder.resolve("keys/hub.p12"));
        assertThat(HubCommand.commandLine().execute("keys", "make", "--config", file.toString()))
                .as("made again, what is there stays")
                .isZero();
        assertThat(Files.readAllBytes(folder.resolve("keys/hub.p12"))).isEqualTo(before);

        Seeded.database(folder.resolve("data"));
        config = HubConfig.read(Optional.of(file), folder, new HashMap<>(FreePorts.asSettings()));
        assertThat(config.mode()).isEqualTo(Mode.PRODUCTION);
        keys = SandboxRegistry.prepare(config);
        config = config.withAgreements(SignedAgreements.in(folder.resolve("agreements"), config, keys));
        limit("education", "emis", "limits: { perMinute: 600, maxBytes: 2000 }");
        limit("education", "schools", "limits: { perMinute: " + PER_MINUTE + " }");
        clients = new Clients(config, keys);
        hub = RunningHub.start(config);
    }

    /** Writes a line into the registration of a system. */
    private void limit(String organisation, String system, String line) throws IOException {
        Path file = config.members().resolve(organisation + ".yaml");
        String head = "  " + system + ":\n";
        String text = Files.readString(file);
        assertThat(text).contains(head);
        Files.writeString(file, text.replace(head, head + "    " + line + "\n"));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    /** Another hub of the same members, with a copy of the agreements. */
    private HubConfig another(Path folder) throws IOException {
        Path copies = Files.createDirectories(folder.resolve("agreements"));
        try (java.util.stream.Stream<Path> files = Files.list(config.agreements())) {
            for (Path one : files.toList()) {
                Files.copy(one, copies.resolve(String.valueOf(one.getFileName())));
            }
        }
        HashMap<String, String> settings = new HashMap<>(FreePorts.asSettings());
        Seeded.database(folder.resolve("data"));
        settings.put("HUB_DATA", folder.resolve("data").toString());
        Path file = config.members().resolveSibling("hub.yaml");
        return HubConfig.read(Optional.of(file), folder, settings).withAgreements(copies);
    }

    @Test
    void does_not_take_another_text_for_a_version_that_was_in_force_before_its_restart(@TempDir Path folder)
            throws Exception {
        HubConfig other = another(folder);
        RunningHub.start(other).close();
        SignedAgreements.tamper(other.agreements().resolve("needs.health.yaml"));
        SignedAgreements.sign(other.agreements(), "needs.health", "health", "social-protection", keys);

        Throwable stopped = catchThrowable(() -> RunningHub.start(other).close());

        assertThat(Throwables.getRootCause(stopped))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("needs.health.yaml")
                .hasMessageContaining("was agreed with another text");
    }

    @Test
    void does_not_start_on_an_agreement_that_was_changed_after_the_parties_signed(@TempDir Path folder)
            throws Exception {
        HubConfig other = another(folder);
        SignedAgreements.tamper(other.agreements().resolve("needs.health.yaml"));

        Throwable stopped = catchThrowable(() -> RunningHub.start(other).close());

        assertThat(Throwables.getRootCause(stopped)).isInstanceOfSatisfying(YamlException.class, why -> {
            assertThat(why.file()).isEqualTo("needs.health.yaml");
            assertThat(why.line()).isPositive();
            assertThat(why.getMessage()).contains("needs.health.gives.p7s is not good");
            assertThat(why.hint()).contains("signed again");
        });
    }

    private HttpResponse<String> post(int bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(clients.https("/oneroster/packages"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return HttpClient.newBuilder()
                .sslContext(clients.tls(Invented.EMIS).client())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> exchange() throws Exception {
        HubProtocolClient schools = clients.hubProtocol(Invented.SCHOOLS);
        ObjectNode content = JsonMapper.builder().build().createObjectNode();
        byte[] sealed = schools.seal("m-" + System.nanoTime(), "no.such-agreement", "query", content);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + config.doors().http() + "/exchange"))
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(sealed))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private long entries() {
        return hub.part(Ledger.class).size();
    }

    /** What is refused to whom nobody knows is entered once a minute: there has to be enough left of this one. */
    private static void beginOfAMinute() throws InterruptedException {
        int second = Instant.now().atOffset(ZoneOffset.UTC).getSecond();
        if (second > 40) {
            TimeUnit.SECONDS.sleep(60 - second);
        }
    }

    private String metrics() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + config.doors().management() + "/actuator/prometheus"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void a_member_that_sends_more_than_it_may_is_told_to_wait_and_entered_once() throws Exception {
        beginOfAMinute();
        for (int i = 0; i < PER_MINUTE; i++) {
            assertThat(exchange().statusCode()).as("its own refusal").isEqualTo(403);
        }
        long before = entries();
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> over = exchange();
            assertThat(over.statusCode()).isEqualTo(429);
            assertThat(over.body()).contains("TOO_MANY_REQUESTS");
            assertThat(Integer.parseInt(over.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 12);
        }
        assertThat(entries()).isEqualTo(before + 1);
        assertThat(metrics())
                .contains("hub_entries_total{code=\"TOO_MANY_REQUESTS\",event=\"refused\"} 1.0")
                .contains("hub_entries_total{code=\"NOT_AGREED\",event=\"refused\"} 5.0");
    }

    @Test
    void a_message_larger_than_its_member_may_send_is_not_read() throws Exception {
        beginOfAMinute();
        long before = entries();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> over = post(2_001);
            assertThat(over.statusCode()).isEqualTo(413);
            assertThat(over.body()).contains("TOO_LARGE");
        }
        assertThat(entries()).isEqualTo(before + 1);
        assertThat(post(100).statusCode()).isEqualTo(422);
    }

    private void letter(String statement) throws SQLException {
        try (Connection connection = hub.part(DataSource.class).getConnection();
                PreparedStatement run = connection.prepareStatement(statement)) {
            run.executeUpdate();
        }
    }

    @Test
    void takes_on_nothing_new_while_its_queue_is_full_and_again_when_it_is_not() throws Exception {
        assertThat(metrics()).contains("hub_full 0.0").contains("hub_letters{state=\"sent\"} 0.0");
        // Due so soon that it is none of those times that the hub, once a minute, takes for too late.
        letter(
                """
                insert into outbox (id, sender, message_id, agreement, agreement_version, recipient, kind, state, owner, next_attempt_at,
                  deadline, created_at)
                values (gen_random_uuid(), 'a/b', 'm', 'a', 1, 'nobody/here', 'event', 'SENT', 'o', now() + interval '10 minutes',
                  now() + interval '1 hour', now())""");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(post(100).statusCode()).isEqualTo(503));
        HttpResponse<String> full = exchange();
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("Retry-After")).isPresent();
        for (String path : new String[] {"/dci/registry/sync/search", "/soap/attendance"}) {
            assertThat(anonymous(path)).isEqualTo(503);
        }
        assertThat(metrics()).contains("hub_full 1.0").contains("hub_letters{state=\"sent\"} 1.0");
        letter("delete from outbox");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(post(100).statusCode()).isEqualTo(422));
        try (Connection connection = hub.part(DataSource.class).getConnection();
                PreparedStatement select = connection.prepareStatement("select count(*) from outbox");
                ResultSet row = select.executeQuery()) {
            row.next();
            assertThat(row.getLong(1)).isZero();
        }
    }

    private int anonymous(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(clients.https(path))
                .POST(HttpRequest.BodyPublishers.ofString("x", UTF_8))
                .build();
        return HttpClient.newBuilder()
                .sslContext(clients.tls(Invented.MIS).client())
                .build()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
