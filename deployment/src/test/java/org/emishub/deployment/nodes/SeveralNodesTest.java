package org.emishub.deployment.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.database.PostgresServer;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.sandbox.EmisRecords;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.deployment.sandbox.Simulators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs, a broker and a database, each a process of its own; one after the other is killed while children enrol. Some minutes long: the campaign's short tier does the same in every build. */
@Tag("heavy")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralNodesTest {
    private static final Duration STARTING = Duration.ofSeconds(90);
    private static final Duration DELIVERING = Duration.ofSeconds(90);
    private static final String READY = "EMIS Hub is ready";
    private static final int NEWCOMERS = 150;

    private Path folder = Path.of("");

    private PostgresServer database;
    private HubProcess broker;
    private final HubProcess[] nodes = new HubProcess[2];
    private final int[] starts = new int[2];
    private HubConfig[] configs;
    private Simulators simulators;
    private SyntheticCountry country;
    private List<EmisStudent> pupils;
    private int enrolled;
    private volatile String refused = "";

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        int databasePort = FreePorts.one();
        int brokerPort = FreePorts.one();
        database = PostgresServer.start(folder.resolve("database"), databasePort);
        Files.writeString(folder.resolve("broker-password"), "only-for-this-test");
        // Both nodes share one registry, and so the addresses in it.
        Map<String, String> ports = FreePorts.asSettings();
        Map<String, String> others = new HashMap<>(ports);
        FreePorts.asSettings()
                .forEach((name, port) ->
                        others.computeIfPresent(name, (key, shared) -> key.startsWith("HUB_DOORS") ? port : shared));
        configs = new HubConfig[] {config(1, ports, brokerPort), config(2, others, brokerPort)};
        SandboxKeys keys = SandboxRegistry.prepare(configs[0]);
        country = Sandbox.country(configs[0]);
        pupils = country.children()
                .filter(child -> !child.sealed())
                .flatMap(child -> EmisRecords.student(child).stream())
                .toList();
        simulators = new Simulators(configs[0], keys, country).openAll();
        broker();
        begin(0);
        begin(1);
        ready(0);
        ready(1);
        EmisSimulator before = EmisRecords.register(country, child -> child.index() < 20);
        assertThat(send(0, before.bulk())).isTrue();
    }

    private HubConfig config(int node, Map<String, String> ports, int brokerPort) throws IOException {
        Path file = folder.resolve("node-" + node + ".yaml");
        Files.writeString(
                file,
                """
                data: node-%d
                agreements: %s
                members: members
                keys: { folder: keys }
                vault: { folder: vault }
                database: { url: '%s', user: %s, password: 'file:database/password' }
                broker: { url: 'tcp://127.0.0.1:%d', password: 'file:broker-password', listen: '127.0.0.1:%d', folder: broker }
                doors: { http: %s, https: %s, management: %s }
                simulators: { emis: %s, health: %s, registry: %s, statistics: %s, mis: %s, children: 2000 }
                """
                        .formatted(
                                node,
                                Path.of(System.getProperty("emishub.root"), "routes", "agreements"),
                                database.url(),
                                database.user(),
                                brokerPort,
                                brokerPort,
                                ports.get("HUB_DOORS_HTTP"),
                                ports.get("HUB_DOORS_HTTPS"),
                                ports.get("HUB_DOORS_MANAGEMENT"),
                                ports.get("HUB_SIMULATORS_EMIS"),
                                ports.get("HUB_SIMULATORS_HEALTH"),
                                ports.get("HUB_SIMULATORS_REGISTRY"),
                                ports.get("HUB_SIMULATORS_STATISTICS"),
                                ports.get("HUB_SIMULATORS_MIS")));
        return HubConfig.read(Optional.of(file), folder, Map.of());
    }

    private void broker() throws Exception {
        Path log = folder.resolve("broker.log");
        Files.deleteIfExists(log);
        broker = HubProcess.start(
                        log, "broker", "--config", folder.resolve("node-1.yaml").toString())
                .ready("The broker listens", 1, STARTING);
    }

    private void begin(int node) throws IOException {
        starts[node]++;
        Path log = folder.resolve("node-" + (node + 1) + ".log");
        nodes[node] = HubProcess.start(
                log,
                "run",
                "--config",
                folder.resolve("node-" + (node + 1) + ".yaml").toString());
    }

    private void ready(int node) throws InterruptedException {
        nodes[node].ready(READY, starts[node], STARTING);
    }

    @AfterAll
    void stop() {
        for (HubProcess node : nodes) {
            node.close();
        }
        broker.close();
        simulators.close();
        database.close();
    }

    /** To one node, and only it. */
    private boolean send(int node, EmisSimulator.Content content) throws InterruptedException {
        URI door = URI.create("https://127.0.0.1:" + configs[node].doors().https() + "/oneroster/packages");
        try {
            EmisRecords.register(country)
                    .post(
                            door,
                            "application/zip",
                            content,
                            Optional.of(simulators.tls(Invented.EMIS).client()));
            return true;
        } catch (IOException | RuntimeException e) {
            refused = String.valueOf(e);
            return false;
        }
    }

    /** The same package, until a node takes it: as a register does. */
    private void enrol(int node, List<EmisStudent> newcomers) {
        EmisSimulator.Content content = EmisRecords.register(country).delta(newcomers, List.of());
        try {
            int at = node;
            long end = System.nanoTime() + DELIVERING.toNanos();
            while (!send(at, content)) {
                at = 1 - at;
                Thread.sleep(200);
                assertThat(System.nanoTime()).as(refused).isLessThan(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<EmisStudent> newcomers() {
        List<EmisStudent> next = pupils.subList(100 + enrolled, 100 + enrolled + NEWCOMERS);
        enrolled += NEWCOMERS;
        return next;
    }

    private CompletableFuture<Void> enrolling(int node) {
        List<EmisStudent> next = newcomers();
        return CompletableFuture.runAsync(() -> enrol(node, next));
    }

    private long ask(String query) {
        try (Connection connection = DriverManager.getConnection(
                        database.url(), database.user(), database.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    private long delivered() {
        return ask("select count(*) from outbox where state = 'DELIVERED'");
    }

    private void underWay(long before) {
        await().atMost(DELIVERING).pollInterval(Duration.ofMillis(20)).until(() -> delivered() > before + 5);
    }

    /** Everything that was accepted has arrived, and the ledger is one. */
    @AfterEach
    void nothing_is_lost() throws Exception {
        await().atMost(DELIVERING)
                .untilAsserted(() -> assertThat(ask("select count(*) from outbox where state in ('PENDING', 'SENT')"))
                        .isZero());
        assertThat(ask("select count(*) from outbox where state <> 'DELIVERED'"))
                .isZero();
        assertThat(delivered()).as("all who enrolled").isGreaterThanOrEqualTo(enrolled);
        assertThat(ask("select count(*) - max(sequence) - 1 from ledger_entry"))
                .as("gaps")
                .isZero();
        assertThat(ask("select count(*) - (select size from ledger_head) from ledger_entry"))
                .isZero();
        Path log = folder.resolve("verify.log");
        try (HubProcess verify = HubProcess.start(
                log,
                "ledger",
                "verify",
                "--config",
                folder.resolve("node-1.yaml").toString())) {
            assertThat(verify.exit()).as(verify.said()).isZero();
        }
    }

    @Test
    void both_accept_and_one_that_is_killed_costs_nothing() throws Exception {
        long before = delivered();
        CompletableFuture<Void> here = enrolling(0);
        CompletableFuture<Void> there = enrolling(1);
        underWay(before);
        nodes[1].kill();
        try {
            CompletableFuture.allOf(here, there).join();
            nothing_waits();
        } finally {
            begin(1);
            ready(1);
        }
    }

    @Test
    void the_other_one_delivers_alone_too() throws Exception {
        long before = delivered();
        CompletableFuture<Void> there = enrolling(1);
        underWay(before);
        nodes[0].kill();
        try {
            there.join();
            nothing_waits();
        } finally {
            begin(0);
            ready(0);
        }
    }

    private void nothing_waits() {
        await().atMost(DELIVERING)
                .until(() -> ask("select count(*) from outbox where state in ('PENDING', 'SENT')") == 0);
    }

    @Test
    void a_broker_that_is_killed_and_comes_back_without_its_folder_is_found_again() throws Exception {
        long before = delivered();
        CompletableFuture<Void> here = enrolling(0);
        CompletableFuture<Void> there = enrolling(1);
        underWay(before);
        broker.kill();
        org.springframework.util.FileSystemUtils.deleteRecursively(folder.resolve("broker"));
        broker();
        CompletableFuture.allOf(here, there).join();
    }

    @Test
    void a_database_that_is_killed_and_comes_back_is_found_again() throws Exception {
        long before = delivered();
        CompletableFuture<Void> here = enrolling(0);
        CompletableFuture<Void> there = enrolling(1);
        underWay(before);
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();
        database.postmaster().orElseThrow().destroyForcibly();
        Thread.sleep(1_000);
        database = PostgresServer.start(folder.resolve("database"), port);
        CompletableFuture.allOf(here, there).join();
    }

    @Test
    void a_node_that_is_stopped_and_goes_on_later_holds_nobody_up() throws Exception {
        long before = delivered();
        CompletableFuture<Void> there = enrolling(1);
        underWay(before);
        nodes[0].signal("STOP");
        try {
            CompletableFuture<Void> more = enrolling(1);
            await().atMost(Duration.ofSeconds(60)).until(() -> there.isDone() && more.isDone());
        } finally {
            nodes[0].signal("CONT");
        }
    }
}
