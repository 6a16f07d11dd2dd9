package org.emishub.adapters.education.snapshot;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/** New enrolments that were loaded and not yet told; what is told twice after a crash has the same id and bytes. */
public final class News {
    /** Children told between two marks; after a stop so many at most are told again, with the same ids. */
    private static final int BATCH = 512;
    /** Told at once, so that their commits share an fsync. */
    private static final int THREADS = 16;

    private static final int NEWEST = 100;

    private static final String SELECT =
            """
            select c.child, c.sealed, p.message_id from education_child c
            join education_current g on g.generation = c.generation
            join education_package p on p.number = c.package
            where g.provider = ? and c.announce order by c.child limit ?""";
    private static final String TOLD =
            """
            update education_child set announce = false where child = any(?)
            and generation = (select generation from education_current where provider = ?)""";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final String provider;
    private final int threads;
    /** Of packages whose children were told of and nobody has asked yet how many, the newest. */
    private final Map<String, Integer> told = new LinkedHashMap<>();

    public News(DataSource dataSource, ChildVault vault, String provider) {
        this(dataSource, vault, provider, THREADS);
    }

    /** @param threads how many children are told of at once */
    public News(DataSource dataSource, ChildVault vault, String provider, int threads) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.provider = provider;
        this.threads = threads;
    }

    /** Hears of one new enrolment. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes the news of one child.
         *
         * @param messageId the same for the same enrolment of the same package
         * @param payload the bytes the fact stands in
         */
        void enrolled(String messageId, byte[] payload, ChildRecord record);
    }

    private record Item(UUID child, String packageId, byte[] plain) {
        String messageId() {
            return id(packageId, child);
        }
    }

    /**
     * Tells all that waits, several children at once and of one child one thing at a time.
     *
     * @return how many
     */
    public synchronized int tell(Listener listener) throws SQLException {
        AtomicInteger all = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "education-news");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (List<Item> items = waiting(); !items.isEmpty(); items = waiting()) {
                tell(items, pool, item -> {
                    if (item.plain().length > 0) {
                        ChildRecord record =
                                StoredJson.child(item.plain()).record(provider).build();
                        listener.enrolled(item.messageId(), item.plain(), record);
                        all.incrementAndGet();
                    }
                });
            }
        } finally {
            pool.shutdownNow();
        }
        return all.get();
    }

    /** Marks those that were told, also when another could not be: the next time goes on with what is left. */
    private void tell(List<Item> items, ExecutorService pool, Consumer<Item> one) throws SQLException {
        List<Future<?>> running = new ArrayList<>(items.size());
        items.forEach(item -> running.add(pool.submit(() -> one.accept(item))));
        List<Item> heard = new ArrayList<>(items.size());
        RuntimeException fault = null;
        for (int i = 0; i < items.size(); i++) {
            try {
                running.get(i).get();
                heard.add(items.get(i));
            } catch (ExecutionException e) {
                fault = fault != null ? fault : unchecked(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SnapshotUnavailable(new SQLException("interrupted while telling", e));
            }
        }
        markTold(heard);
        count(heard);
        if (fault != null) {
            throw fault;
        }
    }

    private void count(List<Item> items) {
        items.stream()
                .filter(item -> item.plain().length > 0)
                .forEach(item -> told.merge(item.packageId(), 1, Integer::sum));
        while (told.size() > NEWEST) {
            told.remove(told.keySet().iterator().next());
        }
    }

    /**
     * How many children of a package were told of since this was asked last, by whichever thread: one that looks for news now and then may have been faster than
     * the one that has loaded the package.
     */
    public synchronized int told(String packageId) {
        Integer count = told.remove(packageId);
        return count == null ? 0 : count;
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
    }

    private List<Item> waiting() throws SQLException {
        List<Item> items = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, provider);
            select.setInt(2, BATCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID child = row.getObject(1, UUID.class);
                    items.add(new Item(child, row.getString(3), open(child, row.getBytes(2))));
                }
            }
        }
        return items;
    }

    private static String id(String packageId, UUID child) {
        return UUID.nameUUIDFromBytes((packageId + "/" + child).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Empty when the child was erased meanwhile: then there is nothing to tell. */
    private byte[] open(UUID child, byte[] sealed) {
        try {
            return vault.open(SealedRow.context(child), sealed);
        } catch (ChildVault.KeyDestroyed e) {
            return new byte[0];
        }
    }

    private void markTold(List<Item> items) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(TOLD)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", items.stream().map(Item::child).toArray()));
            update.setString(2, provider);
            update.executeUpdate();
        }
    }
}
