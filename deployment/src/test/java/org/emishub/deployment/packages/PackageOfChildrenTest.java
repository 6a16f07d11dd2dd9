package org.emishub.deployment.packages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.operation.Operator;
import org.emishub.deployment.sandbox.Clients;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.deployment.sandbox.Simulators;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * S6, free school meals, for a whole country at once: a hub of its own process, killed in the middle, and the social registry's simulator behind it.
 *
 * <p>With 100,000 rows: {@code ./mvnw -pl deployment -am -Pheavy test}; {@code -Demishub.rows=20000} makes it smaller.
 */
class PackageOfChildrenTest {
    private static final int CHUNK = 200;
    private static final int MOST_CHILDREN = 20_000;
    /** One in a hundred of the volume. */
    private static final int FEW = 1_000;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    private Path data;

    private Map<String, String> settings = Map.of();
    private HubConfig config;
    private SandboxKeys keys;
    private Simulators simulators;
    private List<String> children = List.of();
    private HubProcess hub;
    private PackageClient client;
    private boolean measured;

    @BeforeEach
    void a_registry_that_knows_children() throws Exception {
        begin(FEW);
    }

    private void begin(int rows) throws Exception {
        settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(data).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", Integer.toString(Math.min(rows, MOST_CHILDREN)));
        config = HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings);
        keys = SandboxRegistry.prepare(config);
        SyntheticCountry country = Sandbox.country(config);
        children = country.children().map(SyntheticChild::nationalId).toList();
        simulators = new Simulators(config, keys, country);
        simulators.open(Simulators.Name.REGISTRY);
        client = new PackageClient(config, new Clients(config, keys).hubProtocol(Invented.SCHOOLS));
    }

    @AfterEach
    void end() throws Exception {
        if (hub != null) {
            hub.close();
        }
        simulators.close();
    }

    private void startHub() throws Exception {
        Path log = data.resolve("hub.log");
        hub = measured ? HubProcess.startToMeasure(config, settings, log) : HubProcess.start(config, settings, log);
    }

    private String child(int row) {
        return children.get(row % children.size());
    }

    private byte[] part(String id, int part, int rows, int perPart) {
        return client.part(id, part, rows, perPart, this::child);
    }

    @Test
    void a_thousand_rows_survive_a_kill_in_the_middle_of_the_upload_and_of_the_work() throws Exception {
        int rows = FEW;
        startHub();
        PackageClient.Answer half = client.post(IntStream.of(1, 2, 4), n -> part("meals-1", n, rows, rows / 8));
        assertThat(half.status()).isEqualTo(200);
        hub.kill();
        startHub();
        assertThat(client.state("meals-1").path("missing").toString()).isEqualTo("[[3,3],[5,8]]");
        PackageClient.Answer whole = client.post(IntStream.of(3, 5, 6, 7, 8), n -> part("meals-1", n, rows, rows / 8));
        assertThat(whole.status()).isEqualTo(202);
        assertThat(claims(whole.body()).path("rows").asInt()).isEqualTo(rows);
        killAt("meals-1", rows / 3);
        startHub();
        answered("meals-1", Duration.ofMinutes(5));
        check("meals-1", rows, 1);
    }

    /** Prints what it took; the hub's process has 384 MB of heap, as {@code ./hub} gives it. */
    @Test
    @Tag("heavy")
    void a_hundred_thousand_rows_survive_three_kills() throws Exception {
        simulators.close();
        measured = true;
        int rows = Integer.getInteger("emishub.rows", 100_000);
        begin(rows);
        startHub();
        long began = System.nanoTime();
        PackageClient.Answer whole =
                client.post(IntStream.rangeClosed(1, (rows + 999) / 1_000), n -> part("meals-1", n, rows, 1_000));
        assertThat(whole.status()).as(whole.body()).isEqualTo(202);
        print("rows received", rows, began);
        for (int kill = 1; kill <= 3; kill++) {
            killAt("meals-1", rows / 4 * kill);
            print("killed, rows answered", rows / 4 * kill, began);
            startHub();
        }
        answered("meals-1", Duration.ofHours(2));
        print("answered, rows", rows, began);
        check("meals-1", rows, 3);
        print("fetched and checked, rows", rows, began);
    }

    private void killAt(String id, int answered) throws Exception {
        while (client.state(id).path("answered").asInt() < answered) {
            assertThat(hub.isAlive()).isTrue();
            Thread.sleep(20);
        }
        hub.kill();
        assertThat(hub.isAlive()).isFalse();
    }

    private void answered(String id, Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!client.state(id).path("state").asString().equals("answered")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static JsonNode claims(String jws) {
        return MAPPER.readTree(Base64.getUrlDecoder().decode(jws.split("\\.")[1]));
    }

    /** What a client can check by itself, then what the ledger says. */
    private void check(String id, int rows, int kills) throws Exception {
        List<Integer> named = new ArrayList<>();
        Map<String, Long> verdicts = new TreeMap<>();
        StringBuilder lineHashes = new StringBuilder();
        StringBuilder wireHashes = new StringBuilder();
        String receipt = client.fetch(id, answer -> {
            StringBuilder lines = new StringBuilder();
            for (JsonNode row : client.open(answer.getBytes(US_ASCII)).path("rows")) {
                String verdict = row.path("refusal").asString("DISCLOSED");
                verdicts.merge(verdict, 1L, Long::sum);
                named.add(row.path("row").asInt());
                lines.append(row.path("row").asString())
                        .append('\t')
                        .append(verdict)
                        .append('\n');
            }
            lineHashes.append(Sha256.hex(lines.toString())).append('\n');
            wireHashes.append(Sha256.hex(answer.getBytes(US_ASCII))).append('\n');
        });
        assertThat(named).isEqualTo(IntStream.rangeClosed(1, rows).boxed().toList());
        JsonNode claims = claims(receipt);
        assertThat(claims.path("verdicts").toString()).isEqualTo(MAPPER.writeValueAsString(verdicts));
        assertThat(claims.path("verdictsSha256").asString()).isEqualTo(Sha256.hex(lineHashes.toString()));
        assertThat(claims.path("answersSha256").asString()).isEqualTo(Sha256.hex(wireHashes.toString()));
        assertThat(verdicts.get("DISCLOSED")).isGreaterThan(rows / 4);
        assertThat(client.fetch(id, answer -> {})).isEqualTo(receipt);
        JsonNode shown = new Operator(config)
                .run("package.list", MAPPER.createObjectNode())
                .path("packages")
                .get(0);
        assertThat(shown.path("answered").asString()).isEqualTo(Integer.toString(rows));
        hub.close();
        ledger(rows, verdicts, kills);
    }

    private void ledger(int rows, Map<String, Long> verdicts, int kills) throws Exception {
        try (RunningHub resting = RunningHub.open(config)) {
            assertThat(resting.part(Ledger.class).verify().problem()).isEmpty();
            Map<String, Long> events = new TreeMap<>();
            try (Connection connection = resting.part(DataSource.class).getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select convert_from(leaf, 'UTF8')::json ->> 'event', count(*) from ledger_entry group by 1")) {
                while (row.next()) {
                    events.put(row.getString(1), row.getLong(2));
                }
            }
            assertThat(events.get("RELEASED")).as("no row twice").isEqualTo(verdicts.get("DISCLOSED"));
            assertThat(events.getOrDefault("REFUSED", 0L)).isEqualTo(rows - verdicts.get("DISCLOSED"));
            assertThat(events.get("ASKED")).isBetween((long) rows, (long) rows + kills * CHUNK);
            assertThat(events.get("DELIVERED")).isEqualTo(1);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String what, long figure, long began) {
        System.out.println(what + ": " + figure + " after "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
    }

    /** The tool of another project checks the batch receipt, with the certificate that the hub publishes. */
    @Test
    void the_batch_receipt_is_verified_by_openssl() throws Exception {
        assumeTrue(openssl("version") == 0, "not checked: the tool 'openssl' is not installed");
        startHub();
        client.post(IntStream.of(1), n -> part("meals-1", n, 20, 1_000));
        answered("meals-1", Duration.ofMinutes(5));
        String[] receipt = client.fetch("meals-1", answer -> {}).split("\\.");
        byte[] signature = Base64.getUrlDecoder().decode(receipt[2]);
        Files.writeString(data.resolve("signed"), receipt[0] + "." + receipt[1]);
        Files.write(data.resolve("signature"), signature);
        Files.writeString(
                data.resolve("hub.pem"),
                "-----BEGIN CERTIFICATE-----\n" + published(receipt[0]) + "\n-----END CERTIFICATE-----\n");
        assertThat(verifies()).isTrue();
        signature[3] ^= 1;
        Files.write(data.resolve("signature"), signature);
        assertThat(verifies()).as("altered").isFalse();
    }

    /** The certificate of the key that the header names, as base64 in lines. */
    private String published(String header) throws Exception {
        String kid = MAPPER.readTree(Base64.getUrlDecoder().decode(header))
                .path("kid")
                .asString();
        URI jwks = URI.create("http://127.0.0.1:" + config.doors().http() + "/.well-known/jwks.json");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(jwks).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode key : MAPPER.readTree(body).path("keys")) {
            if (key.path("kid").asString().equals(kid)) {
                return key.path("x5c").get(0).asString().replaceAll("(.{64})", "$1\n");
            }
        }
        throw new AssertionError("the hub publishes no key " + kid);
    }

    private boolean verifies() throws Exception {
        return openssl(
                        "pkeyutl",
                        "-verify",
                        "-certin",
                        "-inkey",
                        "hub.pem",
                        "-rawin",
                        "-in",
                        "signed",
                        "-sigfile",
                        "signature")
                == 0;
    }

    private int openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(data.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
