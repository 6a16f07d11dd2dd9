package org.emishub.routes.erasure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.emishub.routes.HubParts;
import org.emishub.routes.anomaly.Anomalies;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.routes.system.Keeper;
import org.emishub.security.erasure.ErasureReason;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.erasure.Tombstones.Tombstone;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.vault.ChildKey;
import org.emishub.security.vault.ChildKeys;

/**
 * Erases a child: ends what is on its way, deletes what is kept, and last of all destroys its keys, which makes unreadable what stays for the proofs' sake.
 *
 * <p>What is asked is durable first; each step may be done again, so that whoever stops in between is finished at the next start, or within a minute by any
 * node. A seal and an objection stay: they are what protects the child when a provider delivers it again.
 */
public final class Erasure {
    private static final System.Logger LOG = System.getLogger(Erasure.class.getName());

    private final HubParts parts;
    private final ChildKeys keys;
    private final StoredFacts facts;
    private final UnmappedCodes codes;
    private final List<Keeper> keepers;
    private final Traces traces;
    private final EndInFlight inFlight;
    private final ErasureTable table;
    private final AtomicBoolean finishing = new AtomicBoolean();
    /** By erasure: of two threads at one, each would tell only what it deleted itself, and one that found nothing left could call it nothing. */
    private final Map<UUID, ReentrantLock> underWay = new ConcurrentHashMap<>();

    /**
     * Wires it.
     *
     * @param keepers asked each time, for some are known only later
     * @param wake called when letters have ended
     */
    public Erasure(
            HubParts parts,
            ChildKeys keys,
            StoredFacts facts,
            UnmappedCodes codes,
            List<Keeper> keepers,
            Runnable wake) {
        this.parts = parts;
        this.keys = keys;
        this.facts = facts;
        this.codes = codes;
        this.keepers = keepers;
        this.traces = new Traces(parts);
        this.inFlight = new EndInFlight(parts, wake);
        this.table = new ErasureTable(parts.atRest());
    }

    /**
     * What was erased.
     *
     * @param sequence of the {@code ERASED} entry; -1 when nothing was kept of the child
     * @param keys that were destroyed
     * @param counts how many things of which kind were deleted
     */
    public record Erased(UUID id, long sequence, List<ChildKey> keys, Map<String, Integer> counts) {
        public Erased {
            keys = List.copyOf(keys);
            counts = Map.copyOf(counts);
        }

        /** False when there was nothing to erase, or not any more. */
        public boolean changed() {
            return sequence >= 0;
        }
    }

    /**
     * Erases a child of whom nothing may be kept any more.
     *
     * @param child the identifier under which the hub knows it
     * @param by who asks; stands in the entry's personal side
     * @throws IllegalStateException when a step could not be done; it is tried again within a minute
     */
    public Erased erase(String child, ErasureReason reason, String by) {
        if (child.isBlank() || by.isBlank() || (child + by).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name the child and who asks, each in one line");
        }
        ErasureTable.Asked asked = parts.ledger().commit((connection, appender) -> {
            Optional<ErasureTable.Asked> before = table.open(connection).stream()
                    .filter(one -> one.child().equals(child))
                    .findFirst();
            if (before.isPresent()) {
                return before.get();
            }
            ErasureTable.Asked fresh = new ErasureTable.Asked(UUID.randomUUID(), reason, child, by, List.of());
            table.put(connection, fresh, parts.clock().instant());
            return fresh;
        });
        return finish(asked);
    }

    /** Finishes what was asked and not finished; how many. */
    public int finishAll() {
        List<ErasureTable.Asked> open;
        try (Connection connection = parts.dataSource().getConnection()) {
            open = table.open(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("what is to be erased cannot be read", e);
        }
        for (ErasureTable.Asked asked : open) {
            try {
                finish(asked);
            } catch (RuntimeException e) {
                // Told by its class: a message may hold what is to be erased.
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an erasure is not finished, and is tried again: "
                                + e.getClass().getName());
            }
        }
        return open.size();
    }

    /** The same beside what the caller does next, which must not wait for a delivery that is under way. */
    public void finishInBackground() {
        if (finishing.compareAndSet(false, true)) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            finishAll();
                        } catch (RuntimeException e) {
                            LOG.log(
                                    System.Logger.Level.WARNING,
                                    "erasures cannot be finished now: "
                                            + e.getClass().getName());
                        } finally {
                            finishing.set(false);
                        }
                    },
                    "erasure");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private Erased finish(ErasureTable.Asked asked) {
        ReentrantLock mine = underWay.computeIfAbsent(asked.id(), id -> new ReentrantLock());
        mine.lock();
        try {
            return steps(asked);
        } finally {
            if (!mine.hasQueuedThreads()) {
                underWay.remove(asked.id(), mine);
            }
            mine.unlock();
        }
    }

    private Erased steps(ErasureTable.Asked asked) {
        Map<String, Integer> counts = new TreeMap<>();
        try {
            inFlight.end(traces.of(asked.child()), counts);
            for (Keeper keeper : keepers) {
                counts.merge("kept by adapters", keeper.erase(asked.child()), Integer::sum);
            }
            counts.merge("unmapped codes", codes.forget(asked.child()), Integer::sum);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("a step of the erasure could not be done", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while erasing", e);
        }
        parts.ledger().commit((connection, appender) -> noteKeys(connection, asked));
        return parts.ledger().commit((connection, appender) -> end(connection, appender, asked, counts));
    }

    private int noteKeys(Connection connection, ErasureTable.Asked asked) throws SQLException {
        Optional<List<ChildKey>> noted = table.hold(connection, asked.id());
        if (noted.isPresent()) {
            table.keys(connection, asked.id(), with(noted.get(), keys.of(connection, asked.child())));
        }
        return noted.map(List::size).orElse(0);
    }

    private static List<ChildKey> with(List<ChildKey> some, List<ChildKey> more) {
        TreeSet<ChildKey> all =
                new TreeSet<>(java.util.Comparator.comparingInt(ChildKey::year).thenComparingLong(ChildKey::slot));
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** The keys are destroyed, which no transaction takes back, before it is entered that they are. */
    private Erased end(Connection connection, Appender appender, ErasureTable.Asked asked, Map<String, Integer> counts)
            throws SQLException {
        Optional<List<ChildKey>> noted = table.hold(connection, asked.id());
        if (noted.isEmpty()) {
            // Another thread or node finished it in between: what it did is what was asked for here.
            return table.finished(connection, asked.id()).orElse(nothing(asked));
        }
        facts.erase(connection, asked.child()).forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
        Anomalies.forget(connection, parts.vault(), asked.child());
        List<ChildKey> all = with(noted.get(), keys.of(connection, asked.child()));
        keys.destroy(connection, all);
        if (all.isEmpty() && counts.values().stream().allMatch(count -> count == 0)) {
            table.drop(connection, asked.id());
            return nothing(asked);
        }
        Instant now = parts.clock().instant();
        long sequence = appender.append(entry(asked, all)).sequence();
        Tombstones.put(connection, all, new Tombstone(now, asked.reason().name(), sequence));
        table.finish(connection, asked.id(), now, sequence, counts, all);
        return new Erased(asked.id(), sequence, all, counts);
    }

    private static Erased nothing(ErasureTable.Asked asked) {
        return new Erased(asked.id(), -1, List.of(), Map.of());
    }

    private static EntryDraft entry(ErasureTable.Asked asked, List<ChildKey> all) {
        return EntryDraft.ofHub(
                        Event.ERASED,
                        asked.id().toString(),
                        asked.reason().name(),
                        "",
                        new Side(
                                "",
                                asked.by(),
                                "a child was erased: " + asked.reason().words()))
                .erasing(new EntryDraft.Erasure(
                        asked.child(), all.stream().map(ChildKey::name).toList()));
    }

    /**
     * One that was finished.
     *
     * @param keys {@code year/slot} of each that was destroyed
     */
    public record Finished(UUID id, ErasureReason reason, Instant at, long sequence, List<String> keys, String counts) {
        public Finished {
            keys = List.copyOf(keys);
        }
    }

    /** The newest first. */
    public List<Finished> list(int most) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select id, reason, finished_at, sequence, keys, counts from erasure"
                                + " where finished_at is not null order by finished_at desc limit ?")) {
            select.setInt(1, most);
            List<Finished> finished = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    finished.add(new Finished(
                            row.getObject(1, UUID.class),
                            ErasureReason.valueOf(row.getString(2)),
                            row.getTimestamp(3).toInstant(),
                            row.getLong(4),
                            List.of((String[]) row.getArray(5).getArray()),
                            row.getString(6)));
                }
            }
            return finished;
        }
    }
}
