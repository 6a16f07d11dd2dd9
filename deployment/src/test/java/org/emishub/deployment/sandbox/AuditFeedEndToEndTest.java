package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.operation.Operations;
import org.emishub.security.ledger.Ledger;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub, a repository over mutual TLS and a syslog receiver over mutual TLS; both are away, come, and are killed, and so is the hub. */
class AuditFeedEndToEndTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern ENTRY = Pattern.compile("hub/exchange/ledger#(\\d+)");

    @TempDir
    Path folder;

    private final int repositoryPort = FreePorts.one();
    private final int syslogPort = FreePorts.one();

    private HubConfig config(Map<String, String> settings) {
        settings.put("HUB_DATA", folder.resolve("data").toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        settings.put("HUB_DELIVERY_FIRST_DELAY", "1s");
        settings.put("HUB_DELIVERY_LONGEST_DELAY", "2s");
        settings.put("HUB_AUDIT_REPOSITORY", "https://127.0.0.1:" + repositoryPort + "/fhir");
        settings.put("HUB_AUDIT_SYSLOG", "127.0.0.1:" + syslogPort);
        return HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings);
    }

    private static JsonNode sink(Sandbox sandbox, String name) {
        JsonNode all = sandbox.hub().part(Operations.class).run("audit.feed", MAPPER.createObjectNode());
        return all.path("sinks")
                .valueStream()
                .filter(one -> one.path("sink").asString("").equals(name))
                .findFirst()
                .orElseGet(MAPPER::createObjectNode);
    }

    private static boolean told(Sandbox sandbox, String name) {
        JsonNode sink = sink(sandbox, name);
        return sink.path("next").asLong() > 0 && sink.path("behind").asLong() == 0;
    }

    private static String health(HubConfig config) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + config.doors().management() + "/actuator/health");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Set<Long> sequences(List<String> payloads) {
        return payloads.stream()
                .map(ENTRY::matcher)
                .filter(Matcher::find)
                .map(found -> Long.valueOf(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Long> all(Sandbox sandbox) {
        long size = sandbox.hub().part(Ledger.class).size();
        return LongStream.range(0, size).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void nothing_is_missing_whoever_is_away_or_killed_and_what_is_told_twice_has_one_id() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        HubConfig config = config(settings);
        AuditRepository repository = new AuditRepository();
        List<String> syslog = SyslogReceiver.none();
        try (Sandbox sandbox = Sandbox.start(config)) {
            sandbox.load();
            assertThat(new Scenarios(sandbox).enrolmentCheck().objection()).isEmpty();
            // Both are away: exchange has gone on, and the hub says that somebody is not told.
            await().until(() -> sink(sandbox, "syslog").path("failures").asInt() > 0);
            await().until(() -> sink(sandbox, "repository").path("failures").asInt() > 0);
            assertThat(health(config))
                    .contains("PENDING")
                    .containsPattern("repository is \\d+ entries behind")
                    .contains("\"status\":\"UP\"");

            SSLContext theirs =
                    sandbox.simulators().tls(Invented.HEALTH_REGISTER).client();
            try (SyslogReceiver dying = new SyslogReceiver(theirs, syslogPort, syslog, 20)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> syslog.size() == 20);
                assertThat(dying.broken()).isNull();
            }
            try (SyslogReceiver receiver = new SyslogReceiver(theirs, syslogPort, syslog, Integer.MAX_VALUE);
                    ServletPort port = ServletPort.open(
                            repositoryPort,
                            Optional.of(sandbox.simulators().tls(Invented.HEALTH_REGISTER)),
                            Map.of("/fhir/*", repository))) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(sequences(syslog)).isEqualTo(all(sandbox));
                    assertThat(told(sandbox, "syslog") && told(sandbox, "repository"))
                            .isTrue();
                });
                assertThat(receiver.broken()).isNull();
                assertThat(port.address()).startsWith("https://");
                await().untilAsserted(() -> assertThat(health(config)).doesNotContain("PENDING"));
            }
        }
        // The hub starts again: it tells what is new, and nothing twice that it had noted.
        int before = repository.events.size();
        try (Sandbox sandbox = Sandbox.start(config);
                ServletPort port = ServletPort.open(
                        repositoryPort,
                        Optional.of(sandbox.simulators().tls(Invented.HEALTH_REGISTER)),
                        Map.of("/fhir/*", repository))) {
            assertThat(port.address()).isNotEmpty();
            sandbox.load();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(byId(repository))
                    .hasSize(all(sandbox).size()));
            assertThat(repository.events.size()).isGreaterThan(before);
            assertThat(repository.events).allMatch(event -> event.hasRecorded() && event.hasSource());
            byId(repository).values().forEach(same -> assertThat(same)
                    .allMatch(event -> event.equalsDeep(same.get(0))));
            exported(config, sandbox);
        }
    }

    private static Map<String, List<AuditEvent>> byId(AuditRepository repository) {
        return repository.events.stream()
                .collect(Collectors.groupingBy(event -> event.getIdElement().getIdPart()));
    }

    private void exported(HubConfig config, Sandbox sandbox) throws IOException {
        Path yaml = Files.writeString(
                folder.resolve("hub.yaml"),
                "data: data\ndoors: { host: 127.0.0.1, http: " + config.doors().http() + ", management: "
                        + config.doors().management() + " }\n");
        String lines = hub("audit", "feed", "export", "--by", "auditor", "--config", yaml.toString());
        assertThat(sequences(lines.lines().toList()))
                .containsAll(all(sandbox).stream().limit(100).toList());
        assertThat(lines).contains("PrivacyDisclosure.Source").doesNotContain("auditor");
        for (int i = 0; i < 50; i++) {
            assertThat(lines).doesNotContain(sandbox.country().child(i).nationalId());
        }
        assertThat(hub("audit", "feed", "status", "--config", yaml.toString()))
                .contains("repository")
                .contains("syslog");
    }

    private static String hub(String... arguments) {
        StringWriter out = new StringWriter();
        int exit = HubCommand.commandLine().setOut(new PrintWriter(out)).execute(arguments);
        assertThat(exit).isZero();
        return out.toString();
    }
}
