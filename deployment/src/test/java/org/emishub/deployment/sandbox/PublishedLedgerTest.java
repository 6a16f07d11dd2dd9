package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.outside.NeedsTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a hub publishes of its ledger while it runs, hands out afterwards, and enters when it starts with other settings. */
class PublishedLedgerTest {
    private static final Path ROOT = Path.of(System.getProperty("emishub.root"));
    private static final Path READER =
            ROOT.resolve("security/src/test/resources/org/emishub/security/ledger/tlog_reader.py");

    @TempDir
    Path folder;

    private record Ran(int exit, String out, String err) {}

    private Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }

    private static HttpResponse<byte[]> get(HubConfig config, String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + config.doors().http() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static List<LedgerEntry> changes(HubConfig config) {
        try (RunningHub hub = RunningHub.open(config)) {
            return new LedgerReader(hub.part(javax.sql.DataSource.class))
                    .since(0).stream()
                            .filter(entry -> Set.of("CONFIGURATION_CHANGED", "KEY_CHANGED", "MEMBER_CHANGED")
                                    .contains(entry.event()))
                            .toList();
        }
    }

    @Test
    @NeedsTool("python3")
    void is_served_while_it_grows_handed_out_whole_and_holds_what_changed_at_a_start() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "200");
        HubConfig config = HubConfig.read(Optional.empty(), ROOT, settings);
        try (Sandbox sandbox = Sandbox.start(config)) {
            sandbox.load();
            assertThat(new Scenarios(sandbox).enrolmentCheckWithTwoMatches().objection())
                    .isEmpty();
            HttpResponse<byte[]> checkpoint = get(config, "/ledger/checkpoint");
            for (int i = 0; i < 600 && checkpoint.statusCode() == 404; i++) {
                Thread.sleep(100);
                checkpoint = get(config, "/ledger/checkpoint");
            }
            String note = new String(checkpoint.body(), UTF_8);
            assertThat(note).startsWith("hub/exchange/ledger\n");
            assertThat(checkpoint.headers().firstValue("Content-Type").orElse(""))
                    .isEqualToIgnoringCase("text/plain;charset=utf-8");
            long size = Long.parseLong(note.lines().skip(1).findFirst().orElseThrow());
            String last = "%03d".formatted((size - 1) / 256) + (size % 256 == 0 ? "" : ".p/" + size % 256);
            HttpResponse<byte[]> tile = get(config, "/ledger/tile/0/" + last);
            assertThat(tile.statusCode()).isEqualTo(200);
            assertThat(tile.body()).hasSize(32 * (int) (size % 256 == 0 ? 256 : size % 256));
            Path entries = folder.resolve("data/ledger/tile/entries/" + last);
            assertThat(Files.readString(entries, ISO_8859_1))
                    .as("what became of whose message is there for auditors, and for nobody else")
                    .contains("\"code\":\"", "\"messageIdHash\":\"");
            for (String other : List.of(
                    "/ledger/tile/entries/" + last,
                    "/ledger/tile/entries/000",
                    "/ledger/tile/%65ntries/" + last,
                    "/ledger/tile/0/../entries/" + last,
                    "/ledger/tile/entries;x/" + last,
                    "/ledger/",
                    "/ledger/.lock",
                    "/ledger/tile/0/999",
                    "/ledger/tile/0/",
                    "/ledger/tile/../../hub.lock",
                    "/ledger/tile/0/%2e%2e/%2e%2e/%2e%2e/hub.lock",
                    "/ledger/checkpoints.txt")) {
                assertThat(get(config, other).statusCode()).as(other).isBetween(400, 404);
            }
        }
        assertThat(changes(config)).isEmpty();

        settings.put("HUB_LIMITS_QUEUE", "5000");
        HubConfig changed = HubConfig.read(Optional.empty(), ROOT, settings);
        assertThat(changes(changed)).extracting(LedgerEntry::rule).containsExactly("configuration: limits, changed");
        assertThat(changes(changed)).hasSize(1);

        Files.writeString(
                folder.resolve("hub.yaml"),
                """
                data: data
                agreements: %s
                limits:
                  queue: 5000
                doors:
                  http: %d
                  https: %d
                  management: %d
                """
                        .formatted(
                                ROOT.resolve("routes/agreements"),
                                config.doors().http(),
                                config.doors().https(),
                                config.doors().management()));
        String hubYaml = folder.resolve("hub.yaml").toString();
        assertThat(hub("ledger", "verify", "--config", hubYaml))
                .satisfies(
                        ran -> assertThat(ran.exit()).as(ran.err() + ran.out()).isZero())
                .satisfies(ran -> assertThat(ran.out())
                        .containsPattern("[0-9]+ entries, of which [0-9]+ are in the published files, "));
        Path proof = folder.resolve("proof");
        Path copy = folder.resolve("copy");
        assertThat(hub("ledger", "proof", "--entry", "0", "-o", proof.toString(), "--config", hubYaml)
                        .exit())
                .isZero();
        assertThat(Files.readString(proof)).startsWith("c2sp.org/tlog-proof@v1\nindex 0\n");
        assertThat(hub("ledger", "proof", "--entry", "99999999", "--config", hubYaml)
                        .err())
                .contains("there is no entry 99999999");
        assertThat(hub("ledger", "export", "-o", copy.toString(), "--config", hubYaml)
                        .exit())
                .isZero();
        assertThat(hub("ledger", "export", "-o", copy.toString(), "--config", hubYaml)
                        .err())
                .contains("is not empty");
        assertThat(copy.resolve("checkpoints.txt")).isNotEmptyFile();
        Process python = new ProcessBuilder(
                        "python3",
                        READER.toString(),
                        copy.toString(),
                        Files.readString(copy.resolve("key")).strip())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(python.getInputStream().readAllBytes(), UTF_8)).matches("holds: [0-9]+ entries\n");
    }
}
