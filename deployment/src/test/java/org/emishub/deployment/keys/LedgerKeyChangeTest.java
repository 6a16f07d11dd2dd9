package org.emishub.deployment.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.ManyEntries;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.outside.NeedsTool;
import org.emishub.security.evidence.CasePacks;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An operator changes the ledger's key while the hub runs, destroys the old one, and starts again. */
@NeedsTool("openssl")
class LedgerKeyChangeTest {
    @TempDir
    Path folder;

    private String hubYaml = "";

    private record Ran(int exit, String out, String err) {}

    private Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", hubYaml));
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private HubConfig config() throws IOException {
        Map<String, String> ports = FreePorts.asSettings();
        hubYaml = Files.writeString(
                        folder.resolve("hub.yaml"),
                        """
                        agreements: %s
                        doors: { host: 127.0.0.1, http: %s, https: %s, management: %s }
                        data: data
                        """
                                .formatted(
                                        Path.of(System.getProperty("emishub.root"), "routes/agreements"),
                                        ports.get("HUB_DOORS_HTTP"),
                                        ports.get("HUB_DOORS_HTTPS"),
                                        ports.get("HUB_DOORS_MANAGEMENT")))
                .toString();
        Seeded.data(folder.resolve("data"));
        return HubConfig.read(Optional.of(Path.of(hubYaml)), folder, Map.of());
    }

    /** The key that the newest checkpoint is signed with. */
    private String key() {
        return hub("ledger", "checkpoint")
                .out()
                .lines()
                .filter(line -> line.startsWith("key "))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElse("");
    }

    private static HttpResponse<String> published(HubConfig config, String file) throws Exception {
        URI door = URI.create("http://127.0.0.1:" + config.doors().http() + "/ledger/" + file);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(door).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Ran verify(Path copy, String key) throws Exception {
        Path verifier = Files.write(folder.resolve("verify.py"), CasePacks.verifier());
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder("python3", "-B", verifier.toString(), copy.toString(), "--key", key)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(said), "");
    }

    private static void remove(HubConfig config, String alias) throws Exception {
        Path file = config.keys().folder().resolve("hub.p12");
        char[] password = Files.readString(config.keys().folder().resolve("password"))
                .strip()
                .toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        store.deleteEntry(alias);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
    }

    @Test
    void an_operator_changes_the_key_and_whoever_has_the_first_follows_it() throws Exception {
        HubConfig config = config();
        String first;
        try (RunningHub hub = RunningHub.start(config)) {
            ManyEntries.enter(hub.part(Ledger.class));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.part(Ledger.class).checkpoint().isPresent());
            first = key();
            assertThat(hub("keys", "checkpoint", "--as", "checkpoint-2").exit()).isZero();
            assertThat(hub("keys", "checkpoint", "--as", "signing").exit()).isNotZero();
            Ran early = hub("ledger", "rotate-key", "--reason", "once a year");
            assertThat(early.exit()).isEqualTo(2);
            assertThat(early.err()).contains("hub keys checkpoint", "start them anew");
        }
        String next;
        try (RunningHub hub = RunningHub.start(config)) {
            long before = hub.part(Ledger.class).size();
            Ran ran = hub("ledger", "rotate-key", "--reason", "once a year", "--by", "the operator");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("until now   " + first);
            assertThat(hub.part(Ledger.class).size()).isGreaterThan(before);
            next = ran.out()
                    .lines()
                    .filter(line -> line.startsWith("from now on "))
                    .findFirst()
                    .orElseThrow()
                    .substring("from now on ".length());
            // The old key signs the first checkpoint over the change, the new one the next: any entry after it will do.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        ManyEntries.enter(hub.part(Ledger.class));
                        return key().equals(next);
                    });
            assertThat(hub("ledger", "verify").out()).startsWith("The ledger holds");
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                HttpResponse<String> keys = published(config, "keys.json");
                assertThat(keys.statusCode()).isEqualTo(200);
                assertThat(keys.body()).contains(first, next);
            });
        }
        remove(config, "checkpoint");
        Path copy = folder.resolve("copy");
        try (RunningHub hub = RunningHub.start(config)) {
            assertThat(hub.part(Ledger.class).verify().problem()).isEmpty();
            assertThat(hub("ledger", "export", "-o", copy.toString()).exit()).isZero();
        }
        for (String key : List.of(first, next)) {
            Ran ran = verify(copy, key);
            assertThat(ran.out()).startsWith("VERIFIED").contains("The ledger's key changed (times: 1)");
            assertThat(ran.exit()).isZero();
        }
        assertThat(hub("keys", "checkpoint", "--as", "checkpoint-3").exit()).isZero();
        remove(config, "checkpoint-2");
        assertThatThrownBy(() -> RunningHub.start(config).close())
                .hasStackTraceContaining("which is not this ledger's key here: put it into the key store");
    }
}
