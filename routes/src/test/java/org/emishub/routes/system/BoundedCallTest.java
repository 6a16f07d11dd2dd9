package org.emishub.routes.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedCallTest {
    private static final Duration WITHIN = Duration.ofMillis(500);
    /** Where not the time is looked at. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RawServer server = new RawServer(RawServer.answer(200, "whole".getBytes(US_ASCII)));
    private final BoundedCall call = new BoundedCall(HttpClient.newHttpClient(), PATIENCE, 100);
    private final BoundedCall hasty = new BoundedCall(HttpClient.newHttpClient(), WITHIN, 100);

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<byte[]> send() {
        return send(call);
    }

    private HttpResponse<byte[]> send(BoundedCall by) {
        return by.send(HttpRequest.newBuilder(server.address())
                .POST(BodyPublishers.ofString("question"))
                .build());
    }

    private String fault() {
        return fault(call);
    }

    private String fault(BoundedCall by) {
        return catchThrowableOfType(SystemFault.class, () -> send(by)).reason();
    }

    /** The reason, with the connection given up, not before the deadline. */
    private void timesOut(RawServer.Behaviour behaviour) {
        server.behave(behaviour);
        long start = System.nanoTime();
        assertThat(fault(hasty)).isEqualTo("TIMEOUT");
        // It would last for ever; how soon after its time it ends, a busy machine decides.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WITHIN, PATIENCE);
        await().atMost(PATIENCE).until(() -> server.open() == 0);
    }

    @Test
    void takes_a_whole_answer() {
        assertThat(new String(send().body(), US_ASCII)).isEqualTo("whole");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void gives_up_on_an_answer_that_never_begins() {
        timesOut((socket, request) -> RawServer.hang(socket));
    }

    @Test
    void gives_up_on_headers_that_drip() {
        timesOut((socket, request) -> {
            socket.getOutputStream().write("HTTP/1.1 200 X\r\nX: ".getBytes(US_ASCII));
            RawServer.drip(socket);
        });
    }

    @Test
    void gives_up_on_a_body_that_drips() {
        timesOut((socket, request) -> {
            socket.getOutputStream().write(RawServer.head(200, 99));
            Thread.sleep(1);
            socket.getOutputStream().write('x');
            RawServer.hang(socket);
        });
        timesOut((socket, request) -> {
            socket.getOutputStream().write("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                socket.getOutputStream().write("1\r\nx\r\n".getBytes(US_ASCII));
                Thread.sleep(20);
            }
        });
    }

    @Test
    void gives_up_on_a_body_that_hangs_in_the_middle() {
        timesOut((socket, request) -> {
            socket.getOutputStream().write(RawServer.head(200, 50));
            socket.getOutputStream().write(new byte[25]);
            RawServer.hang(socket);
        });
    }

    @Test
    void tells_an_answer_that_breaks_off_from_one_that_is_whole() {
        server.behave((socket, request) -> {
            socket.getOutputStream().write(RawServer.head(200, 50));
            socket.getOutputStream().write(new byte[25]);
            socket.shutdownOutput();
            RawServer.hang(socket);
        });
        assertThat(fault()).isEqualTo("UNREACHABLE");
    }

    @Test
    void knows_a_reset_and_a_closed_port_as_not_reached() {
        server.behave((socket, request) -> socket.setSoLinger(true, 0));
        assertThat(fault()).isEqualTo("UNREACHABLE");
        server.close();
        assertThat(fault()).isEqualTo("UNREACHABLE");
    }

    @Test
    void takes_no_more_of_a_yes_than_it_may_and_cuts_a_no() {
        server.behave(RawServer.answer(200, new byte[101]));
        assertThat(fault()).isEqualTo("TOO_LARGE");
        server.behave(RawServer.answer(200, new byte[100]));
        assertThat(send().body()).hasSize(100);
        server.behave(RawServer.answer(422, new byte[5000]));
        assertThat(send().statusCode()).isEqualTo(422);
        assertThat(send().body()).hasSize(100);
    }

    @Test
    void ends_with_its_thread() {
        server.behave((socket, request) -> RawServer.hang(socket));
        Thread.currentThread().interrupt();
        assertThat(fault()).isEqualTo("INTERRUPTED");
        assertThat(Thread.interrupted()).isTrue();
    }
}
