package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Acknowledged;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.nodes.HubProcess;
import org.emishub.security.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub is killed between its acknowledgement and its answer. */
class AsyncSearchKilledTest {
    private static final int MESSAGES = 6;
    private static final Duration STARTING = Duration.ofMinutes(3);
    /** Longer than a killed node keeps what it had taken: a question 20 seconds, a delivery its lease. */
    private static final Duration TAKEN_OVER = Duration.ofMinutes(3);

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

    /** The same ports for every start; a short lease, because what a killed hub was delivering is tried again only after it. */
    private Path settings() throws Exception {
        Map<String, String> ports = FreePorts.asSettings();
        return Files.writeString(
                data.resolve("hub.yaml"),
                """
                data: data
                agreements: %s
                delivery: { lease: 10s }
                doors: { http: %s, https: %s, management: %s }
                simulators: { emis: %s, health: %s, registry: %s, statistics: %s, mis: %s, children: 1500 }
                """
                        .formatted(
                                Path.of(System.getProperty("emishub.root"), "routes", "agreements"),
                                ports.get("HUB_DOORS_HTTP"),
                                ports.get("HUB_DOORS_HTTPS"),
                                ports.get("HUB_DOORS_MANAGEMENT"),
                                ports.get("HUB_SIMULATORS_EMIS"),
                                ports.get("HUB_SIMULATORS_HEALTH"),
                                ports.get("HUB_SIMULATORS_REGISTRY"),
                                ports.get("HUB_SIMULATORS_STATISTICS"),
                                ports.get("HUB_SIMULATORS_MIS")));
    }

    private HubProcess hub(Path settings, int start) throws Exception {
        return HubProcess.start(data.resolve("log"), "run", "--config", settings.toString())
                .ready("EMIS Hub is ready", start, STARTING);
    }

    @Test
    void every_acknowledged_message_is_answered_exactly_once() throws Exception {
        Seeded.data(data.resolve("data"));
        Path settings = settings();
        HubConfig config = HubConfig.read(Optional.of(settings), data, Map.of());

        try (Sandbox around = Sandbox.start(config)) {
            around.load();
            long before = around.ledger().size();
            around.hub().close();
            HubProcess first = hub(settings, 1);
            List<String> asked = ask(around, around.clients());
            first.kill();
            HubProcess second = hub(settings, 2);
            try {
                for (String transaction : asked) {
                    assertThat(around.simulators().callback().await(transaction, TAKEN_OVER))
                            .hasValueSatisfying(
                                    answer -> assertThat(answer.status()).isEqualTo("succ"));
                }
            } finally {
                second.close();
            }
            assertThat(around.simulators().callback().answered())
                    .filteredOn("ACK"::equals)
                    .hasSize(MESSAGES);
            exactlyOnce(config, before);
        }
    }

    private static void exactlyOnce(HubConfig config, long before) {
        try (RunningHub looked = RunningHub.open(config)) {
            List<String> events = new LedgerReader(looked.part(DataSource.class))
                    .since(before).stream().map(LedgerEntry::event).toList();
            assertThat(events).filteredOn("RELEASED"::equals).hasSize(MESSAGES);
            assertThat(events).filteredOn("DELIVERED"::equals).hasSize(MESSAGES);
            assertThat(looked.part(Ledger.class).verify().problem()).isEmpty();
        }
    }
}
