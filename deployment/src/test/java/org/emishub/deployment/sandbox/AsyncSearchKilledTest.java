package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Acknowledged;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.config.HubConfig;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub is killed between its acknowledgement and its answer. */
class AsyncSearchKilledTest {
    private static final int MESSAGES = 6;
    /** Longer than a killed node keeps what it had taken: the lease of a delivery is two minutes. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(180);

    @TempDir
    Path data;

    private static Question question(Cast cast) {
        return new Question(
                cast.granted().nationalId(),
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2026, 9, 30),
                Cast.GRANT_WORKER,
                "case worker",
                Cast.GRANT_CASE,
                "HPAYMT");
    }

    private List<String> ask(Sandbox around, Clients clients) throws Exception {
        URI later = clients.https("/dci/registry/search");
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            String transaction = UUID.randomUUID().toString();
            Acknowledged ack = clients.dci()
                    .askLater(
                            later,
                            transaction,
                            question(around.cast()),
                            around.simulators().callback());
            assertThat(ack.status()).isEqualTo("ACK");
            asked.add(transaction);
        }
        return asked;
    }

    @Test
    void every_acknowledged_message_is_answered_exactly_once() throws Exception {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", data.toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1500");
        Path home = Path.of(System.getProperty("emishub.root"));
        HubConfig config = HubConfig.read(Optional.empty(), home, settings);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        List<String> asked = new ArrayList<>();

        try (Sandbox around = Sandbox.start(config)) {
            around.load();
            long before = around.ledger().size();
            around.hub().close();
            HubProcess first = HubProcess.start(home, settings, log);
            asked.addAll(ask(around, around.clients()));
            first.kill();
            try (HubProcess second = HubProcess.start(home, settings, log)) {
                assertThat(second.runs()).isTrue();
                for (String transaction : asked) {
                    assertThat(around.simulators().callback().await(transaction, TAKEN_OVER))
                            .hasValueSatisfying(
                                    answer -> assertThat(answer.status()).isEqualTo("succ"));
                }
            }
            assertThat(around.simulators().callback().answered())
                    .filteredOn("ACK"::equals)
                    .hasSize(MESSAGES);
            try (RunningHub looked = RunningHub.open(config)) {
                List<LedgerEntry> entries = new LedgerReader(looked.part(javax.sql.DataSource.class)).since(before);
                assertThat(entries)
                        .filteredOn(entry -> entry.event().equals("RELEASED"))
                        .hasSize(MESSAGES);
                assertThat(entries)
                        .filteredOn(entry -> entry.event().equals("DELIVERED"))
                        .hasSize(MESSAGES);
                assertThat(looked.part(Ledger.class).verify().problem()).isEmpty();
            }
        }
    }
}
