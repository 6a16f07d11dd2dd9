package org.emishub.adapters.health.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.enrolment.HealthReceiver;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A register on a bare socket: however slowly it does not answer, the call ends in time. */
class DeadlinesTest {
    private static final Duration WITHIN = Duration.ofMillis(800);
    /** How long a register may take where not the time is looked at, and how long one takes that never answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 60000\r\n";

    @FunctionalInterface
    private interface Behaviour {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private ServerSocket port;
    private HealthRegister register;

    @BeforeEach
    void open() throws Exception {
        port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        register = register(WITHIN);
    }

    private HealthRegister register(Duration within) throws Exception {
        return HealthRegister.open(
                new RegisterSettings(
                        SystemId.of("health/register"),
                        URI.create("http://127.0.0.1:" + port.getLocalPort() + "/fhir"),
                        IdentifierSystems.sandbox(),
                        PATIENCE,
                        within,
                        2,
                        1 << 20),
                SSLContext.getDefault());
    }

    @AfterEach
    void close() throws IOException {
        register.close();
        port.close();
    }

    private void behave(Behaviour behaviour) {
        Thread serving = new Thread(() -> {
            try (Socket socket = port.accept()) {
                socket.getInputStream().read(new byte[8192]);
                behaviour.answer(socket.getOutputStream());
            } catch (IOException hungUp) {
                // By the hub, in time.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        serving.setDaemon(true);
        serving.start();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void drip(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            write(out, " ");
            Thread.sleep(20);
        }
    }

    /** Both as it delivers and as it asks. */
    private void endsInTime(Behaviour behaviour) {
        HealthReceiver receiver = new HealthReceiver(register);
        HealthProvider provider = new HealthProvider(register, Exchanges.CLOCK);
        behave(behaviour);
        endsInTime(() -> receiver.deliver("key", new Wire("application/fhir+json", new byte[] {'{', '}'})));
        behave(behaviour);
        endsInTime(() -> provider.find(Exchanges.healthQuestion(Map.of("child.id", "77"))));
        behave(behaviour);
        endsInTime(provider::probe);
    }

    private static void endsInTime(ThrowingCallable call) {
        long start = System.nanoTime();
        SystemFault fault = catchThrowableOfType(SystemFault.class, call);
        assertThat(fault.reason()).isEqualTo("TIMEOUT");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WITHIN.dividedBy(2), PATIENCE.dividedBy(2));
    }

    @Test
    void an_answer_that_never_begins() {
        endsInTime(out -> Thread.sleep(PATIENCE.toMillis()));
    }

    @Test
    void headers_that_drip() {
        endsInTime(out -> {
            write(out, "HTTP/1.1 200 OK\r\nX: ");
            drip(out);
        });
    }

    @Test
    void a_body_that_drips_after_headers_that_came_late() {
        endsInTime(out -> {
            Thread.sleep(WITHIN.toMillis() / 2);
            write(out, HEAD + "\r\n");
            drip(out);
        });
    }

    @Test
    void a_body_that_hangs_in_the_middle() {
        endsInTime(out -> {
            Thread.sleep(WITHIN.toMillis() / 2);
            write(out, HEAD + "\r\n{\"resourceType\":");
            Thread.sleep(PATIENCE.toMillis());
        });
    }

    @Test
    void a_connection_that_ends_in_the_middle_is_no_timeout() throws Exception {
        behave(out -> write(out, HEAD + "\r\n{"));
        try (HealthRegister patient = register(PATIENCE)) {
            HealthReceiver receiver = new HealthReceiver(patient);
            SystemFault fault = catchThrowableOfType(
                    SystemFault.class,
                    () -> receiver.deliver("key", new Wire("application/fhir+json", new byte[] {'{', '}'})));
            assertThat(fault.reason()).isEqualTo("UNREACHABLE");
        }
    }

    @Test
    void a_deadline_of_one_request_breaks_off_no_later_one() throws Exception {
        // Four answers of a second take longer than the deadline of one, which leaves each two seconds to spare.
        Duration deadline = Duration.ofSeconds(3);
        String done = "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\"}";
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: " + done.length()
                + "\r\n\r\n" + done;
        Thread serving = new Thread(() -> {
            try (Socket socket = port.accept()) {
                for (int request = 0; request < 4; request++) {
                    socket.getInputStream().read(new byte[8192]);
                    Thread.sleep(1_000);
                    write(socket.getOutputStream(), answer);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        serving.setDaemon(true);
        serving.start();
        try (HealthRegister own = register(deadline)) {
            HealthReceiver receiver = new HealthReceiver(own);
            for (int request = 0; request < 4; request++) {
                byte[] receipt = receiver.deliver("key", new Wire("application/fhir+json", new byte[] {'{', '}'}))
                        .receipt();
                assertThat(new String(receipt, StandardCharsets.US_ASCII)).isEqualTo(done);
            }
        }
    }
}
