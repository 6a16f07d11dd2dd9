package org.emishub.adapters.health.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.FhirChecks;
import org.emishub.adapters.health.Golden;
import org.emishub.adapters.health.SandboxChildren;
import org.emishub.adapters.health.TomcatPort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRegisterSimulatorTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static HealthRegisterSimulator simulator;
    private static TomcatPort port;

    @BeforeAll
    static void start() throws Exception {
        simulator = new HealthRegisterSimulator(SandboxChildren.all(), false, Exchanges.CLOCK);
        port = new TomcatPort(simulator.servlet());
    }

    @AfterAll
    static void stop() throws Exception {
        port.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metadata",
                "/Patient/c1",
                "/Patient?identifier=https%3A%2F%2Femishub.org%2Ffhir%2Fsid%2Fpersonal-number%7C1204567890123",
                "/Patient?family=%D0%A8%D0%B0%D1%80%D0%B8%D0%BF%D0%BE%D0%B2&birthdate=2019-11-20",
                "/Immunization?patient=Patient/c1",
                "/ImmunizationRecommendation?patient=Patient/c1",
                "/Observation?patient=Patient/c1",
                "/ServiceRequest?patient=Patient/c1",
                "/Condition?patient=Patient/c1",
                "/AllergyIntolerance?patient=Patient/c1"
            })
    void answers_in_valid_fhir(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/fhir+json");
        FhirChecks.assertValid(response.body());
        if (!path.equals("/metadata")) {
            assertThat(response.body()).as("no narrative").doesNotContain("<div");
        }
        if (!path.equals("/metadata") && !path.equals("/Patient/c1")) {
            assertThat(response.body()).contains("\"total\":", "c1");
        }
    }

    @Test
    void matches_in_valid_fhir() throws Exception {
        String question =
                """
                {"resourceType":"Parameters","parameter":[
                {"name":"resource","resource":{"resourceType":"Patient","name":[{"family":"ШАРИПОВ","given":["Фирдавс"]}],"birthDate":"2019-11-20"}},
                {"name":"onlyCertainMatches","valueBoolean":false}]}""";
        FhirChecks.assertValid(question);
        HttpResponse<String> response = post("/Patient/$match", question, "");
        assertThat(response.body()).contains("match-grade", "certain");
        FhirChecks.assertValid(response.body());
    }

    @Test
    void only_certain_matches_hides_two_of_the_same_name() throws Exception {
        String question =
                """
                {"resourceType":"Parameters","parameter":[
                {"name":"resource","resource":{"resourceType":"Patient","name":[{"family":"Назарова","given":["Зарина"]}],"birthDate":"2018-03-03"}},
                {"name":"onlyCertainMatches","valueBoolean":true}]}""";
        assertThat(post("/Patient/$match", question, "").body()).contains("\"total\":0");
        assertThat(post("/Patient/$match", question.replace("true", "false"), "")
                        .body())
                .contains("probable")
                .doesNotContain("certain\"");
    }

    static Stream<String> whatItRejects() {
        String good = Golden.text("enrolment/enrolled.bundle.json");
        return Stream.of(
                good.replace("2019-05-17", "2031-01-01"),
                good.replace("\"birthDate\": \"2019-05-17\"", "\"active\": true"),
                good.replace("\"transaction\"", "\"collection\""),
                good.replace("\"POST\"", "\"PUT\""),
                good.replace("\"resourceType\": \"Organization\"", "\"resourceType\": \"Basic\""),
                good.replace("%7C1509876543210\"", "%7C999\""),
                good.replace("\"family\": \"Каримзода\",", ""));
    }

    @ParameterizedTest
    @MethodSource("whatItRejects")
    void rejects_by_its_own_rules_and_keeps_nothing(String bundle) throws Exception {
        HttpResponse<String> response = post("", bundle, "");
        assertThat(response.statusCode()).isIn(400, 422);
        assertThat(response.body()).contains("OperationOutcome").doesNotContain("Каримзода", "\tat ");
        FhirChecks.assertValid(response.body());
        assertThat(get("/Patient?identifier=https%3A%2F%2Femishub.org%2Ffhir%2Fsid%2Fpersonal-number%7C1509876543210")
                        .body())
                .contains("\"total\":0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Patient?family=A&birthdate=2019", "/Patient?family=A", "/Immunization", "/Medication"})
    void a_search_it_cannot_do_is_no_failure_of_its_own(String path) throws Exception {
        assertThat(get(path).statusCode()).isBetween(400, 499);
    }

    @Test
    void thousands_of_children_need_little_memory() {
        List<HealthChild> children = new ArrayList<>();
        HealthChild like = SandboxChildren.FIRDAVS;
        System.gc();
        long before = used();
        for (int i = 0; i < 5_000; i++) {
            var person = SandboxChildren.person("P" + i, "H" + i, "Шарипов" + i, "Фирдавс", "", "2019-11-20", "male");
            children.add(new HealthChild("n" + i, person, like.doses(), like.due(), like.examination(), "", "", ""));
        }
        Holdings holdings = new Holdings(children);
        System.gc();
        long each = (used() - before) / children.size();
        assertThat(holdings.byNumber(Names.HEALTH_NUMBER + "|H77")).hasSize(1);
        assertThat(each).as("bytes of a child with its indexes, without doses").isLessThan(4_000);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void a_body_that_is_too_large_is_not_read() throws Exception {
        HttpResponse<String> response = post("", " ".repeat(2 << 20), "");
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void remembers_what_it_was_told_up_to_a_bound() throws Exception {
        simulator.forgetReceived();
        get("/Patient?family=%D0%90&birthdate=2019-11-20");
        assertThat(simulator.received()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.text()).contains("family=А");
            assertThat(request.toString()).doesNotContain("family");
        });
        for (int i = 0; i < 510; i++) {
            get("/Patient/c" + (i % 5 + 1));
        }
        assertThat(simulator.received()).hasSize(500);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(port.base() + path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(port.base() + path))
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
