package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.util.Throwables;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Register;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One line of an agreement decides what is on the wire, in the register and in the ledger. */
class AgreementChangeTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String AGREEMENT = "health.enrolment-check";
    private static final String ENDED = "needs.benefits";

    @TempDir
    static Path folder;

    private static Path agreements;
    private static String shipped;
    private static Sandbox sandbox;
    private static String printedAtStart;

    @BeforeAll
    static void start_a_hub_on_agreements_of_its_own() throws Exception {
        agreements = copied(folder.resolve("agreements"));
        shipped = Files.readString(file(agreements, AGREEMENT));
        String benefits = Files.readString(file(agreements, ENDED));
        Files.writeString(
                file(agreements, ENDED),
                benefits.replaceAll("(?m)^inForce: .*$", "inForce: 2020-01-01 .. 2020-12-31")
                        .replaceAll("(?m)^reviewBy: .*$", "reviewBy: 2020-06-01"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(printed, true, UTF_8));
        try {
            sandbox = Sandbox.start(config(Seeded.data(folder.resolve("data")), agreements));
        } finally {
            System.setErr(err);
        }
        printedAtStart = printed.toString(UTF_8);
    }

    private static Path copied(Path to) throws IOException {
        Files.createDirectories(to);
        Path from = Path.of(System.getProperty("emishub.root")).resolve("routes/agreements");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
        return to;
    }

    private static Path file(Path in, String agreement) {
        return in.resolve(agreement + ".yaml");
    }

    private static HubConfig config(Path data, Path agreements) throws IOException {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", data.toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        return HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings)
                .withAgreements(agreements);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void as_shipped() throws Exception {
        write(shipped);
    }

    /** Saves the agreement and waits until the hub goes by it. */
    private static void write(String text) throws Exception {
        Files.writeString(file(agreements, AGREEMENT), text);
        TakenOver.await(sandbox.hub(), agreements);
    }

    private static HubProtocolClient.Answer ask() {
        ObjectNode subject = MAPPER.createObjectNode()
                .put("child.id", sandbox.cast().examined().nationalId());
        return sandbox.clients()
                .hubProtocol(Invented.SCHOOLS)
                .send(AGREEMENT, "query", Busy.question(subject, "school nurse", "", "PUBHLTH"));
    }

    private static Map<String, String> register() {
        return Register.of(Agreements.load(agreements), agreements, Instant.now()).rows().stream()
                .filter(row -> row.agreement().id().equals(AGREEMENT))
                .findFirst()
                .orElseThrow()
                .columns();
    }

    private record Release(String bundleHash, List<String> fields) {}

    private static Release newestRelease() throws SQLException {
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select leaf from ledger_entry order by sequence desc");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                JsonNode leaf = MAPPER.readTree(new String(rows.getBytes(1), UTF_8));
                if (leaf.path("event").asString("").equals("RELEASED")
                        && leaf.path("agreement").path("id").asString("").equals(AGREEMENT)) {
                    return new Release(
                            leaf.path("agreement").path("bundleHash").asString(""),
                            leaf.path("fields")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList());
                }
            }
            throw new AssertionError("nothing was released");
        }
    }

    private static String inForce() {
        return Agreements.load(agreements).byId(AGREEMENT).orElseThrow().bundleHash();
    }

    @Test
    void one_changed_line_changes_wire_register_and_ledger() throws Exception {
        String day = ask().content().path("fields").path("healthCheck.examDate").asString("");
        Release before = newestRelease();
        Map<String, String> registered = register();
        assertThat(before.bundleHash()).isEqualTo(inForce());
        long entries = sandbox.ledger().size();

        write(shipped.replace("healthCheck.examDate: as is", "healthCheck.examDate: month"));

        String month =
                ask().content().path("fields").path("healthCheck.examDate").asString("");
        assertThat(day).matches("\\d{4}-\\d\\d-\\d\\d");
        assertThat(month).isEqualTo(YearMonth.parse(day.substring(0, 7)).toString());
        assertThat(newestRelease().bundleHash())
                .isNotEqualTo(before.bundleHash())
                .isEqualTo(inForce());
        assertThat(register()).isNotEqualTo(registered);
        assertThat(register().toString())
                .contains("healthCheck.examDate: month")
                .doesNotContain("examDate: as is");
        assertThat(sandbox.ledger().since(entries))
                .filteredOn(entry -> entry.event().equals("AGREEMENT_CHANGED"))
                .extracting(LedgerEntry::agreement)
                .containsExactly(AGREEMENT);
    }

    @Test
    void a_field_taken_out_is_gone_from_wire_register_and_ledger() throws Exception {
        assertThat(ask().content().path("fields").has("missingVaccine[0].group"))
                .isTrue();
        assertThat(newestRelease().fields().toString()).contains("missingVaccine");
        String without = shipped.replaceAll("(?m)^  missingVaccine\\[\\*]\\.group: as is\\R", "");
        assertThat(without).isNotEqualTo(shipped);

        write(without);

        HubProtocolClient.Answer answer = ask();
        assertThat(answer.content().path("fields").has("healthCheck.fit")).isTrue();
        assertThat(answer.content().toString()).doesNotContain("missingVaccine");
        assertThat(newestRelease().fields().toString()).doesNotContain("missingVaccine");
        assertThat(newestRelease().bundleHash()).isEqualTo(inForce());
        assertThat(register().toString()).doesNotContain("missingVaccine");
    }

    @Test
    void a_misspelt_field_keeps_a_running_hub_on_what_was_agreed_before() throws Exception {
        ask();
        String before = newestRelease().bundleHash();
        Files.writeString(
                file(agreements, AGREEMENT),
                shipped.replace("  healthCheck.fit: answer", "  healthCheck.fitt: answer"));
        // Then it has to look again.
        Thread.sleep(1_100);
        assertThat(ask().content().path("fields").has("healthCheck.fit")).isTrue();
        assertThat(newestRelease().bundleHash()).isEqualTo(before);
    }

    @Test
    void a_misspelt_field_stops_the_start_with_file_line_and_hint() throws Exception {
        Path misspelt = copied(folder.resolve("misspelt"));
        Files.writeString(
                file(misspelt, AGREEMENT), shipped.replace("  healthCheck.fit: answer", "  healthCheck.fitt: answer"));
        int line = shipped.lines().toList().indexOf("  healthCheck.fit: answer") + 1;
        HubConfig config = config(folder.resolve("never"), misspelt);

        Throwable stopped = catchThrowable(() -> RunningHub.start(config).close());

        assertThat(stopped).isNotNull();
        assertThat(Throwables.getRootCause(stopped)).isInstanceOfSatisfying(YamlException.class, why -> {
            assertThat(why.file()).isEqualTo(AGREEMENT + ".yaml");
            assertThat(why.line()).isEqualTo(line);
            assertThat(why.getMessage()).contains("healthCheck.fitt");
            assertThat(why.hint()).contains("healthCheck.fit");
        });
        assertThat(RunningHub.runsOn(config)).isFalse();
    }

    @Test
    void an_agreement_that_has_ended_lets_the_hub_start_warns_and_answers_not_agreed() {
        assertThat(printedAtStart).contains("WARN").contains(ENDED + " ended on 2020-12-31");
        ObjectNode subject =
                MAPPER.createObjectNode().put("child.id", sandbox.cast().cared().nationalId());
        long before = sandbox.ledger().size();
        HubProtocolClient.Answer answer = sandbox.clients()
                .hubProtocol(Invented.CASEWORK)
                .send(ENDED, "query", Busy.question(subject, "social worker", Cast.CARE_CASE, "CAREMGT"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.refusal()).isEqualTo("NOT_AGREED");
        assertThat(sandbox.ledger().since(before))
                .filteredOn(entry -> entry.event().equals("REFUSED"))
                .singleElement()
                .extracting(LedgerEntry::code)
                .isEqualTo("NOT_AGREED");
    }
}
