package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emishub.adapters.socialprotection.simulator.DciCallbackSimulator.Taken;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Acknowledged;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Answer;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search over DCI that is answered later, against a started hub and the asker's own callback, both over mutual TLS. */
class AsyncSearchTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path data;

    private static Sandbox sandbox;

    @BeforeAll
    static void start_a_hub_and_load_a_country() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", data.toString());
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
        for (int i = 0; i < 300 && sandbox.ledger().size() < before + entries; i++) {
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
}
