package org.emishub.routes.packages;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.routes.HubParts;
import org.emishub.routes.delivery.Backoff;
import org.emishub.routes.exchange.PackageSteps.Letter;
import org.emishub.routes.exchange.PackageSteps.Row;
import org.emishub.routes.packages.PackageState.State;
import org.emishub.routes.packages.WorkTable.Claim;
import org.emishub.routes.packages.WorkTable.Place;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Works packages off, one at a time: several rows of a chunk at once, then the chunk's release.
 *
 * <p>What a node holds of a package is a lease; when the node is gone, another takes over at the row where the last release stands.
 */
final class PackageWorker implements AutoCloseable {
    /** Rows to a release: what is asked again after a kill. */
    static final int CHUNK = 200;

    private static final System.Logger LOG = System.getLogger(PackageWorker.class.getName());
    private static final int THREADS = 8;
    /** How often one row is asked at which its provider fails. */
    private static final int TRIES = 3;

    /** Short, so that what is asked again is answered within the same slot. */
    private static final long AGAIN_MILLIS = 50;

    private static final Duration LONGEST_LEASE = Duration.ofSeconds(15);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;

    private final HubParts parts;
    private final Chunks chunks;
    private final PackageTable table;
    private final WorkTable work;
    private final Duration lease;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile @Nullable ExecutorService pool;
    /** How often in a row the provider of the package under way has not answered; of the working thread. */
    private int silent;

    PackageWorker(HubParts parts, Chunks chunks, PackageTable table, WorkTable work) {
        this.parts = parts;
        this.chunks = chunks;
        this.table = table;
        this.work = work;
        Duration given = parts.settings().lease();
        this.lease = given.compareTo(LONGEST_LEASE) < 0 ? given : LONGEST_LEASE;
    }

    synchronized void start() {
        AtomicInteger number = new AtomicInteger();
        pool = Executors.newFixedThreadPool(THREADS, task -> daemon(task, "package-row-" + number.incrementAndGet()));
        Thread working = daemon(this::run, "packages");
        thread = working;
        working.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Says that a package may be complete. */
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run() {
        Instant housekeeping = Instant.MIN;
        while (isOn()) {
            try {
                Instant now = parts.clock().instant();
                if (now.isAfter(housekeeping)) {
                    housekeeping = now.plus(HOUSEKEEPING);
                    expire(now);
                }
                Optional<Claim> claim = claim();
                if (claim.isPresent()) {
                    workOn(claim.get());
                } else if (woken.tryAcquire(parts.settings().poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException e) {
                faulted(e);
            }
        }
    }

    private boolean isOn() {
        return thread == Thread.currentThread();
    }

    /** The database is away, or the hub is stopping: what was not released is asked again. */
    private void faulted(Exception e) {
        if (!isOn()) {
            return;
        }
        // Told by its class: a message may hold what a row held.
        LOG.log(
                System.Logger.Level.WARNING,
                "packages cannot be worked on now: " + e.getClass().getName());
        try {
            Thread.sleep(parts.settings().poll().toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Claim> claim() throws SQLException {
        Instant now = parts.clock().instant();
        try (Connection connection = parts.dataSource().getConnection()) {
            return work.claim(connection, now, now.plus(lease));
        }
    }

    private void workOn(Claim claim) throws SQLException, InterruptedException {
        PackageState held = claim.held();
        Place place = new Place(held.nextPart(), held.nextRow());
        silent = held.attempts();
        while (isOn() && place.part() <= held.parts()) {
            Optional<WorkTable.Kept> kept = kept(held.number(), place.part());
            if (kept.isEmpty()) {
                expire(parts.clock().instant());
                return;
            }
            Letter part = chunks.steps().reopen(kept.get().sealed(), kept.get().receivedAt());
            List<Row> rows = chunks.steps().rows(part);
            int begun = place.part();
            while (isOn() && place.part() == begun) {
                int to = Math.min(rows.size(), place.row() + CHUNK);
                Optional<Place> next = chunk(claim, part, place, rows.subList(place.row(), to), to == rows.size());
                if (next.isEmpty()) {
                    return;
                }
                place = next.get();
            }
        }
        if (!isOn()) {
            letGo(claim);
        }
    }

    private Optional<WorkTable.Kept> kept(long number, int part) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection()) {
            return work.part(connection, number, part);
        }
    }

    /** Asks rows and releases them; gives where to go on, or nothing when the package is no longer ours or has to wait for its provider. */
    private Optional<Place> chunk(Claim claim, Letter part, Place from, List<Row> rows, boolean last)
            throws SQLException, InterruptedException {
        long since = System.nanoTime();
        List<Optional<Row>> ends = runAll(claim, rows);
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        if (saysNothing(ends) && chunks.steps().providerIsAway(part)) {
            // Rows that were refused wait as those do at which the provider failed: who waits tells nothing.
            ends = ends.stream().map(end -> Optional.<Row>empty()).toList();
        }
        if (saysNothing(ends)) {
            chunks.steps().hold(since, rows.size());
        }
        boolean answered = ends.stream().allMatch(Optional::isPresent);
        boolean wait = !answered && silent + 1 < parts.settings().attempts();
        silent = answered ? 0 : silent;
        List<Row> ready = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size() && (!wait || ends.get(i).isPresent()); i++) {
            Row row = rows.get(i);
            ready.add(ends.get(i).orElseGet(() -> chunks.steps().givenUp(row)));
        }
        Optional<Place> next =
                ready.isEmpty() ? Optional.of(from) : chunks.release(claim, part, from, ready, last && !wait, silent);
        if (wait && next.isPresent()) {
            pause(claim);
            return Optional.empty();
        }
        return next;
    }

    private static boolean saysNothing(List<Optional<Row>> ends) {
        return ends.stream().flatMap(Optional::stream).anyMatch(Row::saysNothing);
    }

    private void pause(Claim claim) throws SQLException {
        Duration delay = Backoff.after(silent + 1, parts.settings(), ThreadLocalRandom.current());
        try (Connection connection = parts.dataSource().getConnection()) {
            work.pause(connection, claim, parts.clock().instant().plus(delay));
        }
    }

    private void letGo(Claim claim) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection()) {
            work.letGo(connection, claim);
        }
    }

    /** Runs rows side by side; empty in the place of a row whose provider did not answer, and no rows at all when the package is no longer ours. */
    private List<Optional<Row>> runAll(Claim claim, List<Row> rows) throws SQLException, InterruptedException {
        ExecutorService threads = Objects.requireNonNull(pool, "pool");
        List<Future<Optional<Row>>> running =
                rows.stream().map(row -> threads.submit(() -> run(row))).toList();
        List<Optional<Row>> ends = new ArrayList<>(rows.size());
        Instant renewed = parts.clock().instant();
        try {
            for (int i = 0; i < running.size(); ) {
                Instant now = parts.clock().instant();
                if (now.isAfter(renewed.plus(lease.dividedBy(3))) || now.isBefore(renewed)) {
                    renewed = now;
                    if (!renew(claim)) {
                        return List.of();
                    }
                }
                try {
                    ends.add(running.get(i).get(lease.toMillis() / 3, TimeUnit.MILLISECONDS));
                    i++;
                } catch (TimeoutException e) {
                    // Not an end, only the time to renew the lease.
                }
            }
            return ends;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        } finally {
            running.forEach(row -> row.cancel(true));
        }
    }

    private boolean renew(Claim claim) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection()) {
            return work.renew(connection, claim, parts.clock().instant().plus(lease));
        }
    }

    /** Empty when the provider answers nobody now, or the hub could not do its part. */
    private Optional<Row> run(Row row) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                Row end = chunks.steps().run(row);
                if (!end.faulted() || tried == TRIES) {
                    return Optional.of(end);
                }
            } catch (LedgerUnavailable e) {
                throw e;
            } catch (SystemFault e) {
                return Optional.empty();
            } catch (RuntimeException e) {
                // Told by its class: a message may hold what a row held.
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a row could not be answered: " + e.getClass().getName());
                if (tried == TRIES) {
                    return Optional.empty();
                }
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    /** Ends what is past its time, and destroys answers that are. */
    private void expire(Instant now) throws SQLException {
        List<PackageState> overdue;
        try (Connection connection = parts.dataSource().getConnection()) {
            overdue = table.overdue(connection, now, AT_ONCE);
            table.forget(connection, now);
        }
        for (PackageState held : overdue) {
            Optional<Agreement> agreement = parts.agreements().get().byId(held.agreement());
            parts.ledger().commit((connection, appender) -> {
                boolean first = table.end(connection, held.number(), State.EXPIRED, "EXPIRED", now);
                if (first) {
                    appender.append(Packages.entry(
                            held, agreement, Event.EXPIRED, "EXPIRED", "retention.hub: 24h after receipt"));
                }
                return first;
            });
        }
    }

    /** Lets the chunk under way go; it is asked again. */
    @Override
    public synchronized void close() {
        Thread working = thread;
        ExecutorService threads = pool;
        thread = null;
        if (working != null && threads != null) {
            try {
                working.join(TimeUnit.SECONDS.toMillis(5));
                working.interrupt();
                threads.shutdownNow();
                threads.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
