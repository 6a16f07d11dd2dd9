package org.emishub.deployment.campaign.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each trouble as a real client sees it, and that it heals. */
class ProxyTest {
    private static final String SAID = "what the server says ".repeat(50);

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, SAID.length());
            exchange.getResponseBody().write(SAID.getBytes(UTF_8));
            exchange.close();
        });
        server.setExecutor(Runnable::run);
        server.start();
        proxy = new Proxy("test", server.getAddress().getPort(), 7);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    @Test
    void without_trouble_everything_passes() throws Exception {
        assertThat(ask()).isEqualTo(SAID);
    }

    @Test
    void latency_holds_back_and_changes_nothing() throws Exception {
        proxy.trouble(Trouble.LATENCY);
        long start = System.nanoTime();
        assertThat(ask()).isEqualTo(SAID);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(280));
    }

    @Test
    void a_reset_tears_down_what_is_connected() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            proxy.trouble(Trouble.RESET);
            assertThatThrownBy(() -> socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()))
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_reset_tears_down_what_connects_while_it_lasts_and_heals() throws Exception {
        proxy.trouble(Trouble.RESET);
        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
        proxy.trouble(Trouble.NONE);
        assertThat(ask()).isEqualTo(SAID);
    }

    @Test
    void a_half_close_ends_the_answer_and_not_the_question() throws Exception {
        proxy.trouble(Trouble.HALF_CLOSE);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(60_000);
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi".getBytes(UTF_8));
            assertThat(in.read()).as("end of stream").isEqualTo(-1);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void corruption_changes_some_answers_and_none_in_length() throws Exception {
        proxy.trouble(Trouble.CORRUPTION);
        int changed = 0;
        for (int i = 0; i < 40; i++) {
            try {
                changed += ask().equals(SAID) ? 0 : 1;
            } catch (IOException e) {
                changed++;
            }
        }
        assertThat(changed).isBetween(5, 35);
    }

    @Test
    void silence_says_nothing_until_it_heals() throws Exception {
        proxy.trouble(Trouble.SILENCE);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(300);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8));
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.trouble(Trouble.NONE);
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    @Test
    void when_nobody_listens_the_caller_sees_a_reset() throws Exception {
        server.stop(0);
        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    }

    /** Over a bare socket: a client that believes a bent Content-Length waits for a body without end. */
    private String ask() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"
                            .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            if (!answer.startsWith("HTTP/1.1 200 OK\r\n") || end < 0) {
                throw new IOException("no answer");
            }
            return answer.substring(end + 4);
        }
    }
}
