package org.emishub.deployment.testimony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.witness.WitnessFolder;
import org.emishub.deployment.witness.WitnessServlet;
import org.emishub.outside.NeedsTool;
import org.emishub.outside.OpensslAuthority;
import org.emishub.security.evidence.CasePacks;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.witness.Cosignature;
import org.emishub.security.witness.KeptCheckpoints;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running hub, a witness on its own port, one without a network, and openssl's time-stamping authority. */
@NeedsTool("openssl")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestimonyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static WitnessFolder near;
    private static WitnessFolder far;
    private static OpensslAuthority authority;
    private static int witnessPort;
    private static int stampPort;
    private static RunningHub hub;
    private static HubConfig config;
    private static String hubYaml;
    private static ServletPort witness;
    private static HttpServer stamping;

    private record Ran(int exit, String out, String err) {}

    private static Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("witness")) {
            all.addAll(List.of("--config", hubYaml));
        }
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    @BeforeAll
    static void start_a_hub_while_nobody_who_vouches_is_there() throws IOException {
        near = new WitnessFolder(folder.resolve("near"), Clock.systemUTC());
        near.make("witness.example/near");
        far = new WitnessFolder(folder.resolve("far"), Clock.systemUTC());
        far.make("witness.example/far");
        authority = new OpensslAuthority(folder.resolve("tsa"), "sha256");
        witnessPort = FreePorts.one();
        stampPort = FreePorts.one();
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        hubYaml = Files.writeString(
                        folder.resolve("hub.yaml"),
                        """
                        agreements: %s
                        doors: { host: 127.0.0.1, http: %s, https: %s, management: %s }
                        data: data
                        witness:
                          cosigners: '%s at http://127.0.0.1:%d/, %s'
                          every: 1s
                        timestamps: { url: 'http://127.0.0.1:%d/tsa', ca: tsa/ca.pem, every: 1s }
                        """
                                .formatted(
                                        Path.of(System.getProperty("emishub.root"), "routes/agreements"),
                                        settings.get("HUB_DOORS_HTTP"),
                                        settings.get("HUB_DOORS_HTTPS"),
                                        settings.get("HUB_DOORS_MANAGEMENT"),
                                        near.verifierKey(),
                                        witnessPort,
                                        far.verifierKey(),
                                        stampPort))
                .toString();
        config = HubConfig.read(Optional.of(Path.of(hubYaml)), folder, Map.of());
        hub = RunningHub.start(config);
        enter();
    }

    @AfterAll
    static void stop() {
        hub.close();
        if (witness != null) {
            witness.close();
        }
        if (stamping != null) {
            stamping.stop(0);
        }
    }

    private static long enter() {
        EntryDraft entry =
                EntryDraft.ofHub(Event.LOOKED_UP, "m", "a test", "", new EntryDraft.Side("", "tester", "a test"));
        return hub.part(Ledger.class)
                .commit((connection, appender) -> appender.append(entry).sequence());
    }

    private static JsonNode checkpoint() {
        Ran ran = hub("ledger", "checkpoint", "--json");
        assertThat(ran.err()).isEmpty();
        return MAPPER.readTree(ran.out());
    }

    private static JsonNode standing(String kind) {
        for (JsonNode one : checkpoint().path("testimony")) {
            if (one.path("kind").asString("").equals(kind)) {
                return one;
            }
        }
        throw new AssertionError("no " + kind);
    }

    private static HttpResponse<byte[]> get(int port, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static VerifierKey log() {
        return VerifierKey.read(checkpoint().path("verifierKey").asString(""));
    }

    private static SignedNote note(byte[] bytes) {
        return SignedNote.read(new String(bytes, UTF_8)).orElseThrow();
    }

    private static long size(SignedNote note) {
        return TreeHead.of(note).orElseThrow().size();
    }

    @Test
    @Order(1)
    void goes_on_and_says_so_while_nobody_vouches() {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(standing("witness").path("pending").asString("")).isEqualTo("UNREACHABLE");
            assertThat(standing("timestamp").path("pending").asString("")).isEqualTo("UNREACHABLE");
        });
        assertThat(enter()).isPositive();
        HttpResponse<byte[]> health = get(config.doors().management(), "/actuator/health");
        assertThat(health.statusCode()).isEqualTo(200);
        JsonNode said = MAPPER.readTree(health.body());
        assertThat(said.path("status").asString("")).isEqualTo("UP");
        assertThat(said.path("components").path("witnessHealth").path("status").asString(""))
                .isEqualTo("PENDING");
        assertThat(said.path("components")
                        .path("timestampHealth")
                        .path("status")
                        .asString(""))
                .isEqualTo("PENDING");
        assertThat(new String(
                        get(config.doors().management(), "/actuator/prometheus").body(), UTF_8))
                .contains("hub_testimony_pending{by=\"witness.example/near\",kind=\"witness\"} 1.0")
                .contains("hub_testimony_pending{by=\"127.0.0.1\",kind=\"timestamp\"} 1.0");
        assertThat(hub("ledger", "checkpoint").out()).contains("PENDING since").contains("UNREACHABLE");
        assertThat(get(config.doors().http(), "/ledger/cosigned").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void catches_up_when_they_are_back() throws IOException {
        near.believe(log().toString());
        witness = ServletPort.open(witnessPort, Optional.empty(), Map.of("/*", new WitnessServlet(near)));
        stamping = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), stampPort), 0);
        stamping.createContext("/tsa", exchange -> {
            byte[] answer = authority.answer(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            }
        });
        stamping.start();
        long entered = enter();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(standing("witness").has("pending")).isFalse();
            assertThat(standing("timestamp").has("pending")).isFalse();
            assertThat(standing("witness").path("size").asLong()).isGreaterThan(entered);
            assertThat(standing("timestamp").path("size").asLong()).isGreaterThan(entered);
        });
        // What is published may be five seconds old.
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get(config.doors().http(), "/ledger/cosigned").statusCode())
                    .isEqualTo(200);
            assertThat(get(config.doors().http(), "/ledger/stamped").statusCode())
                    .isEqualTo(200);
        });
        SignedNote cosigned =
                note(get(config.doors().http(), "/ledger/cosigned").body());
        assertThat(log().signed(cosigned)).isTrue();
        assertThat(Cosignature.at(cosigned, near.verifierKey())).isPresent();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Cosignature.at(
                        note(get(config.doors().http(), "/ledger/checkpoint").body()), near.verifierKey()))
                .isPresent());
        String proof = hub("ledger", "proof", "--entry", "0").out().strip() + "\n";
        assertThat(Cosignature.at(
                        note(proof.substring(proof.indexOf("\n\n") + 2).getBytes(UTF_8)), near.verifierKey()))
                .isPresent();
        SignedNote stamped = note(get(config.doors().http(), "/ledger/stamped").body());
        HttpResponse<byte[]> stamp = get(config.doors().http(), "/ledger/stamped.tsr");
        assertThat(stamp.headers().firstValue("Content-Type")).contains("application/timestamp-reply");
        assertThat(authority.verify(stamp.body(), stamped.text())).contains("Verification: OK");
        Path beside = folder.resolve("data/checkpoints");
        assertThat(Cosignature.at(note(Files.readAllBytes(beside.resolve("cosigned"))), near.verifierKey()))
                .isPresent();
        assertThat(authority.verify(
                        Files.readAllBytes(beside.resolve("stamped.tsr")),
                        note(Files.readAllBytes(beside.resolve("stamped"))).text()))
                .contains("Verification: OK");
        assertThat(MAPPER.readTree(get(config.doors().management(), "/actuator/health")
                                .body())
                        .path("components")
                        .path("witnessHealth")
                        .path("status")
                        .asString(""))
                .isEqualTo("UP");
        // The ledger reads its own notes as before.
        assertThat(hub("ledger", "verify").exit()).isZero();
    }

    @Test
    @Order(3)
    void has_each_later_checkpoint_cosigned_as_a_continuation() {
        long before = standing("witness").path("size").asLong();
        long entered = enter();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(standing("witness").path("size").asLong()).isGreaterThan(entered));
        KeptCheckpoints kept = near.kept();
        assertThat(kept.ofSize(log().name(), before)).isPresent();
        assertThat(size(kept.newest(log().name()).orElseThrow())).isGreaterThan(before);
        assertThat(Path.of(folder.toString(), "near", "kept", KeptCheckpoints.folderOf(log().name()), "refused.txt"))
                .doesNotExist();
    }

    @Test
    @Order(4)
    void takes_the_cosignature_of_a_witness_without_a_network() throws IOException {
        String home = folder.resolve("far").toString();
        String first = folder.resolve("first").toString();
        String cosigned = folder.resolve("first.cosigned").toString();
        assertThat(hub(
                                "ledger",
                                "checkpoint",
                                "-o",
                                first,
                                "--qr",
                                folder.resolve("first.svg").toString())
                        .exit())
                .isZero();
        assertThat(folder.resolve("first.svg")).content().startsWith("<svg");
        assertThat(hub("witness", "keep", "--folder", home, "--log", log().toString(), "--file", first, "-o", cosigned)
                        .exit())
                .isZero();
        Ran taken = hub("ledger", "cosigned", cosigned);
        assertThat(taken.exit()).as(taken.err()).isZero();
        assertThat(taken.out()).contains("witness.example/far");
        long held = size(note(Files.readAllBytes(Path.of(first))));

        long entered = enter();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        size(note(checkpoint().path("note").asString("").getBytes(UTF_8))))
                .isGreaterThan(entered));
        String second = folder.resolve("second").toString();
        assertThat(hub("ledger", "checkpoint", "--from", Long.toString(held), "-o", second)
                        .exit())
                .isZero();
        assertThat(hub("witness", "check", "--folder", home, "--file", second).out())
                .contains("continues");
        assertThat(hub("witness", "keep", "--folder", home, "--file", second, "-o", cosigned)
                        .exit())
                .isZero();
        assertThat(hub("ledger", "cosigned", cosigned).exit()).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Cosignature.at(
                        note(get(config.doors().http(), "/ledger/cosigned").body()), far.verifierKey()))
                .isPresent());
        SignedNote published =
                note(get(config.doors().http(), "/ledger/cosigned").body());
        // What no witness of ours signed is not taken.
        assertThat(hub("ledger", "cosigned", first).exit()).isIn(0, 2);
        Files.writeString(
                Path.of(first), Files.readString(Path.of(cosigned)).replace("\n" + size(published), "\n9999999"));
        assertThat(hub("ledger", "cosigned", first).err()).contains("not a checkpoint of this ledger");
    }

    @Test
    @Order(5)
    void writes_the_stamp_for_openssl() throws IOException {
        String stamp = folder.resolve("s.tsr").toString();
        assertThat(hub("ledger", "checkpoint", "--stamp", stamp).exit()).isZero();
        assertThat(authority.verify(Files.readAllBytes(Path.of(stamp)), Files.readString(Path.of(stamp + ".txt"))))
                .contains("Verification: OK");
    }

    /** As after a database that was put back or rewritten: the witness knows more, or something else. */
    @Test
    @Order(6)
    void says_when_the_witness_knows_another_history() throws IOException {
        Path held = folder.resolve("near/kept")
                .resolve(KeptCheckpoints.folderOf(log().name()))
                .resolve("checkpoint");
        SignedNote note = SignedNote.read(Files.readString(held)).orElseThrow();
        String root = note.text().lines().toList().get(2);
        Files.writeString(
                held, note.toString().replace(root, root.replace(root.charAt(3), root.charAt(3) == 'A' ? 'B' : 'A')));
        enter();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        standing("witness").path("pending").asString(""))
                .isEqualTo("NOT_CONSISTENT"));
        Files.writeString(held, note.toString().replace("\n" + size(note) + "\n", "\n9999999\n"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        standing("witness").path("pending").asString(""))
                .isEqualTo("WITNESS_AHEAD"));
        Files.writeString(held, note.toString());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(standing("witness").has("pending")).isFalse());
    }

    @Test
    @Order(7)
    @NeedsTool("python3")
    void a_case_pack_says_who_vouches_to_whoever_has_their_keys() throws Exception {
        Path pack = folder.resolve("pack.zip");
        assertThat(hub("evidence", "export", "--message", "m", "--by", "auditor", "-o", pack.toString())
                        .exit())
                .isZero();
        Path verifier = Files.write(folder.resolve("verify.py"), CasePacks.verifier());
        Path copy = folder.resolve("copy");
        assertThat(hub("ledger", "export", "-o", copy.toString()).exit()).isZero();
        for (Path evidence : List.of(pack, copy)) {
            assertThat(verified(verifier, evidence))
                    .startsWith("VERIFIED")
                    .contains("The witness witness.example/near cosigned the ledger's state of")
                    .containsPattern("the witness witness.example/far cosigned .* it is named here, not checked");
        }
        assertThat(verified(verifier, pack)).contains("The authority for the time stamped the ledger's state of");
    }

    private static String verified(Path verifier, Path evidence) throws Exception {
        Process process = new ProcessBuilder(
                        "python3",
                        verifier.toString(),
                        evidence.toString(),
                        "--witness",
                        near.verifierKey().toString(),
                        "--tsa",
                        authority.ca().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
