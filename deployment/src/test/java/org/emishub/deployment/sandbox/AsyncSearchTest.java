package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.adapters.socialprotection.simulator.DciCallbackSimulator.Taken;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Acknowledged;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Answer;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search over DCI that is answered later, against a started hub and the asker's own callback, both over mutual TLS. */
class AsyncSearchTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path data;

    private static Sandbox sandbox;

    @BeforeAll
    static void start_a_hub_and_load_a_country() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(data).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1500");
        Path home = Path.of(System.getProperty("emishub.root"));
        sandbox = Sandbox.start(HubConfig.read(Optional.empty(), home, settings));
        sandbox.load();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static Question about(SyntheticChild child, String caseId) {
        return new Question(
                child.nationalId(),
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2026, 9, 30),
                Cast.GRANT_WORKER,
                "case worker",
                caseId,
                "HPAYMT");
    }

    private static URI later() {
        return sandbox.clients().https("/dci/registry/search");
    }

    private static Acknowledged ask(String transaction, Question question) throws Exception {
        return sandbox.clients()
                .dci()
                .askLater(later(), transaction, question, sandbox.simulators().callback());
    }

    private static Optional<Taken> taken(String transaction) throws Exception {
        return sandbox.simulators().callback().await(transaction, SOON);
    }

    private static List<String> eventsSince(long before, int entries) throws Exception {
        for (int i = 0; i < 600 && sandbox.ledger().size() < before + entries; i++) {
            Thread.sleep(100);
        }
        return sandbox.ledger().since(before).stream()
                .map(entry -> entry.event() + " " + entry.code())
                .toList();
    }

    @Test
    void is_acknowledged_at_once_and_answered_to_the_callback_as_the_same_question_is_answered_at_once()
            throws Exception {
        String transaction = UUID.randomUUID().toString();
        Question question = about(sandbox.cast().granted(), Cast.GRANT_CASE);
        Answer atOnce = sandbox.clients().dci().ask(question);
        long before = sandbox.ledger().size();

        Acknowledged ack = ask(transaction, question);

        assertThat(ack.http()).isEqualTo(200);
        assertThat(ack.status()).isEqualTo("ACK");
        Taken answer = taken(transaction).orElseThrow();
        assertThat(answer.status()).isEqualTo("succ");
        assertThat(answer.correlation()).isEqualTo(ack.correlation());
        assertThat(answer.records()).isEqualTo(atOnce.records()).hasSize(1);
        assertThat(eventsSince(before, 4)).containsExactly("RECEIVED OK", "RECEIVED OK", "RELEASED OK", "DELIVERED OK");
    }

    @Test
    void says_no_to_the_callback_as_it_says_no_at_once_and_nothing_more() throws Exception {
        String transaction = UUID.randomUUID().toString();
        Question question = about(sandbox.cast().other(), Cast.GRANT_CASE);
        Answer atOnce = sandbox.clients().dci().ask(question);
        long before = sandbox.ledger().size();

        assertThat(ask(transaction, question).status()).isEqualTo("ACK");

        Taken answer = taken(transaction).orElseThrow();
        assertThat(answer.status()).isEqualTo(atOnce.status()).isEqualTo("rjct");
        assertThat(answer.reason()).isEqualTo(atOnce.reason());
        assertThat(answer.message()).isEqualTo(atOnce.message()).startsWith("NO_DATA: ");
        assertThat(new String(answer.wire(), StandardCharsets.UTF_8))
                .doesNotContain("NO_CASE", "reg_records", question.uin());
        assertThat(eventsSince(before, 4))
                .containsExactly("RECEIVED OK", "RECEIVED OK", "REFUSED NO_CASE", "DELIVERED OK");
    }

    @Test
    void is_delivered_later_when_the_callback_is_down_for_a_while() throws Exception {
        String transaction = UUID.randomUUID().toString();
        sandbox.simulators().shut(Simulators.Name.MIS);
        long before = sandbox.ledger().size();

        assertThat(ask(transaction, about(sandbox.cast().granted(), Cast.GRANT_CASE))
                        .status())
                .isEqualTo("ACK");
        assertThat(eventsSince(before, 3)).containsExactly("RECEIVED OK", "RECEIVED OK", "RELEASED OK");
        Thread.sleep(1_000);
        sandbox.simulators().open(Simulators.Name.MIS);

        assertThat(taken(transaction))
                .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo("succ"));
        assertThat(eventsSince(before, 4)).containsExactly("RECEIVED OK", "RECEIVED OK", "RELEASED OK", "DELIVERED OK");
    }

    @Test
    void calls_no_address_that_a_message_names() throws Exception {
        AtomicInteger called = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            called.incrementAndGet();
            exchange.close();
        });
        elsewhere.start();
        try {
            String address = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/registry/on-search";
            DciClientSimulator client = sandbox.clients().dci();
            long before = sandbox.ledger().size();

            Acknowledged no = client.sendLater(
                    later(),
                    client.request(
                            UUID.randomUUID().toString(),
                            List.of(about(sandbox.cast().granted(), Cast.GRANT_CASE)),
                            address));

            assertThat(no.status()).isEqualTo("NACK");
            assertThat(no.error()).isEqualTo("err.sender_uri.invalid");
            assertThat(eventsSince(before, 1)).containsExactly("REFUSED MALFORMED");
            Thread.sleep(1_500);
            assertThat(called).hasValue(0);
            assertThat(sandbox.ledger().size()).isEqualTo(before + 1);
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void lets_nobody_in_without_a_registered_certificate() throws Exception {
        URI open = URI.create("http://127.0.0.1:" + sandbox.config().doors().http() + "/dci/registry/search");
        Acknowledged no = sandbox.clients().dci().sendLater(open, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(no.http()).isEqualTo(401);
    }

    @Test
    void the_ledger_verifies() {
        assertThat(sandbox.hub().part(Ledger.class).verify().problem()).isEmpty();
    }
}
