package org.emishub.adapters.education.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.TestServer;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.simulator.EmisAttendance;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The door on a real Tomcat; the simulator sends and judges the answers itself. */
class PackageDoorTest {
    private final Fixture hub = new Fixture();
    private final EmisSimulator emis = TestCountry.emis(60);

    private TestServer door(Optional<String> member) throws Exception {
        return new TestServer("/packages", new PackageDoor(hub.intake, PackageLimits.DEFAULT, 1 << 20), member);
    }

    private TestServer door() throws Exception {
        return door(Optional.of(Fixture.EMIS));
    }

    private static HttpResponse<String> post(TestServer server, String type, HttpRequest.BodyPublisher body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri())
                .header("Content-Type", type)
                .POST(body)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void isProblem(HttpResponse<String> response, int status, String code) {
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("title").stringValue()).isEqualTo(code);
        assertThat(response.body()).doesNotContain("Exception", "at org.", ".java");
    }

    @Test
    void a_posted_package_gets_a_receipt_and_a_verdict_on_every_row() throws Exception {
        try (TestServer server = door()) {
            HubReceipt receipt = emis.post(server.uri(), "application/zip", emis.bulk(), Optional.empty());
            assertThat(receipt.rowsRefused()).isZero();
            assertThat(receipt.repeated()).isFalse();
            assertThat(emis.post(server.uri(), "application/zip", emis.bulk(), Optional.empty())
                            .receipt())
                    .isEqualTo(receipt.receipt());
        }
    }

    @Test
    void a_posted_attendance_file_is_taken() throws Exception {
        try (TestServer server = door()) {
            emis.post(server.uri(), "application/zip", emis.bulk(), Optional.empty());
            EmisSimulator.Content months = emis.attendance(
                    "2026/1",
                    () -> Stream.of(
                            new EmisAttendance("student-1", "2026-09", 24, 0, 0, 0, 0, "", ""),
                            new EmisAttendance("nobody", "2026-09", 24, 0, 0, 0, 0, "", "")));
            HubReceipt receipt = emis.post(server.uri(), "text/csv; charset=utf-8", months, Optional.empty());
            assertThat(receipt.rowsAccepted()).isEqualTo(1);
            assertThat(receipt.rowsRefused()).isEqualTo(1);
        }
    }

    @Test
    void errors_of_rows_are_named_without_their_values() throws Exception {
        try (TestServer server = door()) {
            HttpResponse<String> response = post(
                    server,
                    "application/zip",
                    HttpRequest.BodyPublishers.ofByteArray(Fixture.zip(Fixture.golden("errors/bulk"))));
            assertThat(response.statusCode()).isEqualTo(200);
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            assertThat(answer.get("errors")).hasSize(22);
            assertThat(answer.get("errorsComplete").booleanValue()).isTrue();
            assertThat(answer.at("/refusedByCode/UNMAPPED_CODE").intValue()).isEqualTo(2);
            assertThat(response.body()).doesNotContain("klingon", "ATLANTIS", "Иванов", "RU-000", "2019-02-30");
        }
    }

    @Test
    void a_sender_who_was_not_authenticated_or_is_another_is_refused() throws Exception {
        for (Optional<String> member : List.of(Optional.<String>empty(), Optional.of("health/register"))) {
            try (TestServer server = door(member)) {
                isProblem(
                        post(server, "application/zip", HttpRequest.BodyPublishers.ofString("x")),
                        401,
                        "UNKNOWN_MEMBER");
            }
        }
        assertThat(hub.gateway.refusals).extracting("code").containsOnly(Code.UNKNOWN_MEMBER);
        assertThat(hub.gateway.refusals).hasSize(2);
    }

    @Test
    void a_body_too_large_or_of_unknown_length_or_type_is_refused_before_it_is_read() throws Exception {
        try (TestServer server = door()) {
            isProblem(
                    post(server, "application/zip", HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])),
                    413,
                    "TOO_LARGE");
            isProblem(
                    post(
                            server,
                            "application/zip",
                            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10]))),
                    411,
                    "MALFORMED");
            isProblem(post(server, "application/json", HttpRequest.BodyPublishers.ofString("{}")), 415, "MALFORMED");
            assertThat(hub.gateway.refusals).hasSize(3);
        }
    }

    @Test
    void a_file_that_is_no_package_is_refused_with_the_reason() throws Exception {
        try (TestServer server = door()) {
            HttpResponse<String> response =
                    post(server, "application/zip", HttpRequest.BodyPublishers.ofString("no zip"));
            isProblem(response, 422, "MALFORMED");
            assertThat(response.body()).contains("NOT_A_ZIP");
            isProblem(post(server, "text/csv", HttpRequest.BodyPublishers.ofString("a,b\n1,2\n")), 422, "MALFORMED");
        }
    }

    @Test
    void nothing_is_taken_while_the_hub_cannot_record_it() throws Exception {
        try (TestServer server = door()) {
            emis.post(server.uri(), "application/zip", emis.bulk(), Optional.empty());
            hub.gateway.fault = new HubUnavailable(new IllegalStateException("secret detail"));
            ByteArrayOutputStream zip = new ByteArrayOutputStream();
            TestCountry.emis(61).bulk().to(zip);
            HttpResponse<String> response =
                    post(server, "application/zip", HttpRequest.BodyPublishers.ofByteArray(zip.toByteArray()));
            isProblem(response, 503, "UNAVAILABLE");
            assertThat(response.body()).doesNotContain("secret");
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void the_simulator_rejects_an_answer_that_does_not_account_for_every_row() {
        assertThatThrownBy(() -> HubReceipt.check("{\"receipt\":\"a.b.c\",\"rowsAccepted\":3,\"rowsRefused\":0}", 4))
                .isInstanceOf(HubReceipt.Rejected.class);
        assertThatThrownBy(() -> HubReceipt.check("{\"rowsAccepted\":4,\"rowsRefused\":0}", 4))
                .isInstanceOf(HubReceipt.Rejected.class);
    }

    @Test
    void a_fault_says_nothing_of_what_was_inside() throws Exception {
        try (TestServer server = door()) {
            emis.post(server.uri(), "application/zip", emis.bulk(), Optional.empty());
            hub.gateway.fault = new IllegalStateException("secret detail");
            ByteArrayOutputStream zip = new ByteArrayOutputStream();
            TestCountry.emis(61).bulk().to(zip);
            HttpResponse<String> response =
                    post(server, "application/zip", HttpRequest.BodyPublishers.ofByteArray(zip.toByteArray()));
            isProblem(response, 500, "FAULT");
            assertThat(response.body()).doesNotContain("secret");
        }
    }
}
