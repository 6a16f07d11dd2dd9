package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.member.Certificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages that are not as they should be, and messages that come twice, at the door of a running hub. */
class BadMessagesTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String AGREEMENT = "health.enrolment-check";

    @TempDir
    static Path data;

    private static Sandbox sandbox;
    private static KeyFile schools;
    private static X509Certificate school;
    private static X509Certificate hub;

    @BeforeAll
    static void start_a_hub() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(data).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        sandbox =
                Sandbox.start(HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings));
        SandboxKeys keys = SandboxKeys.in(sandbox.config().keys().folder());
        schools = keys.of(Invented.SCHOOLS.id(), Invented.SCHOOLS.uses());
        school = schools.certificate(Use.SIGNING.alias());
        hub = keys.hub().certificate(Use.KEY_AGREEMENT_P256.alias());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static ObjectNode question() {
        ObjectNode subject = MAPPER.createObjectNode()
                .put("child.id", sandbox.cast().examined().nationalId());
        return Busy.question(subject, "school nurse", "", "PUBHLTH");
    }

    private static ObjectNode claims(String id) {
        Instant now = Instant.now();
        return Forged.claims(id, AGREEMENT, now, now.plusSeconds(300), question());
    }

    private static PrivateKey key() {
        return schools.key(Use.SIGNING.alias());
    }

    private static HttpResponse<byte[]> post(byte[] sealed) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + sandbox.config().doors().http() + "/exchange");
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(sealed))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The database's answer to a question for one number. */
    private static long number(String sql) throws SQLException {
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Strangers are entered once a minute and code: each test looks at a minute of its own. */
    private static void newMinute() throws SQLException {
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from refused_caller");
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static void refused(byte[] sealed, int status, String code, String rule) throws Exception {
        newMinute();
        long before = sandbox.ledger().size();
        long inbox = number("select count(*) from inbox");
        HttpResponse<byte[]> response = post(sealed);
        problem(response, status, code);
        assertThat(sandbox.ledger().since(before)).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("REFUSED");
            assertThat(entry.code()).isEqualTo(code);
            assertThat(entry.rule()).startsWith(rule);
            assertThat(entry.fields()).isEmpty();
        });
        assertThat(number("select count(*) from inbox")).isEqualTo(inbox);
        problem(post(sealed), status, code);
        assertThat(number("select sum(count) from refused_caller")).isEqualTo(2);
    }

    private static void problem(HttpResponse<byte[]> response, int status, String code) {
        String body = new String(response.body(), UTF_8);
        assertThat(response.statusCode()).as(body).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = MAPPER.readTree(body);
        assertThat(problem.path("code").asString("")).isEqualTo(code);
        assertThat(problem.path("status").asInt(0)).isEqualTo(status);
        assertThat(problem.path("remedy").asString("")).isNotEmpty();
        assertThat(body)
                .doesNotContain("Exception", "org.emishub", "\tat ")
                .doesNotContain(sandbox.cast().examined().nationalId());
    }

    @Test
    void what_the_forger_makes_is_answered_when_nothing_is_wrong_with_it() throws Exception {
        HttpResponse<byte[]> response = post(Forged.sealed(Forged.signed(claims("good-1"), school, key()), hub));
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    }

    @Test
    void refuses_an_altered_message() throws Exception {
        byte[] sealed = Forged.sealed(Forged.signed(claims("altered-1"), school, key()), hub);
        int inCiphertext = new String(sealed, UTF_8).lastIndexOf('.') - 20;
        sealed[inCiphertext] = (byte) (sealed[inCiphertext] == 'A' ? 'B' : 'A');
        refused(sealed, 401, "BAD_SIGNATURE", "envelope: altered");
    }

    @Test
    void refuses_a_message_whose_signed_part_was_altered() throws Exception {
        String signed = Forged.signed(claims("altered-2"), school, key());
        String[] parts = signed.split("\\.");
        String other = Forged.unsigned(claims("altered-3"), school).split("\\.")[1];
        refused(Forged.sealed(parts[0] + "." + other + "." + parts[2], hub), 401, "BAD_SIGNATURE", "signature: ");
    }

    @Test
    void refuses_a_message_addressed_to_another_system() throws Exception {
        String signed = Forged.signed(claims("elsewhere-1").put("aud", "social-protection/casework"), school, key());
        refused(Forged.sealed(signed, hub), 400, "NOT_FOR_US", "aud: ");
    }

    @Test
    void refuses_a_message_encrypted_to_another_system() throws Exception {
        String signed = Forged.signed(claims("elsewhere-2"), school, key());
        String kid = Certificates.kid(schools.certificate(Use.KEY_AGREEMENT.alias()));
        refused(Forged.sealed(signed, hub, kid), 400, "NOT_FOR_US", "envelope: ");
    }

    @Test
    void refuses_an_expired_message() throws Exception {
        Instant then = Instant.now().minusSeconds(3600);
        ObjectNode claims = Forged.claims("expired-1", AGREEMENT, then, then.plusSeconds(300), question());
        refused(Forged.sealed(Forged.signed(claims, school, key()), hub), 400, "EXPIRED", "exp: ");
    }

    @Test
    void refuses_a_message_that_says_it_needs_no_signature() throws Exception {
        refused(
                Forged.sealed(Forged.unsigned(claims("unsigned-1"), school), hub),
                401,
                "BAD_SIGNATURE",
                "signature: alg");
    }

    @Test
    void refuses_a_message_that_is_only_encrypted() throws Exception {
        refused(Forged.sealed(claims("unsigned-2").toString(), hub), 400, "MALFORMED", "signature: ");
    }

    @Test
    void refuses_a_message_signed_by_another_key_under_the_senders_name() throws Exception {
        PrivateKey another =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        String signed = Forged.signed(claims("keyed-1"), school, another);
        refused(Forged.sealed(signed, hub), 401, "BAD_SIGNATURE", "signature: not by the registered key");
    }

    @Test
    void refuses_a_message_signed_by_another_member_under_the_senders_name() throws Exception {
        KeyFile other =
                SandboxKeys.in(sandbox.config().keys().folder()).of(Invented.CASEWORK.id(), Invented.CASEWORK.uses());
        String alias = Use.SIGNING.alias();
        String signed = Forged.signed(claims("keyed-2"), other.certificate(alias), other.key(alias));
        refused(Forged.sealed(signed, hub), 401, "BAD_SIGNATURE", "iss: ");
    }

    @Test
    void refuses_a_message_signed_with_a_key_that_nobody_registered() throws Exception {
        String signed = Forged.signed(claims("keyed-3"), hub, key());
        refused(Forged.sealed(signed, hub), 401, "UNKNOWN_MEMBER", "signature: kid");
    }

    @Test
    void refuses_an_oversized_message() throws Exception {
        refused(new byte[(2 << 20) + 1], 413, "TOO_LARGE", "door: ");
    }

    @Test
    void gives_the_same_message_its_stored_answer_and_does_nothing_twice() throws Exception {
        String signed = Forged.signed(claims("twice-1"), school, key());
        byte[] sealed = Forged.sealed(signed, hub);
        long before = sandbox.ledger().size();
        HttpResponse<byte[]> first = post(sealed);
        List<LedgerEntry> once = sandbox.ledger().since(before);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(once).extracting(LedgerEntry::event).containsOnlyOnce("RECEIVED", "ASKED", "RELEASED");

        HttpResponse<byte[]> second = post(sealed);
        HttpResponse<byte[]> encryptedAnew = post(Forged.sealed(signed, hub));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(encryptedAnew.body()).isEqualTo(first.body());
        assertThat(sandbox.ledger().since(before))
                .extracting(LedgerEntry::event)
                .containsOnlyOnce("RECEIVED", "ASKED", "RELEASED");
    }

    @Test
    void refuses_the_same_id_with_another_payload() throws Exception {
        assertThat(post(Forged.sealed(Forged.signed(claims("twice-2"), school, key()), hub))
                        .statusCode())
                .isEqualTo(200);
        long before = sandbox.ledger().size();
        ObjectNode other = claims("twice-2");
        other.withObject("content").put("purpose", "CAREMGT");
        byte[] sealed = Forged.sealed(Forged.signed(other, school, key()), hub);
        problem(post(sealed), 409, "REPLAYED");
        assertThat(sandbox.ledger().since(before)).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("REFUSED");
            assertThat(entry.code()).isEqualTo("REPLAYED");
        });
    }

    @Test
    void gives_the_same_package_its_receipt_and_delivers_nothing_twice() throws Exception {
        sandbox.load();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        long rows = EmisRecords.register(sandbox.country())
                .delta(EmisRecords.student(sandbox.cast().newcomer()).stream().toList(), List.of())
                .to(zip);
        EmisSimulator.Content content = out -> {
            zip.writeTo(out);
            return rows;
        };
        HubReceipt first = sandbox.deliver("application/zip", content);
        long letters = number("select count(*) from outbox");
        HubReceipt second = sandbox.deliver("application/zip", content);
        assertThat(second.repeated()).isTrue();
        assertThat(second.receipt()).isEqualTo(first.receipt());
        assertThat(number("select count(*) from outbox")).isEqualTo(letters);
    }
}
