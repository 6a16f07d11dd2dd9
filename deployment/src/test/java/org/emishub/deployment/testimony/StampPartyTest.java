package org.emishub.deployment.testimony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.emishub.outside.NeedsTool;
import org.emishub.outside.OpensslAuthority;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.note.SignedNote;
import org.emishub.security.stamp.Authorities;
import org.emishub.security.stamp.StampQuestion;
import org.emishub.security.stamp.Stamps;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authority may answer besides a stamp. */
@NeedsTool("openssl")
class StampPartyTest {
    private static final NewestNote NOTE = NewestNote.of(SignedNote.read(
                            "hub/ledger\n5\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n— hub/ledger AAAAAAA=\n")
                    .orElseThrow())
            .orElseThrow();

    @TempDir
    static Path folder;

    private static HttpServer server;
    private static ExecutorService threads;
    private static Authorities believed;

    @BeforeAll
    static void open_a_port() throws IOException {
        OpensslAuthority authority = new OpensslAuthority(folder.resolve("tsa"), "sha256");
        believed = new Authorities(List.of(authority.certificate("ca")));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        byte[] other = authority.answer(StampQuestion.of("another text").bytes());
        server.createContext("/other", exchange -> say(exchange, 200, StampQuestion.REPLY, other));
        server.createContext("/type", exchange -> say(exchange, 200, "text/html", other));
        server.createContext("/busy", exchange -> say(exchange, 503, "text/plain", "later".getBytes(UTF_8)));
        server.createContext("/empty", exchange -> say(exchange, 200, StampQuestion.REPLY, new byte[0]));
        server.createContext("/huge", exchange -> say(exchange, 200, StampQuestion.REPLY, new byte[100_000]));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/other");
            say(exchange, 302, "text/plain", new byte[0]);
        });
        server.createContext("/drip", StampPartyTest::drip);
        server.start();
    }

    private static void say(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", StampQuestion.REPLY);
        exchange.sendResponseHeaders(200, 10_000);
        try (exchange) {
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    static void close_the_port() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String reason(String path) {
        return reason(path, Duration.ofSeconds(60));
    }

    private static String reason(String path, Duration within) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        // Nothing is kept, so there is no database.
        Stamps none = new Stamps(new org.springframework.jdbc.datasource.DriverManagerDataSource());
        StampParty party = new StampParty(
                address,
                believed,
                new BoundedCall(http, within, 64 * 1024),
                none,
                new TestimonyFolder(folder),
                Clock.systemUTC());
        return catchThrowableOfType(SystemFault.class, () -> party.ask(NOTE)).reason();
    }

    @Test
    void names_each_reason_why_there_is_no_stamp() {
        assertThat(reason("/other")).isEqualTo("OF_ANOTHER_TEXT");
        assertThat(reason("/type")).isEqualTo("BAD_ANSWER");
        assertThat(reason("/busy")).isEqualTo("HTTP_503");
        assertThat(reason("/empty")).isEqualTo("NOT_A_STAMP");
        assertThat(reason("/huge")).isEqualTo("TOO_LARGE");
        assertThat(reason("/moved")).isEqualTo("HTTP_302");
        assertThat(reason("/drip", Duration.ofSeconds(1))).isEqualTo("TIMEOUT");
    }
}
