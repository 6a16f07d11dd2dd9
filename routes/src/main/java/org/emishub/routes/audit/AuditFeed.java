package org.emishub.routes.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.emishub.routes.Settings;
import org.emishub.routes.delivery.Backoff;
import org.emishub.routes.system.SystemFault;

/**
 * Tells each sink what the ledger holds, in order, from where the last telling ended: at least once, on one node at a time, and for as long as it takes.
 *
 * <p>A thread of its own per sink, which shares nothing with exchange but the database: a sink that is away costs an attempt with one entry now and then.
 */
public final class AuditFeed implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AuditFeed.class.getName());
    /**
     * After so long another node tells in the place of one that ended. A sink may take longer for a batch: then two nodes tell it the same, which it recognises, and
     * what the faster has told is noted.
     */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** From so many failures in a row on a sink is only tried. */
    private static final int OPEN_FROM = 5;

    private static final long JOIN_MILLIS = 3_000;

    private final DataSource database;
    private final AuditRecords records;
    private final List<AuditSink> sinks;
    private final Settings settings;
    private final Duration lease;
    private final String node = UUID.randomUUID().toString();
    private final List<Thread> threads = new ArrayList<>();
    /** Waited at instead of interrupted: an interrupt would close the key files that a thread is reading, for all. */
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * How far a sink was told.
     *
     * @param next the sequence that it is told next
     * @param size of the ledger
     * @param failures attempts in a row
     * @param fault class of the last of them; empty when it went well
     * @param sent when it was told last
     * @param refused how many entries it will not take
     */
    public record State(
            String sink, long next, long size, int failures, String fault, Optional<Instant> sent, long refused) {
        /** How many entries it has not been told. */
        public long behind() {
            return Math.max(0, size - next);
        }

        /** {@code CLOSED}, or {@code OPEN} while the sink is only tried now and then. */
        public String breaker() {
            return failures >= OPEN_FROM ? "OPEN" : "CLOSED";
        }
    }

    /** @param settings say how long to wait after a failure, and how often to look for new entries */
    public AuditFeed(DataSource database, AuditRecords records, List<AuditSink> sinks, Settings settings) {
        this(database, records, sinks, settings, LEASE);
    }

    AuditFeed(DataSource database, AuditRecords records, List<AuditSink> sinks, Settings settings, Duration lease) {
        this.database = database;
        this.records = records;
        this.sinks = List.copyOf(sinks);
        this.settings = settings;
        this.lease = lease;
    }

    /** Begins to tell. */
    public void start() {
        for (AuditSink sink : sinks) {
            Thread thread = new Thread(() -> run(sink), "audit " + sink.name());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(AuditSink sink) {
        AuditCursor cursor = cursor(sink);
        int failures = 0;
        while (closing.getCount() > 0) {
            try {
                boolean more = tell(sink, cursor, failures >= OPEN_FROM ? 1 : sink.most());
                failures = 0;
                pause(more ? Duration.ZERO : settings.poll());
            } catch (SystemFault e) {
                failures = failed(cursor, failures + 1, e.reason());
            } catch (SQLException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "an audit repository could not be told; it is tried again", e);
                failures = failed(cursor, failures + 1, "FAULT");
            }
        }
        try {
            cursor.release();
        } catch (SQLException e) {
            // The lease ends by itself.
        }
    }

    /** Tells the next entries; false when there were none, or another node tells them. */
    private boolean tell(AuditSink sink, AuditCursor cursor, int most) throws SQLException {
        Optional<State> state = cursor.state();
        if (state.isEmpty()) {
            cursor.make();
            return true;
        }
        if (state.get().behind() == 0) {
            return false;
        }
        OptionalLong next = cursor.take(lease);
        if (next.isEmpty()) {
            return false;
        }
        long from = next.getAsLong();
        List<AuditRecord> batch = records.from(from, most);
        if (batch.isEmpty()) {
            return false;
        }
        List<AuditSink.Refused> refused = sink.send(batch);
        cursor.advance(from, from + batch.size(), refused);
        return true;
    }

    private int failed(AuditCursor cursor, int failures, String fault) {
        try {
            cursor.failed(failures, fault);
        } catch (SQLException e) {
            // The database is away: nothing can be told, nor noted.
        }
        pause(Backoff.after(failures, settings, ThreadLocalRandom.current()));
        return failures;
    }

    private void pause(Duration time) {
        try {
            closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of each sink; without one that was never told. */
    public List<State> states() throws SQLException {
        List<State> states = new ArrayList<>();
        for (AuditSink sink : sinks) {
            cursor(sink).state().ifPresent(states::add);
        }
        return states;
    }

    private AuditCursor cursor(AuditSink sink) {
        return new AuditCursor(database, sink.name(), node);
    }

    /** Stops telling; what a sink may have been told without our noting it, it is told again. */
    @Override
    public void close() {
        closing.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
