package org.emishub.deployment.campaign;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.emishub.deployment.campaign.bug.Bug;
import org.emishub.deployment.campaign.check.Checker;
import org.emishub.deployment.campaign.check.Findings;
import org.emishub.deployment.campaign.load.Behaviour;
import org.emishub.deployment.campaign.load.Load;
import org.emishub.deployment.campaign.load.Parties;
import org.emishub.deployment.campaign.load.Receiver;
import org.emishub.deployment.campaign.load.Witness;
import org.emishub.deployment.campaign.machine.Database;
import org.emishub.deployment.campaign.machine.Java;
import org.emishub.deployment.campaign.machine.Ports;
import org.emishub.deployment.campaign.machine.Program;
import org.emishub.deployment.campaign.machine.Supervised;

/** A hub with a bug that was sown on purpose, one short run each: the checker has to complain of it as that bug deserves. */
final class Controls {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration DRAIN = Duration.ofSeconds(12);
    private static final long UNDER_LOAD_MILLIS = 2_500;
    private static final double PER_SECOND = 25;
    private static final int KILLS = 3;

    private final Site site;
    private final long seed;
    private final Consumer<String> says;

    /** @param site whose database runs, and whose nodes and receivers do not */
    Controls(Site site, long seed, Consumer<String> says) {
        this.site = site;
        this.seed = seed;
        this.says = says;
    }

    /** Runs one; what kept it from running counts as not caught, and is said. */
    Report.Control run(Bug bug) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Findings findings = findings(bug);
            boolean caught = bug.caughtBy(findings);
            says.accept("bug " + bug.word() + (caught ? ": caught" : ": NOT CAUGHT") + ", complaints "
                    + findings.broken() + ", " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
            return new Report.Control(bug.word(), caught);
        } catch (IOException | SQLException | IllegalStateException e) {
            says.accept("bug " + bug.word() + " could not be tried: " + e);
            return new Report.Control(bug.word(), false);
        }
    }

    @SuppressWarnings("try")
    private Findings findings(Bug bug) throws IOException, SQLException, InterruptedException {
        String schema = "control_" + bug.name().toLowerCase(java.util.Locale.ROOT);
        Path outside = Files.createDirectories(site.layout.outside().resolve(schema));
        Path data = site.layout.disk().resolve(schema);
        site.database.create(schema);
        List<Integer> ports = Ports.free(3);
        List<Receiver> receivers = new ArrayList<>();
        Supervised hub = new Supervised(
                hub(bug, schema, data, ports), () -> Ports.ok(ports.get(2), "/actuator/health/readiness"));
        try (hub;
                Witness witness = Witness.start(List.of(data), outside)) {
            hub.up();
            for (Map.Entry<String, Integer> receiver : site.network.receivers().entrySet()) {
                receivers.add(receiver(receiver.getKey(), receiver.getValue(), outside, schema));
            }
            if (!hub.awaitAccepting(PATIENCE)) {
                throw new IllegalStateException("the hub did not come up: see " + site.layout.log(schema));
            }
            return load(bug, hub, ports.get(0), outside, schema);
        } finally {
            receivers.forEach(Receiver::close);
        }
    }

    private Findings load(Bug bug, Supervised hub, int port, Path outside, String schema)
            throws IOException, SQLException, InterruptedException {
        URI door = URI.create("http://127.0.0.1:" + port + "/exchange");
        try (Load load = Load.start(site.parties, List.of(door), outside, PER_SECOND, seed)) {
            Thread.sleep(UNDER_LOAD_MILLIS);
            for (Bug.Trouble trouble : bug.troubles()) {
                make(trouble, hub, outside);
            }
            Thread.sleep(UNDER_LOAD_MILLIS);
            load.drain(DRAIN);
        }
        return Checker.check(outside, site.parties, checked(schema), Site.ATTEMPTS);
    }

    private void make(Bug.Trouble trouble, Supervised hub, Path outside) throws IOException, InterruptedException {
        switch (trouble) {
            case KILL_HUB -> kill(hub);
            case KILL_DATABASE -> kill(site.process(Site.DATABASE));
            case YES_WITHOUT_EFFECT -> {
                for (String receiver : Faults.working()) {
                    Behaviour.OK_WITHOUT_EFFECT.into(behaviour(outside, receiver));
                }
                Thread.sleep(UNDER_LOAD_MILLIS);
                for (String receiver : Faults.working()) {
                    Behaviour.NORMAL.into(behaviour(outside, receiver));
                }
            }
        }
    }

    /** Whether something is killed, and waited for, so that the bug shows. */
    static boolean restarts(Bug bug) {
        return bug.troubles().stream().anyMatch(t -> t == Bug.Trouble.KILL_HUB || t == Bug.Trouble.KILL_DATABASE);
    }

    private static void kill(Supervised process) throws InterruptedException {
        for (int i = 0; i < KILLS; i++) {
            process.kill();
            process.awaitAccepting(PATIENCE);
            Thread.sleep(UNDER_LOAD_MILLIS);
        }
    }

    private Receiver receiver(String system, int port, Path outside, String schema) throws IOException {
        return Receiver.start(
                site.parties,
                system,
                port,
                outside,
                behaviour(outside, system),
                site.database.url(schema),
                site.database.user(),
                Files.readString(site.database.passwordFile()).strip());
    }

    private static Path behaviour(Path outside, String system) {
        return outside.resolve("behaviour-" + system.replace('/', '.'));
    }

    /** One node with a broker of its own, straight to the database. */
    private Program hub(Bug bug, String schema, Path data, List<Integer> ports) {
        Map<String, String> settings = new LinkedHashMap<>(Parties.hurried("10m"));
        settings.put("delivery.first-delay", "1s");
        settings.put("delivery.longest-delay", "1s");
        Path configuration = site.parties.configure(new Parties.Node(
                schema,
                data,
                ports.get(0),
                ports.get(1),
                ports.get(2),
                Optional.of(new Parties.Server(
                        site.database.url(schema), site.database.user(), site.database.passwordFile())),
                Optional.empty(),
                settings));
        List<String> options = List.of("-javaagent:" + Java.agent() + "=" + bug.word(), "-XX:TieredStopAtLevel=1");
        return new Program(
                schema,
                Java.hub(options, "run", "--config", configuration.toString()),
                Map.of(),
                site.layout.log(schema));
    }

    private Checker.Database checked(String schema) throws IOException {
        return checked(site.database, schema);
    }

    static Checker.Database checked(Database database, String schema) throws IOException {
        return new Checker.Database(
                database.url(schema),
                database.user(),
                Files.readString(database.passwordFile()).strip());
    }
}
