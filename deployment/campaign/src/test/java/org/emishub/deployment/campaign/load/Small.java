package org.emishub.deployment.campaign.load;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.campaign.check.Checker;
import org.emishub.deployment.config.HubConfig;

/** A small country in one process: a hub with its own database and broker, and all receivers. */
public final class Small implements AutoCloseable {
    public static final int ATTEMPTS = 5;

    private final Path work;
    private final Parties parties;
    private final List<Receiver> receivers = new ArrayList<>();
    private final int http;
    private final RunningHub hub;

    private Small(Path work) throws Exception {
        this.work = work;
        List<Integer> ports = Ports.free(Agreed.receivers().size() + 3);
        List<Integer> theirs = ports.subList(3, ports.size());
        parties = Parties.make(work.resolve("outside/parties"), theirs);
        http = ports.get(0);
        Path config = parties.configure(new Parties.Node(
                "node-1",
                work.resolve("disk/node-1"),
                http,
                ports.get(1),
                ports.get(2),
                Optional.empty(),
                Optional.empty(),
                Parties.hurried("10m")));
        hub = RunningHub.start(HubConfig.read(Optional.of(config), work, Map.of()));
        HikariDataSource pool = hub.part(HikariDataSource.class);
        for (int i = 0; i < theirs.size(); i++) {
            String system = Agreed.receivers().get(i);
            receivers.add(Receiver.start(
                    parties,
                    system,
                    theirs.get(i),
                    outside(),
                    behaviour(system),
                    pool.getJdbcUrl(),
                    pool.getUsername(),
                    pool.getPassword()));
        }
    }

    public static Small start(Path work) throws Exception {
        Files.createDirectories(work.resolve("outside"));
        return new Small(work);
    }

    public Path behaviour(String system) {
        return outside().resolve("behaviour-" + system.replace('/', '.'));
    }

    public Path outside() {
        return work.resolve("outside");
    }

    public Path disk() {
        return work.resolve("disk");
    }

    public Parties parties() {
        return parties;
    }

    public List<URI> doors() {
        return List.of(URI.create("http://127.0.0.1:" + http + "/exchange"));
    }

    public Checker.Database database() {
        HikariDataSource pool = hub.part(HikariDataSource.class);
        return new Checker.Database(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }

    @Override
    public void close() {
        hub.close();
        receivers.forEach(Receiver::close);
    }
}
