package org.emishub.adapters.health.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.TomcatPort;
import org.emishub.adapters.health.enrolment.HealthReceiver;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A register, or somebody in between, that answers what it should not. */
class BadAnswersTest {
    /** Where not the time is looked at. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration HASTY = Duration.ofSeconds(1);
    private static final String PLANTED = "PLANTED-Каримов";
    private static final String MATCH =
            """
            {"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"p1",
            "identifier":[{"system":"https://emishub.org/fhir/sid/personal-number","value":"77"}]},
            "search":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/match-grade","valueCode":"certain"}]}}]}""";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Duration within = PATIENCE;

    @FunctionalInterface
    private interface Behaviour {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    @Test
    void a_page_of_html_is_no_answer() {
        assertFault(says(200, "text/html", "<html>" + PLANTED + "</html>"), "BAD_ANSWER", false);
    }

    @Test
    void json_that_is_not_fhir_is_no_answer() {
        assertFault(says(200, "application/fhir+json", "{\"name\":\"" + PLANTED + "\"}"), "BAD_ANSWER", false);
        assertFault(
                says(200, "application/fhir+json", "{\"resourceType\":\"Patient\",\"birthDate\":\"" + PLANTED + "\"}"),
                "BAD_ANSWER",
                false);
        assertFault(says(200, "application/fhir+json", "[".repeat(100_000)), "BAD_ANSWER", false);
    }

    @Test
    void a_failure_keeps_its_status_and_issue_codes_and_not_a_word_more() {
        String outcome =
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"exception\",\"diagnostics\":\""
                        + PLANTED + "\",\"details\":{\"text\":\"" + PLANTED + "\"}}]}";
        SystemFault fault = assertFault(says(500, "application/fhir+json", outcome), "FAILED", false);
        assertThat(fault).hasMessage("FAILED: HTTP 500, issues exception");
        assertFault(says(500, "text/plain", PLANTED + " at java.lang.Thread.run"), "FAILED", false);
    }

    @Test
    void a_rejected_question_is_for_good() {
        assertFault(
                says(422, "application/fhir+json", "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}"),
                "REJECTED",
                true);
    }

    @Test
    void a_refused_hub_may_be_let_in_later() {
        assertFault(says(401, "text/plain", "no"), "REJECTED", false);
    }

    @Test
    @Timeout(60)
    void no_more_is_read_than_the_limit() {
        assertFault(
                (request, response) -> {
                    response.setContentType("application/fhir+json");
                    OutputStream out = response.getOutputStream();
                    byte[] block = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < 16_000; i++) {
                        out.write(block);
                    }
                },
                "TOO_LARGE",
                false);
    }

    @Test
    void compression_hides_no_size() {
        assertFault(
                (request, response) -> {
                    response.setContentType("application/fhir+json");
                    response.setHeader("Content-Encoding", "gzip");
                    try (OutputStream out = new GZIPOutputStream(response.getOutputStream())) {
                        out.write(" ".repeat(10 << 20).getBytes(StandardCharsets.US_ASCII));
                    }
                },
                "TOO_LARGE",
                false);
    }

    @Test
    void silence_ends_in_time() {
        within = HASTY;
        assertFault((request, response) -> sleep(3_000), "TIMEOUT", false);
    }

    @Test
    void an_answer_drop_by_drop_ends_in_time() {
        within = HASTY;
        assertFault(
                (request, response) -> {
                    response.setContentType("application/fhir+json");
                    for (int i = 0; i < 40; i++) {
                        response.getOutputStream().write(' ');
                        response.flushBuffer();
                        sleep(100);
                    }
                },
                "TIMEOUT",
                false);
    }

    @Test
    void nobody_there_is_unreachable() throws Exception {
        URI nowhere = URI.create("http://localhost:1/fhir");
        try (HealthRegister register = open(nowhere)) {
            assertIs(
                    catchThrowable(() -> provider(register).find(Exchanges.healthQuestion(Map.of("child.id", "77")))),
                    "UNREACHABLE",
                    false);
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        assertFault(
                (request, response) -> {
                    response.setStatus(307);
                    response.setHeader("Location", "http://localhost:1/" + PLANTED);
                },
                "BAD_ANSWER",
                false);
        assertThat(asked).hasSize(1);
    }

    @Test
    void another_childs_immunization_is_not_believed() {
        String other = MATCH.replaceAll(
                "\"resource\":\\{.*?\\]\\}",
                "\"resource\":{\"resourceType\":\"Immunization\",\"patient\":{\"reference\":\"Patient/p2\"}}");
        assertFault(
                matchesThen(batch("\"resource\":" + other + ",\"response\":{\"status\":\"200\"}")),
                "BAD_ANSWER",
                false);
    }

    @Test
    void a_search_that_failed_is_not_read_as_nothing() {
        assertFault(matchesThen(batch("\"response\":{\"status\":\"500\"}")), "BAD_ANSWER", false);
    }

    @Test
    void a_register_without_match_is_searched_by_number() throws Exception {
        Found found = ask((request, response) -> {
            if (request.getRequestURI().endsWith("$match")) {
                write(response, 404, "application/fhir+json", "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}");
            } else if (request.getMethod().equals("GET")) {
                write(response, 200, "application/fhir+json", MATCH);
            } else {
                write(response, 200, "application/fhir+json", batch("\"response\":{\"status\":\"404\"}"));
            }
        });
        assertThat(found).isInstanceOf(Found.Match.class);
        assertThat(asked.get(1)).contains("identifier=https", "77");
    }

    @Test
    void a_delivery_is_done_only_when_the_register_says_so() throws Exception {
        Behaviour ok = says(200, "text/html", "<html>" + PLANTED + "</html>");
        try (TomcatPort port = new TomcatPort(servlet(ok));
                HealthRegister register = open(port.base())) {
            HealthReceiver receiver = new HealthReceiver(register);
            assertIs(
                    catchThrowable(
                            () -> receiver.deliver("k", new Wire("application/fhir+json", new byte[] {'{', '}'}))),
                    "BAD_ANSWER",
                    false);
        }
    }

    private Behaviour matchesThen(String batch) {
        return (request, response) -> write(
                response, 200, "application/fhir+json", request.getRequestURI().endsWith("$match") ? MATCH : batch);
    }

    /** Six searches are asked; each is answered the same. */
    private static String batch(String entry) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":["
                + String.join(",", java.util.Collections.nCopies(6, "{" + entry + "}")) + "]}";
    }

    private SystemFault assertFault(Behaviour behaviour, String reason, boolean permanent) {
        asked.clear();
        return assertIs(catchThrowable(() -> ask(behaviour)), reason, permanent);
    }

    private static SystemFault assertIs(Throwable thrown, String reason, boolean permanent) {
        assertThat(thrown).isInstanceOfSatisfying(SystemFault.class, fault -> {
            assertThat(fault.reason()).isEqualTo(reason);
            assertThat(fault.permanent()).isEqualTo(permanent);
            assertThat(fault.getMessage())
                    .doesNotContain("PLANTED")
                    .doesNotContainPattern("(?<![0-9])77(?![0-9])")
                    .hasSizeLessThan(200);
            assertThat(fault.getCause()).isNull();
        });
        return (SystemFault) thrown;
    }

    private Found ask(Behaviour behaviour) throws Exception {
        try (TomcatPort port = new TomcatPort(servlet(behaviour));
                HealthRegister register = open(port.base())) {
            return provider(register).find(Exchanges.healthQuestion(Map.of("child.id", "77")));
        }
    }

    private HealthRegister open(URI base) throws Exception {
        return HealthRegister.open(
                new RegisterSettings(
                        SystemId.of("health/register"),
                        base,
                        IdentifierSystems.sandbox(),
                        PATIENCE,
                        within,
                        2,
                        1 << 20),
                SSLContext.getDefault());
    }

    private static HealthProvider provider(HealthRegister register) {
        return new HealthProvider(register, Exchanges.CLOCK);
    }

    private HttpServlet servlet(Behaviour behaviour) {
        return new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                asked.add(request.getRequestURI() + "?" + request.getQueryString());
                behaviour.answer(request, response);
            }
        };
    }

    private static Behaviour says(int status, String type, String body) {
        return (request, response) -> write(response, status, type, body);
    }

    private static void write(HttpServletResponse response, int status, String type, String body) throws IOException {
        response.setStatus(status);
        response.setContentType(type + ";charset=UTF-8");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
