package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.adapters.health.simulator.HealthRegisterSimulator;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.operation.Operations;
import org.emishub.routes.facts.HttpConsentService;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Giver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Consents and broken glass in a hub that runs, with systems around it that are reached over mutual TLS. */
class ConsentEndToEndTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String ENROLLED = "health.child-enrolled";
    private static final String NEEDS = "needs.enrolment";
    private static final String DANGER = "danger to the child's life or health";
    private static final String MOTHER = "9000000000001";

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static Recorder health;
    private static ServletPort healthPort;

    @BeforeAll
    static void start_a_hub_whose_health_register_writes_down_all_it_is_sent() throws IOException {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        // Whom the operator lets in: what each may say, its agreements say.
        settings.put("HUB_CONSENT_FROM", Invented.HEALTH_REGISTER.id() + "," + Invented.MIS.id());
        HubConfig config = HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings)
                .withAgreements(agreements(folder.resolve("agreements")));
        sandbox = Sandbox.start(config);
        sandbox.load();
        sandbox.simulators().shut(Simulators.Name.HEALTH);
        health = new Recorder(new HealthRegisterSimulator(
                        HealthRecords.children(sandbox.country()), true, Clock.system(ZoneOffset.UTC))
                .servlet());
        healthPort = openHealth(config);
    }

    private static ServletPort openHealth(HubConfig config) {
        return ServletPort.open(
                config.simulators().health(),
                Optional.of(sandbox.simulators().tls(Invented.HEALTH_REGISTER)),
                Map.of("/fhir/*", health));
    }

    private static Path agreements(Path to) throws IOException {
        Files.createDirectories(to);
        Path from = Path.of(System.getProperty("emishub.root")).resolve("routes/agreements");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
        change(
                to,
                ENROLLED,
                "consent: { needed: false }",
                "consent: { needed: true, of: guardian, takenFrom: [" + Invented.HEALTH_REGISTER.id() + "] }");
        return to;
    }

    private static void change(Path in, String agreement, String from, String to) throws IOException {
        Path file = in.resolve(agreement + ".yaml");
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    @AfterAll
    static void stop() {
        healthPort.close();
        try {
            LeafScan.nothingPersonal(sandbox.hub());
        } finally {
            sandbox.close();
        }
    }

    private static JsonNode operation(String name, String... arguments) {
        ObjectNode all = MAPPER.createObjectNode().put("by", "registrar");
        for (int i = 0; i < arguments.length; i += 2) {
            all.put(arguments[i], arguments[i + 1]);
        }
        return sandbox.hub().part(Operations.class).run(name, all);
    }

    private static int enrol(SyntheticChild child) {
        return (int) sandbox.deliver(
                        "application/zip",
                        EmisRecords.register(sandbox.country())
                                .delta(EmisRecords.student(child).stream().toList(), List.of()))
                .rowsAccepted();
    }

    private static HttpResponse<String> consent(Invented caller, String child, String status) {
        String now = Instant.now().minusMillis(1).toString();
        String body =
                """
                { "resourceType": "Consent", "status": "%1$s", "meta": { "lastUpdated": "%2$s" }, "dateTime": "%2$s",
                  "scope": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy" }] },
                  "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }],
                  "patient": { "identifier": { "system": "https://emishub.org/fhir/sid/personal-number", "value": "%3$s" } },
                  "performer": [{ "identifier": { "system": "https://emishub.org/fhir/sid/personal-number", "value": "%4$s" } }],
                  "policy": [{ "uri": "urn:emishub:agreement:health.child-enrolled" }],
                  "provision": { "type": "permit" } }
                """
                        .formatted(status, now, child, MOTHER);
        HttpRequest request = HttpRequest.newBuilder(sandbox.clients().https("/fhir/Consent"))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newBuilder()
                    .sslContext(sandbox.clients().tls(caller).client())
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> letters(String state) {
        return operation("message.list", "state", state)
                .path("messages")
                .valueStream()
                .filter(letter -> letter.path("agreement").asString("").equals(ENROLLED))
                .map(letter -> letter.path("reason").asString(""))
                .toList();
    }

    private static long entries(String event, String code) {
        return sandbox.ledger().since(0).stream()
                .filter(entry -> entry.agreement().equals(ENROLLED)
                        && entry.event().equals(event)
                        && entry.code().equals(code))
                .count();
    }

    @Test
    void a_consent_that_is_withdrawn_over_fhir_stops_what_waits_for_the_health_register() {
        SyntheticChild child = sandbox.cast().newcomer();
        String id = child.nationalId();
        operation("guardian.give", "guardian", MOTHER, "child", id, "from", "2020-01-01T00:00:00Z");
        assertThat(consent(Invented.MIS, id, "active").statusCode())
                .as("not entitled")
                .isEqualTo(403);
        assertThat(consent(Invented.HEALTH_REGISTER, id, "active").statusCode()).isEqualTo(200);
        assertThat(operation("consent.list", "child", id).path("consents").size())
                .isEqualTo(1);
        operation("recipient.stop", "recipient", Invented.HEALTH_REGISTER.id().toString(), "reason", "maintenance");
        health.taken();
        long refused = entries("REFUSED", "NO_CONSENT");
        long released = entries("RELEASED", "OK");
        enrol(child);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(letters("pending")).hasSize(1));

        assertThat(consent(Invented.HEALTH_REGISTER, id, "inactive").statusCode())
                .isEqualTo(200);
        operation("recipient.start", "recipient", Invented.HEALTH_REGISTER.id().toString());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(letters("refused")).containsExactly("NO_CONSENT"));
        assertThat(health.taken()).as("what reached the register").doesNotContain(id);
        assertThat(entries("REFUSED", "NO_CONSENT")).isEqualTo(refused + 1);
        assertThat(entries("RELEASED", "OK")).isEqualTo(released);
    }

    @Test
    void a_user_who_breaks_the_glass_is_answered_and_the_privacy_officer_reads_of_it_within_ten_seconds()
            throws IOException {
        SyntheticChild child = sandbox.cast().other();
        ObjectNode question = MAPPER.createObjectNode().put("purpose", "CAREMGT");
        question.putObject("subject").put("child.id", child.nationalId());
        question.putObject("asker").put("user", "z.sharipova").put("role", "social worker");
        HubProtocolClient casework = sandbox.clients().hubProtocol(Invented.CASEWORK);
        assertThat(casework.send(NEEDS, "query", question).refusal()).isEqualTo("NO_DATA");

        long before = System.nanoTime();
        HubProtocolClient.Answer answer = casework.send(NEEDS, "query", question.put("breakGlass", DANGER));
        assertThat(answer.refusal()).isEmpty();
        Path mails = sandbox.config().privacy().spool().resolve("new");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.isDirectory(mails) && names(mails).size() == 1);
        System.out.printf(
                "privacy: break-glass, the privacy officer's mail lay there %d ms after the question%n",
                (System.nanoTime() - before) / 1_000_000);

        assertThat(Files.readString(names(mails).get(0)))
                .contains(NEEDS)
                .doesNotContain(child.nationalId())
                .doesNotContain("z.sharipova");
        JsonNode broken = operation("breakglass.list").path("broken").get(0);
        assertThat(broken.path("actor").asString("")).isEqualTo("z.sharipova@" + Invented.CASEWORK.id());
        assertThat(broken.path("child").asString("")).isEqualTo(child.nationalId());
        String number = Long.toString(broken.path("number").asLong());
        operation("breakglass.review", "number", number, "finding", "justified");
        assertThatThrownBy(() -> operation("breakglass.review", "number", number, "finding", "justified"))
                .hasMessageContaining("waits for its review");
    }

    @Test
    void who_watches_the_hub_sees_which_provider_answers_nobody() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(metrics())
                .contains("hub_provider_away{provider=\"health/register\"} 0.0"));
        healthPort.close();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(metrics())
                .contains("hub_provider_away{provider=\"health/register\"} 1.0"));
        healthPort = openHealth(sandbox.config());
    }

    private static String metrics() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + sandbox.config().doors().management() + "/actuator/prometheus");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static List<Path> names(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.toList();
        }
    }

    @Test
    void a_national_service_is_asked_over_mutual_tls_by_nobody_but_whoever_shows_a_certificate() throws Exception {
        ConsentServiceSimulator state = new ConsentServiceSimulator();
        Agreement agreement =
                Agreements.load(sandbox.config().agreements()).byId(ENROLLED).orElseThrow();
        Tls stateTls = sandbox.simulators().tls(Invented.SOCIAL_REGISTRY);
        try (ServletPort port = ServletPort.open(0, Optional.of(stateTls), Map.of("/consents", state))) {
            URI address = URI.create(port.address() + "/consents");
            HttpConsentService service = new HttpConsentService(
                    address, sandbox.clients().tls(Invented.MIS).client());
            assertThat(service.consented(Giver.GUARDIAN, "1", agreement, Instant.now()))
                    .isFalse();
            state.give("guardian", "1", ENROLLED);
            assertThat(service.consented(Giver.GUARDIAN, "1", agreement, Instant.now()))
                    .isTrue();
            assertThat(service.consented(Giver.CHILD, "1", agreement, Instant.now()))
                    .isFalse();
            state.withdraw("guardian", "1", ENROLLED);
            assertThat(service.consented(Giver.GUARDIAN, "1", agreement, Instant.now()))
                    .isFalse();

            HttpConsentService stranger = new HttpConsentService(address, javax.net.ssl.SSLContext.getDefault());
            assertThatThrownBy(() -> stranger.consented(Giver.GUARDIAN, "1", agreement, Instant.now()))
                    .hasMessageContaining("did not say");
        }
    }
}
