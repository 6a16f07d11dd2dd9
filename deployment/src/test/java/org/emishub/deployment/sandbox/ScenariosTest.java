package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.operation.Operations;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The acceptance scenarios against one started hub, its invented systems around it, over real HTTP. */
class ScenariosTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path data;

    private static Sandbox sandbox;
    private static Scenarios scenarios;

    @BeforeAll
    static void start_a_hub_and_load_a_country() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(data).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1500");
        Path home = Path.of(System.getProperty("emishub.root"));
        sandbox = Sandbox.start(HubConfig.read(Optional.empty(), home, settings));
        sandbox.load();
        scenarios = new Scenarios(sandbox);
    }

    @AfterAll
    static void stop() {
        try {
            assertThat(LeafScan.nothingPersonal(sandbox.hub())).contains("RECEIVED", "REFUSED", "ASKED", "RELEASED");
        } finally {
            sandbox.close();
        }
    }

    private static void asItShould(Played played) {
        assertThat(played.objection()).as(played.id() + " " + played.title()).isEmpty();
    }

    @Test
    void S1_school_learns_what_is_missing_and_never_a_diagnosis() {
        Played played = scenarios.enrolmentCheck();
        asItShould(played);
        assertThat(played.disclosed()).containsKey("healthCheck.fit").containsKey("missingVaccine[0].group");
        assertThat(played.disclosed().keySet())
                .noneMatch(path -> path.contains("diagnosis") || path.contains("allergy"));
    }

    @Test
    void a_file_put_into_the_drop_folder_is_taken_and_its_result_stands_beside() throws Exception {
        Path drop = data.resolve("drop");
        EmisSimulator register = EmisRecords.register(sandbox.country());

        register.drop(
                drop.resolve("incoming"),
                "attendance.csv",
                register.attendance(
                        "2026/2027-1", () -> EmisRecords.attendance(sandbox.country(), child -> child.index() < 50)));

        Path result = drop.resolve("done/attendance.csv.result.json");
        for (int i = 0; i < 600 && !Files.exists(result); i++) {
            Thread.sleep(100);
        }
        assertThat(MAPPER.readTree(Files.readAllBytes(result)).path("receipt").asString())
                .isNotEmpty();
        assertThat(drop.resolve("incoming/attendance.csv")).doesNotExist();
    }

    @Test
    void S1_two_matches_release_nothing() {
        asItShould(scenarios.enrolmentCheckWithTwoMatches());
    }

    @Test
    void S3_attendance_goes_to_social_protection_over_dci_and_soap_alike() {
        Played dci = scenarios.attendanceOverDci();
        Played soap = scenarios.attendanceOverSoap();
        asItShould(dci);
        asItShould(soap);
        assertThat(dci.disclosed()).isEqualTo(soap.disclosed());
        assertThat(dci.disclosed())
                .containsEntry("attendance.condition", "met")
                .doesNotContainKey("attendance.sessions");
    }

    @Test
    void S3_without_a_case_or_for_another_purpose_nothing_is_said() {
        asItShould(scenarios.attendanceOverDciWithoutCase());
        asItShould(scenarios.attendanceOverSoapForAnotherPurpose());
    }

    @Test
    void S8_each_sector_answers_the_social_worker_under_its_own_agreement() {
        NeedsView.AGREEMENTS.forEach(agreement -> asItShould(scenarios.needsView(agreement, true)));
    }

    @Test
    void S8_without_an_open_case_every_sector_says_no() {
        NeedsView.AGREEMENTS.forEach(agreement -> asItShould(scenarios.needsView(agreement, false)));
    }

    @Test
    void S11_the_committee_gets_a_table_with_small_cells_suppressed() {
        asItShould(scenarios.statistics());
        asItShould(scenarios.statisticsForSomebodyElse());
    }

    @Test
    void child_enrolled_reaches_the_health_register_and_a_sealed_child_does_not() {
        asItShould(scenarios.childEnrolled());
        asItShould(scenarios.sealedChildEnrolled());
    }

    @Test
    void a_replay_gets_the_stored_answer_and_the_same_id_with_another_payload_is_refused() {
        HubProtocolClient school = sandbox.clients().hubProtocol(Invented.SCHOOLS);
        byte[] sealed = school.seal("replay-1", "health.enrolment-check", "query", question("HPAYMT"));
        assertThat(school.post("replay-1", sealed).refusal()).isEqualTo("NO_LEGAL_BASIS");
        long before = sandbox.ledger().size();
        assertThat(school.post("replay-1", sealed).refusal()).isEqualTo("NO_LEGAL_BASIS");
        assertThat(sandbox.ledger().since(before))
                .noneMatch(entry -> entry.event().equals("RECEIVED"));

        byte[] other = school.seal("replay-1", "health.enrolment-check", "query", question("PUBHLTH"));
        assertThat(school.post("replay-1", other).refusal()).isEqualTo("REPLAYED");
    }

    @Test
    void an_altered_message_is_refused_with_one_entry() {
        HubProtocolClient school = sandbox.clients().hubProtocol(Invented.SCHOOLS);
        byte[] sealed = school.seal("altered-1", "health.enrolment-check", "query", question("PUBHLTH"));
        sealed[sealed.length - 3] ^= 1;
        HubProtocolClient.Answer answer = school.post("altered-1", sealed);
        assertThat(answer.status()).isBetween(400, 401);
        assertThat(answer.content().path("remedy").asString("")).isNotEmpty();
        assertThat(answer.content().toString()).doesNotContain("Exception", "org.emishub");
    }

    private static JsonNode question(String purpose) {
        var content = MAPPER.createObjectNode().put("purpose", purpose);
        content.putObject("subject").put("child.id", sandbox.cast().other().nationalId());
        content.putObject("asker").put("user", "z.sharipova").put("role", "school nurse");
        return content;
    }

    @Test
    void an_oversized_message_is_refused_before_it_is_read() throws Exception {
        HttpResponse<String> response = post("/exchange", "application/jose", new byte[3 << 20]);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(MAPPER.readTree(response.body()).path("code").asString("")).isEqualTo("TOO_LARGE");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void a_native_door_lets_nobody_in_without_a_registered_certificate() throws Exception {
        HttpResponse<String> response = post("/dci/registry/sync/search", "application/json", new byte[] {'{', '}'});
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(MAPPER.readTree(response.body()).path("code").asString("")).isEqualTo("UNKNOWN_MEMBER");
    }

    private static HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + sandbox.config().doors().http() + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void explain_tells_every_field_and_leaves_only_a_dry_run_entry() {
        long before = sandbox.ledger().size();
        JsonNode explained = sandbox.hub()
                .part(Operations.class)
                .run(
                        "explain",
                        MAPPER.createObjectNode()
                                .put("agreement", "social-protection.attendance")
                                .put("child", sandbox.cast().granted().nationalId())
                                .put("actor", Cast.GRANT_WORKER)
                                .put("role", "case worker")
                                .put("case", Cast.GRANT_CASE));
        assertThat(explained.path("refusal").isMissingNode()).isTrue();
        assertThat(explained
                        .path("fields")
                        .valueStream()
                        .map(f -> f.path("path").asString("") + " "
                                + f.path("result").asString("")))
                .contains("child.birthDate generalised", "attendance.condition delivered");
        List<LedgerEntry> entries = sandbox.ledger().since(before).stream()
                .filter(entry -> entry.agreement().equals("social-protection.attendance"))
                .toList();
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("EXPLAINED");
            assertThat(entry.rule()).isEqualTo("dry-run");
        });
    }

    @Test
    void health_and_metrics_are_on_the_management_port_only() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI management =
                URI.create("http://127.0.0.1:" + sandbox.config().doors().management() + "/actuator/");
        for (String path : List.of("health/readiness", "health/liveness", "prometheus")) {
            HttpRequest request =
                    HttpRequest.newBuilder(management.resolve(path)).build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
        URI door = URI.create("http://127.0.0.1:" + sandbox.config().doors().http() + "/actuator/health");
        assertThat(http.send(HttpRequest.newBuilder(door).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void operations_need_the_token() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + sandbox.config().doors().management() + "/operations/ledger.verify"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void the_ledger_verifies() {
        assertThat(sandbox.hub().part(Ledger.class).verify().problem()).isEmpty();
    }

    @Test
    void no_name_or_number_of_a_child_lies_in_clear_in_the_data_folder() throws Exception {
        List<byte[]> wanted = Stream.of(
                        sandbox.cast().granted(),
                        sandbox.cast().cared(),
                        sandbox.cast().newcomer())
                .flatMap(child -> Stream.of(child.nationalId(), child.name().family() + "\",\"", child.address()))
                .map(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toList();
        for (Path file : Needles.files(data)) {
            byte[] bytes = file.toString().contains("postgresql-") ? new byte[0] : read(file);
            for (byte[] value : wanted) {
                assertThat(contains(bytes, value))
                        .as("%s holds a child's data", file)
                        .isFalse();
            }
        }
    }

    /** Nothing where the hub has deleted it meanwhile. */
    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static boolean contains(byte[] bytes, byte[] value) {
        for (int i = 0; i <= bytes.length - value.length; i++) {
            int j = 0;
            while (j < value.length && bytes[i + j] == value[j]) {
                j++;
            }
            if (j == value.length) {
                return true;
            }
        }
        return false;
    }
}
