package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.operation.Operations;
import org.emishub.security.ledger.Ledger;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running hub beside an audit repository and a syslog receiver, both over mutual TLS: they are away, are killed and come back, and the hub starts again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditFeedEndToEndTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern ENTRY = Pattern.compile("hub/exchange/ledger#(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SINKS = List.of("repository", "syslog");
    private static final int AWAY = 30;
    private static final int READ_BEFORE_THE_KILL = 10;

    @TempDir
    static Path folder;

    private static final int REPOSITORY_PORT = FreePorts.one();
    private static final int SYSLOG_PORT = FreePorts.one();
    private static final AuditRepository REPOSITORY = new AuditRepository();
    private static final List<String> SYSLOG = SyslogReceiver.none();

    private static HubConfig config;
    private static String hubYaml;
    private static SandboxKeys keys;
    private static RunningHub hub;

    @BeforeAll
    static void start_a_hub_whose_repositories_are_away() throws IOException {
        Map<String, String> ports = FreePorts.asSettings();
        Path yaml = Files.writeString(
                folder.resolve("hub.yaml"),
                """
                data: data
                agreements: %s
                doors: { host: 127.0.0.1, http: %s, https: %s, management: %s }
                delivery: { first-delay: 1s, longest-delay: 2s }
                audit: { repository: 'https://127.0.0.1:%d/fhir', syslog: '127.0.0.1:%d', format: fhir }
                """
                        .formatted(
                                Path.of(System.getProperty("emishub.root"), "routes/agreements"),
                                ports.get("HUB_DOORS_HTTP"),
                                ports.get("HUB_DOORS_HTTPS"),
                                ports.get("HUB_DOORS_MANAGEMENT"),
                                REPOSITORY_PORT,
                                SYSLOG_PORT));
        Seeded.data(folder.resolve("data"));
        hubYaml = yaml.toString();
        config = HubConfig.read(Optional.of(yaml), folder, Map.of());
        keys = SandboxRegistry.prepare(config);
        hub = RunningHub.start(config);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /** What makes entries: a registrar at work, and a member who asks for what nobody agreed. */
    private static void work(int times) {
        for (int i = 0; i < times; i++) {
            hub.part(Operations.class)
                    .run(
                            "guardian.give",
                            MAPPER.createObjectNode()
                                    .put("by", "registrar")
                                    .put("child", Long.toString(1_000_000_000_000L + size()))
                                    .put("guardian", "9000000000001"));
        }
        assertThat(new Clients(config, keys)
                        .hubProtocol(Invented.SCHOOLS)
                        .send("education.nobody-agreed", "query", MAPPER.createObjectNode())
                        .refusal())
                .isEqualTo("NOT_AGREED");
    }

    private static long size() {
        return hub.part(Ledger.class).size();
    }

    private static Set<Long> all() {
        return LongStream.range(0, size()).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode sink(String name) {
        return hub.part(Operations.class)
                .run("audit.feed", MAPPER.createObjectNode())
                .path("sinks")
                .valueStream()
                .filter(one -> one.path("sink").asString("").equals(name))
                .findFirst()
                .orElseGet(MAPPER::createObjectNode);
    }

    private static String status() {
        return hub("audit", "feed", "status");
    }

    private static String hub(String... arguments) {
        StringWriter out = new StringWriter();
        int exit = HubCommand.commandLine()
                .setOut(new PrintWriter(out))
                .execute(Stream.concat(Stream.of(arguments), Stream.of("--config", hubYaml))
                        .toArray(String[]::new));
        assertThat(exit).isZero();
        return out.toString();
    }

    private static JsonNode health() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + config.doors().management() + "/actuator/health");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static String auditHealth() throws IOException, InterruptedException {
        return health().path("components").path("auditHealth").path("status").asString("");
    }

    private static Tls theirs() {
        return new Tls(keys.of(Invented.HEALTH_REGISTER.id(), Invented.HEALTH_REGISTER.uses()), keys.authority());
    }

    private static ServletPort repository() {
        return ServletPort.open(REPOSITORY_PORT, Optional.of(theirs()), Map.of("/fhir/*", REPOSITORY));
    }

    private static SyslogReceiver syslog(int diesAfter) throws IOException {
        return new SyslogReceiver(theirs().client(), SYSLOG_PORT, SYSLOG, diesAfter);
    }

    private static List<Long> sequences(Stream<String> events) {
        return events.map(ENTRY::matcher)
                .filter(Matcher::find)
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    private static Map<String, List<AuditEvent>> byId() {
        return REPOSITORY.events.stream()
                .collect(Collectors.groupingBy(event -> event.getIdElement().getIdPart()));
    }

    private static List<Long> sequences(List<AuditEvent> events) {
        return sequences(events.stream()
                .map(event -> FhirContext.forR4Cached().newJsonParser().encodeResourceToString(event)));
    }

    private static void bothWereToldAll() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(SINKS)
                .allSatisfy(name -> assertThat(sink(name).path("next").asLong()).isEqualTo(size())));
    }

    @Test
    @Order(1)
    void exchange_goes_on_while_both_are_away_and_how_far_they_are_behind_is_said() throws Exception {
        work(AWAY);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(SINKS)
                .allSatisfy(
                        name -> assertThat(sink(name).path("failures").asInt()).isPositive()));
        assertThat(SINKS)
                .allSatisfy(name -> assertThat(sink(name).path("behind").asLong())
                        .isEqualTo(size())
                        .isGreaterThan(AWAY));
        assertThat(status().lines())
                .hasSize(2)
                .allMatch(
                        line -> line.matches(
                                "(repository|syslog) +next entry 0, \\d+ behind, 0 refused; never told; PENDING: \\d+ attempts failed \\([A-Z_]+\\)"));
        assertThat(health().path("status").asString("")).isEqualTo("UP");
        assertThat(auditHealth()).isEqualTo("PENDING");
    }

    @Test
    @Order(2)
    void a_receiver_killed_in_a_batch_and_a_repository_whose_answer_is_lost_have_taken_nothing() throws Exception {
        try (SyslogReceiver killed = syslog(READ_BEFORE_THE_KILL)) {
            await().atMost(PATIENCE).until(() -> SYSLOG.size() == READ_BEFORE_THE_KILL);
            assertThat(killed.broken()).isNull();
        }
        await().atMost(PATIENCE).until(() -> sink("syslog").path("failures").asInt() > 0);
        assertThat(sink("syslog").path("next").asLong()).isLessThan(READ_BEFORE_THE_KILL);

        REPOSITORY.losesAnswers.set(1);
        try (ServletPort open = repository()) {
            await().atMost(PATIENCE).until(() -> !REPOSITORY.events.isEmpty());
            assertThat(open.address()).startsWith("https://");
        }
    }

    @Test
    @Order(3)
    void when_both_are_back_nothing_is_missing_and_what_came_twice_is_the_same_event() throws Exception {
        try (SyslogReceiver receiver = syslog(Integer.MAX_VALUE);
                ServletPort open = repository()) {
            bothWereToldAll();
            long before = size();
            work(1);
            bothWereToldAll();
            assertThat(size()).as("told of while it happens").isGreaterThan(before);
            assertThat(receiver.broken()).isNull();
            assertThat(open.address()).startsWith("https://");
            assertThat(status()).doesNotContain("PENDING").contains(" 0 behind, 0 refused; told last at ");
            assertThat(auditHealth()).isEqualTo("UP");
            assertThat(new TreeSet<>(sequences(SYSLOG.stream()))).isEqualTo(all());
            assertThat(new TreeSet<>(sequences(REPOSITORY.events))).isEqualTo(all());
            assertThat(byId()).hasSize((int) size());
        }
        assertThat(SYSLOG.size()).as("the killed one's share came again").isGreaterThan((int) size());
        assertThat(REPOSITORY.events.size())
                .as("the lost answer's share came again")
                .isGreaterThan((int) size());
        assertThat(byId().values()).allSatisfy(same -> assertThat(same)
                .allMatch(event -> event.equalsDeep(same.get(0)) && event.hasRecorded() && event.hasSource()));
    }

    @Test
    @Order(4)
    void a_hub_that_starts_again_goes_on_where_it_was() throws Exception {
        long told = sink("repository").path("next").asLong();
        Set<String> ids = new HashSet<>(byId().keySet());
        REPOSITORY.events.clear();
        SYSLOG.clear();
        work(AWAY);
        hub.close();
        hub = RunningHub.start(config);
        assertThat(SINKS)
                .allSatisfy(name -> assertThat(sink(name).path("next").asLong()).isEqualTo(told));

        try (SyslogReceiver receiver = syslog(Integer.MAX_VALUE);
                ServletPort open = repository()) {
            bothWereToldAll();
            assertThat(receiver.broken()).isNull();
            assertThat(open.address()).startsWith("https://");
        }

        List<Long> news = LongStream.range(told, size()).boxed().toList();
        assertThat(news).hasSizeGreaterThan(AWAY);
        assertThat(sequences(SYSLOG.stream())).isEqualTo(news);
        assertThat(sequences(REPOSITORY.events)).isEqualTo(news);
        assertThat(byId().keySet()).doesNotContainAnyElementsOf(ids);
    }

    @Test
    @Order(5)
    void the_same_events_can_be_had_as_lines() {
        Set<Long> entries = all();
        String lines = hub("audit", "feed", "export", "--by", "auditor");
        assertThat(sequences(lines.lines())).containsAll(entries);
        assertThat(lines).doesNotContain("auditor", "9000000000001");
    }
}
