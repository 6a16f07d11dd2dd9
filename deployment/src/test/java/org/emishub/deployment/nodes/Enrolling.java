package org.emishub.deployment.nodes;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.sandbox.EmisRecords;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.Sandbox;

/** A school register whose pupils enrol a few at a time, and that sends each package until the hub has taken it. */
final class Enrolling {
    private final Sandbox sandbox;
    private final SyntheticCountry country;
    private final List<EmisStudent> pupils;
    private final AtomicInteger next = new AtomicInteger(100);
    private volatile boolean stopped;

    Enrolling(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.country = sandbox.country();
        this.pupils = country.children()
                .filter(child -> !child.sealed())
                .flatMap(child -> EmisRecords.student(child).stream())
                .toList();
    }

    /** The register as it was before. */
    void before() {
        sandbox.deliver(
                "application/zip",
                EmisRecords.register(country, child -> child.index() < 50).bulk());
    }

    /** Goes on until {@link #stop}; gives how many packages were taken. */
    CompletableFuture<Integer> inPackagesOf(int size) {
        return CompletableFuture.supplyAsync(() -> {
            int taken = 0;
            while (!stopped && next.get() + size < pupils.size()) {
                int from = next.getAndAdd(size);
                taken += send(EmisRecords.register(country).delta(pupils.subList(from, from + size), List.of()));
            }
            return taken;
        });
    }

    void stop() {
        stopped = true;
    }

    /** 1 when it was taken; one that was not, when the register was told to stop, is nobody's loss. */
    private int send(EmisSimulator.Content content) {
        URI door = sandbox.clients().https("/oneroster/packages");
        while (true) {
            try {
                EmisRecords.register(country)
                        .post(
                                door,
                                "application/zip",
                                content,
                                Optional.of(sandbox.clients().tls(Invented.EMIS).client()));
                return 1;
            } catch (java.io.IOException | RuntimeException e) {
                if (stopped) {
                    return 0;
                }
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A number from the hub's database, around its pool; -1 while it does not answer. */
    static long ask(Database database, String query) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    /** How to get there. */
    record Database(String url, String user, String password) {}
}
