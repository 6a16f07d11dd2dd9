package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.operation.Operations;
import org.emishub.security.usage.UsageWords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** S12: a guardian asks a hub that runs, through a portal and at the counter, who looked at the child's data. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UsageEndToEndTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String MOTHER = "9000000000001";
    private static final String FATHER = "9000000000002";
    private static final String NOTHING = "{\"totalUsages\":0,\"usages\":[]}";

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static String hubYaml;
    private static String child;
    private static byte[] beforeTheSeal;

    @BeforeAll
    static void start_a_hub_of_whose_agreements_one_hides_its_exchanges() throws IOException {
        Path root = Path.of(System.getProperty("emishub.root"));
        Path agreements = Files.createDirectory(folder.resolve("agreements"));
        try (Stream<Path> files = Files.list(root.resolve("routes/agreements"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, agreements.resolve(String.valueOf(file.getFileName())));
            }
        }
        change(
                agreements.resolve("needs.benefits.yaml"),
                "visibleToChild: true",
                "visibleToChild: { withheldUntil: 2030-01-01, ground: An inquiry }");
        for (String agreement : NeedsView.AGREEMENTS) {
            change(
                    agreements.resolve(agreement + ".yaml"),
                    "consent: { needed: false }",
                    "consent: { needed: false }\nsealed: { suspected abuser: [] }");
        }
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        settings.put("HUB_USAGE_FROM", Invented.PORTAL.id().toString());
        sandbox = Sandbox.start(HubConfig.read(Optional.empty(), root, settings).withAgreements(agreements));
        HubConfig.Doors doors = sandbox.config().doors();
        hubYaml = Files.writeString(
                        folder.resolve("hub.yaml"),
                        "data: data\nagreements: agreements\ndoors: { host: 127.0.0.1, http: " + doors.http()
                                + ", management: " + doors.management() + " }\n")
                .toString();
        sandbox.load();
        child = sandbox.cast().cared().nationalId();
        operation("guardian.give", "guardian", MOTHER, "from", "2020-01-01T00:00:00Z");
        operation("guardian.give", "guardian", FATHER, "from", "2020-01-01T00:00:00Z");
        operation("child.born", "on", "2015-03-04");
        worker();
    }

    private static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static void operation(String name, String... arguments) {
        ObjectNode all = MAPPER.createObjectNode().put("by", "registrar").put("child", child);
        for (int i = 0; i < arguments.length; i += 2) {
            all.put(arguments[i], arguments[i + 1]);
        }
        sandbox.hub().part(Operations.class).run(name, all);
    }

    /** The social worker asks all three sectors. */
    private static void worker() {
        NeedsView.Asker asker = new NeedsView.Asker(child, Cast.CARE_WORKER, "social worker", Cast.CARE_CASE);
        new NeedsView(sandbox.clients().hubProtocol(Invented.CASEWORK))
                .ask(asker)
                .forEach(part ->
                        assertThat(part.answer().refusal()).as(part.agreement()).isEmpty());
    }

    private static HttpResponse<byte[]> get(Invented caller, String path, String person) {
        HttpRequest request = HttpRequest.newBuilder(sandbox.clients().https("/usage/v2/" + path))
                .header("X-Road-UserId", person)
                .GET()
                .build();
        try {
            return HttpClient.newBuilder()
                    .sslContext(sandbox.clients().tls(caller).client())
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] find(String person, String about) {
        HttpResponse<byte[]> response = get(Invented.PORTAL, "findUsage?userCode=" + about, person);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static List<String> agreements(byte[] found) {
        return MAPPER.readTree(found)
                .path("usages")
                .valueStream()
                .map(usage -> usage.path("agreement").asString(""))
                .sorted()
                .toList();
    }

    private record Ran(int exit, String out, String err) {}

    private static Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", hubYaml));
        int exit = HubCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    @Test
    @Order(1)
    void a_mother_reads_through_the_portal_who_looked_and_nothing_of_what_is_hidden() {
        byte[] found = find(MOTHER, child);
        JsonNode first = MAPPER.readTree(found).path("usages").get(0);

        assertThat(agreements(found)).containsExactly("needs.enrolment", "needs.health");
        assertThat(MAPPER.readTree(found).path("totalUsages").asInt()).isEqualTo(2);
        assertThat(first.path("action").asString(""))
                .startsWith("Care for the child and help for the family: «Let the");
        assertThat(first.path("receiverCode").asString("")).isEqualTo("social-protection");
        assertThat(first.path("receiverName").asString("")).isEqualTo("Agency for Social Protection");
        assertThat(first.path("receiverSystem").asString("")).isEqualTo("casework");
        assertThat(Instant.parse(first.path("logtime").asString(""))).isBefore(Instant.now());
        assertThat(new String(found, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain(Cast.CARE_WORKER, child);
    }

    @Test
    @Order(2)
    void an_unknown_child_a_stranger_and_a_child_without_entries_answer_the_same() {
        String quiet = sandbox.cast().other().nationalId();
        operation("guardian.give", "guardian", MOTHER, "child", quiet);
        operation("child.born", "on", "2015-03-04", "child", quiet);
        List<HttpResponse<byte[]>> answers = List.of(
                get(Invented.PORTAL, "findUsage?userCode=" + quiet, MOTHER),
                get(Invented.PORTAL, "findUsage?userCode=" + child, "9000000000009"),
                get(Invented.PORTAL, "findUsage?userCode=1999999999999", MOTHER),
                get(Invented.PORTAL, "findUsage?userCode=" + child, child));

        for (HttpResponse<byte[]> answer : answers) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).asString().isEqualTo(NOTHING);
            assertThat(headers(answer)).isEqualTo(headers(answers.get(0)));
        }
    }

    private static Map<String, List<String>> headers(HttpResponse<byte[]> answer) {
        Map<String, List<String>> headers =
                new java.util.TreeMap<>(answer.headers().map());
        headers.remove("date");
        return headers;
    }

    @Test
    @Order(3)
    void only_an_entitled_portal_asks_and_it_says_who_for_whom() {
        assertThat(get(Invented.MIS, "findUsage?userCode=" + child, MOTHER).statusCode())
                .isEqualTo(403);
        for (String wrong : List.of(
                "findUsage",
                "findUsage?userCode=" + child + "&limit=0",
                "findUsage?userCode=" + child + "&offset=-1",
                "findUsage?userCode=" + child + "&periodStart=yesterday",
                "findUsage?userCode=" + child + "&userCode=2",
                "findUsage?userCode=a@b",
                "somethingElse")) {
            assertThat(get(Invented.PORTAL, wrong, MOTHER).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(get(Invented.PORTAL, "findUsage?userCode=" + child, " ").statusCode())
                .isEqualTo(400);
    }

    @Test
    @Order(4)
    void usage_period_and_heartbeat_answer_in_their_shape() {
        JsonNode period =
                MAPPER.readTree(get(Invented.PORTAL, "usagePeriod", MOTHER).body());
        JsonNode heartbeat =
                MAPPER.readTree(get(Invented.PORTAL, "heartbeat", MOTHER).body());

        assertThat(Instant.parse(period.path("periodStart").asString(""))).isBefore(Instant.now());
        assertThat(period.has("periodEnd")).isFalse();
        assertThat(heartbeat.path("status").asString("")).isEqualTo("OK");
    }

    @Test
    @Order(5)
    void what_happens_while_the_child_is_sealed_from_the_father_changes_no_byte_of_what_he_reads() {
        beforeTheSeal = find(FATHER, child);
        operation("child.seal", "kind", "suspected abuser", "against", FATHER);
        worker();
        find(MOTHER, child);

        assertThat(find(FATHER, child)).isEqualTo(beforeTheSeal);
        assertThat(get(Invented.PORTAL, "findUsage?userCode=" + child + "&offset=1&limit=1", FATHER)
                        .body())
                .asString()
                .contains("\"totalUsages\":"
                        + MAPPER.readTree(beforeTheSeal).path("totalUsages").asInt() + ",");
        assertThat(agreements(find(MOTHER, child)))
                .filteredOn(agreement -> !agreement.isEmpty())
                .containsExactly("needs.enrolment", "needs.enrolment", "needs.health", "needs.health");
    }

    @Test
    @Order(6)
    void when_the_ground_lapses_he_reads_it_all_and_that_somebody_looked() {
        operation("child.unseal", "kind", "suspected abuser");

        String found = new String(find(FATHER, child), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(agreements(found.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .filteredOn(agreement -> !agreement.isEmpty())
                .hasSize(4);
        assertThat(found)
                .contains("A parent or guardian looked at this list.", "Citizen Portal")
                .doesNotContain(MOTHER);
    }

    @Test
    @Order(7)
    void an_operator_shows_the_same_at_the_counter_in_five_languages() {
        String mother = "guardian:" + MOTHER;
        for (String language : UsageWords.LANGUAGES) {
            Ran ran = hub("usage", "--child", child, "--as", mother, "--lang", language);

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out())
                    .contains(
                            UsageWords.in(language).text("why.care"),
                            UsageWords.in(language).text("group.enrolment"),
                            "Agency for Social Protection (casework)",
                            "needs.enrolment, 1")
                    .doesNotContain("needs.benefits", Cast.CARE_WORKER);
        }
        assertThat(hub("usage", "--child", child, "--as", "child").out()).isEqualTo("There is nothing to show.\n");
        assertThat(hub("usage", "--child", child, "--as", "anybody").exit()).isEqualTo(2);
        assertThat(MAPPER.readTree(hub("usage", "--child", child, "--as", mother, "--limit", "1", "--json")
                                .out())
                        .path("usages"))
                .hasSize(1);
    }
}
