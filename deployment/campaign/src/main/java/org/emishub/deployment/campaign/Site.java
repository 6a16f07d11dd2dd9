package org.emishub.deployment.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.emishub.deployment.campaign.fault.MoveClock;
import org.emishub.deployment.campaign.load.Parties;
import org.emishub.deployment.campaign.load.ReceiverMain;
import org.emishub.deployment.campaign.machine.Database;
import org.emishub.deployment.campaign.machine.Disk;
import org.emishub.deployment.campaign.machine.Java;
import org.emishub.deployment.campaign.machine.Ports;
import org.emishub.deployment.campaign.machine.Program;
import org.emishub.deployment.campaign.machine.Shell;
import org.emishub.deployment.campaign.machine.Supervised;
import org.emishub.deployment.keys.SandboxKeys;

/** A hub of several nodes with its database, its broker and its members, each a process of its own. */
final class Site implements AutoCloseable {
    static final String DATABASE = "database";
    static final String BROKER = "broker";
    static final int ATTEMPTS = 5;

    private static final int FEW = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    final Layout layout;
    final Disk disk;
    final Network network;
    final Parties parties;
    final Database database;
    /** In the order in which they are started. */
    private final Map<String, Supervised> processes = new LinkedHashMap<>();

    private Site(Layout layout, Disk disk, Network network, Parties parties, Database database) {
        this.layout = layout;
        this.disk = disk;
        this.network = network;
        this.parties = parties;
        this.database = database;
    }

    /** What differs from site to site. */
    record Shape(int nodes, String schema, List<String> javaOptions, Map<String, String> settings) {}

    /** Makes keys, members, configurations and an empty database; nothing runs yet. */
    static Site make(Layout layout, Disk disk, Shape shape, long seed) throws IOException {
        Network network = Network.make(shape.nodes, seed);
        Parties parties = Parties.make(layout.parties(), network.receiverPorts());
        SandboxKeys.in(parties.keys()).broker();
        Database database = Database.make(Files.createDirectories(layout.database()), network.database());
        for (Path folder : List.of(layout.vault(), layout.broker())) {
            Files.createDirectories(folder);
        }
        // What was set up is on the disk; what is tried is what comes after.
        Shell.succeeds("sync");
        Site site = new Site(layout, disk, network, parties, database);
        site.processes(shape);
        return site;
    }

    private void processes(Shape shape) throws IOException {
        add(database.program(layout.log(DATABASE)), database::accepts);
        Path password = Files.writeString(layout.outside().resolve("broker-password"), "a campaign's broker password");
        Parties.Server broker =
                new Parties.Server("tcp://127.0.0.1:" + network.through(Network.TO_BROKER), "hub", password);
        add(
                hub(BROKER, List.of("broker"), brokerConfiguration(broker), shape.javaOptions, Map.of()),
                () -> Ports.listens(network.broker()));
        for (Map.Entry<String, Integer> receiver : network.receivers().entrySet()) {
            int port = receiver.getValue();
            add(receiver(receiver.getKey(), port, shape.schema), () -> Ports.listens(port));
        }
        for (int number = 1; number <= shape.nodes; number++) {
            int management = network.nodes().get(number - 1).get(2);
            add(node(number, shape, broker), () -> Ports.ok(management, "/actuator/health/readiness"));
        }
    }

    private void add(Program program, BooleanSupplier accepting) {
        processes.put(program.name(), new Supervised(program, accepting));
    }

    private Program hub(
            String name,
            List<String> words,
            Path configuration,
            List<String> options,
            Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(words);
        arguments.addAll(List.of("--config", configuration.toString()));
        return new Program(name, Java.hub(options, arguments.toArray(String[]::new)), environment, layout.log(name));
    }

    private Path brokerConfiguration(Parties.Server broker) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("broker.user", broker.user());
        settings.put("broker.password", "file:" + broker.password());
        settings.put("broker.listen", "127.0.0.1:" + network.broker());
        settings.put("broker.folder", layout.broker().toString());
        return parties.configure(
                new Parties.Node(BROKER, layout.broker(), 1, 1, 1, Optional.empty(), Optional.empty(), settings));
    }

    private Program node(int number, Shape shape, Parties.Server broker) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(shape.settings);
        settings.put("vault.folder", layout.vault().toString());
        List<Integer> ports = network.nodes().get(number - 1);
        Parties.Server reached = new Parties.Server(
                Database.url(network.through(Network.TO_DATABASE), shape.schema),
                database.user(),
                database.passwordFile());
        Path configuration = parties.configure(new Parties.Node(
                "node-" + number,
                layout.node(number),
                ports.get(0),
                ports.get(1),
                ports.get(2),
                Optional.of(reached),
                Optional.of(broker),
                settings));
        MoveClock.set(layout.clock(number), MoveClock.RIGHT);
        // One clock of several is enough to be wrong; the first node has the machine's.
        Map<String, String> clock = number == 1 ? Map.of() : Faketime.environment(layout.clock(number));
        return hub("node-" + number, List.of("run"), configuration, shape.javaOptions, clock);
    }

    private Program receiver(String system, int port, String schema) throws IOException {
        String name = "receiver-" + system.replace('/', '.');
        return new Program(
                name,
                Java.campaign(
                        ReceiverMain.class,
                        parties.folder().toString(),
                        system,
                        Integer.toString(port),
                        layout.outside().toString(),
                        layout.behaviour(system).toString(),
                        database.url(schema),
                        database.user(),
                        Files.readString(database.passwordFile()).strip()),
                Map.of(),
                layout.log(name));
    }

    /** Starts one after the other, each when what it needs accepts. */
    void start(String schema) throws Exception {
        process(DATABASE).up();
        require(process(DATABASE));
        if (!schema.equals("postgres")) {
            database.create(schema);
        }
        processes.values().forEach(Supervised::up);
        for (Supervised process : processes.values()) {
            require(process);
        }
    }

    private void require(Supervised process) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!process.awaitAccepting(Duration.ofSeconds(1)) && process.starts() < FEW && System.nanoTime() < end) {
            // What dies at once again and again will not come up.
        }
        if (!process.accepts()) {
            throw new IllegalStateException(process.name() + " does not come up: see " + layout.log(process.name()));
        }
    }

    /** Waits until everything accepts; what does not is named. */
    List<String> awaitAll() throws InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Supervised process : processes.values()) {
            if (!process.awaitAccepting(PATIENCE)) {
                missing.add(process.name() + " did not accept again after everything healed");
            }
        }
        return missing;
    }

    Supervised process(String name) {
        Supervised process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("no process " + name);
        }
        return process;
    }

    List<Supervised> all() {
        return List.copyOf(processes.values());
    }

    List<Supervised> nodes() {
        return all().stream().filter(p -> p.name().startsWith("node-")).toList();
    }

    /** Those that live on the disk. */
    List<Supervised> onDisk() {
        return all().stream().filter(p -> !p.name().startsWith("receiver-")).toList();
    }

    @Override
    public void close() {
        List<Supervised> last = new ArrayList<>(processes.values());
        java.util.Collections.reverse(last);
        last.forEach(Supervised::close);
        try {
            network.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
