package org.emishub.deployment.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.sandbox.EmisRecords;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.security.vault.AtRest;

/** Children who enrol: a OneRoster package comes in over mutual TLS, and each new pupil is delivered to the health register as a FHIR transaction. */
final class EventBench {
    private static final int RECORD_BYTES = 2_048;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Sandbox sandbox;
    private final Predicate<SyntheticChild> before;

    /** @param newcomers how many children at the end of the country enrol later */
    EventBench(Sandbox sandbox, int newcomers) {
        this.sandbox = sandbox;
        int children = sandbox.config().simulators().children();
        this.before = child -> child.index() < children - newcomers;
    }

    /** Delivers the register as it was before the newcomers. */
    void prepare() {
        sandbox.deliver(
                "application/zip",
                EmisRecords.register(sandbox.country(), before).bulk());
    }

    /** Delivers the register with the newcomers; ends when the last of them was received by the health register. */
    Latencies run() throws SQLException, InterruptedException {
        long began = System.nanoTime();
        sandbox.deliver(
                "application/zip", EmisRecords.register(sandbox.country()).bulk());
        while (open() > 0) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("not everything was delivered within " + PATIENCE);
            }
            Thread.sleep(20);
        }
        return Latencies.of(delivered(), Duration.ofNanos(System.nanoTime() - began));
    }

    /** What the hub encrypts of one event beside TLS: sealed and opened at rest, twice. */
    Latencies cryptography(Duration duration) {
        AtRest atRest = sandbox.hub().part(AtRest.class);
        byte[] record = new byte[RECORD_BYTES];
        return Clients.busy(1, duration, n -> {
            atRest.open("bench", atRest.seal("bench", record));
            atRest.open("bench", atRest.seal("bench", record));
        });
    }

    private long open() throws SQLException {
        return query("select count(*) from outbox where state in ('PENDING', 'SENT')")
                .get(0);
    }

    private long[] delivered() throws SQLException {
        return query(
                        "select (extract(epoch from finished_at - created_at) * 1e9)::bigint from outbox where state = 'DELIVERED'")
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    private List<Long> query(String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
