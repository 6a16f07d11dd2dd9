package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.config.HubConfig;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door is shared with whoever reads the ledger, of whom nobody knows who they are: they take from no member what it needs. */
class SlowReadersTest {
    private static final Path ROOT = Path.of(System.getProperty("emishub.root"));
    private static final int READERS = 32;

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static HubConfig config;

    @BeforeAll
    static void start() {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", folder.resolve("data").toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "200");
        config = HubConfig.read(Optional.empty(), ROOT, settings);
        sandbox = Sandbox.start(config);
        sandbox.load();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + config.doors().http() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private static int status(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request(path), HttpResponse.BodyHandlers.ofByteArray())
                .statusCode();
    }

    /** So many entries that a full tile and a full bundle are published. */
    private static void publish() {
        EntryDraft entry =
                EntryDraft.ofHub(Event.LOOKED_UP, "m", "a test", "", new EntryDraft.Side("", "tester", "a test"));
        sandbox.hub().part(Ledger.class).commit((connection, appender) -> {
            for (int i = 0; i < 1_000; i++) {
                appender.append(entry);
            }
            return true;
        });
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(status("/ledger/tile/0/000")).isEqualTo(200));
    }

    /** Asks for much at once and reads nothing of it. */
    private static Socket slowReader(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2_048);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), config.doors().http()));
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: hub\r\n\r\n").repeat(90).getBytes(US_ASCII));
        out.flush();
        return socket;
    }

    @Test
    void an_exchange_is_answered_while_32_slow_readers_hang_on_the_ledger() throws Exception {
        publish();
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(slowReader(i % 2 == 0 ? "/ledger/tile/entries/000" : "/ledger/tile/0/000"));
                readers.add(slowReader("/ledger/tile/entries/001"));
            }
            TimeUnit.SECONDS.sleep(2);

            long begun = System.nanoTime();
            assertThat(new Scenarios(sandbox).enrolmentCheck().objection()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void an_exchange_is_answered_while_readers_wait_for_what_the_database_keeps() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<Void>>> asked = new ArrayList<>();
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            statement.execute("LOCK TABLE ledger_stamp IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 2 * READERS; i++) {
                asked.add(client.sendAsync(request("/ledger/stamped"), HttpResponse.BodyHandlers.discarding()));
            }
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(asked)
                    .as("turned away")
                    .filteredOn(CompletableFuture::isDone)
                    .hasSizeGreaterThanOrEqualTo(2 * READERS - 8));

            assertThat(new Scenarios(sandbox).enrolmentCheck().objection()).isEmpty();
            connection.rollback();
        }
        List<HttpResponse<Void>> answers =
                asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 503)
                .hasSizeGreaterThanOrEqualTo(2 * READERS - 8)
                .allSatisfy(answer ->
                        assertThat(answer.headers().firstValue("Retry-After")).isPresent());
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 503)
                .as("nothing is stamped here")
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(404));
    }
}
