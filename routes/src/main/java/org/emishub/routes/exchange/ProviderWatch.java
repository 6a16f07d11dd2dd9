package org.emishub.routes.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/**
 * Which providers answer nobody now.
 *
 * <p>Found out by questions about nobody, at times of the hub's own: no question about a child, nor what became of it, changes the state, so that the state tells
 * nothing of a child to whoever sees it.
 */
public final class ProviderWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ProviderWatch.class.getName());

    /** Probes in a row that fail. */
    private static final int ENOUGH = 2;

    private final Map<SystemId, Watched> all;
    private final Duration every;
    private final Duration longest;
    private List<Thread> threads = List.of();

    /**
     * Watches all that are outside the hub, once started.
     *
     * @param every how long between two probes of one
     * @param longest a probe that takes longer has failed, though it may still end well
     */
    ProviderWatch(Map<SystemId, Provider> providers, Duration every, Duration longest) {
        this.all = providers.entrySet().stream()
                .filter(one -> !one.getValue().heldByHub())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, one -> new Watched(one.getKey(), one.getValue())));
        this.every = every;
        this.longest = longest;
    }

    /** Begins to probe; one thread each, for who hangs must not hide another. */
    public synchronized void start() {
        if (threads.isEmpty()) {
            threads = all.values().stream().map(this::thread).toList();
            threads.forEach(Thread::start);
        }
    }

    private Thread thread(Watched one) {
        Thread thread = new Thread(() -> watch(one), "provider-watch");
        thread.setDaemon(true);
        return thread;
    }

    private void watch(Watched one) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                one.probe();
                Thread.sleep(every.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who is watched. */
    public Set<SystemId> watched() {
        return all.keySet();
    }

    /** Whether it answers nobody now. */
    public boolean isAway(SystemId provider) {
        Watched one = all.get(provider);
        return one != null && one.isAway(longest);
    }

    /** The same, found out at this moment; does not change what the others are told. */
    boolean isAwayNow(SystemId provider) {
        Watched one = all.get(provider);
        return one != null && (one.isAway(longest) || one.fails());
    }

    /**
     * Ends what cannot go on.
     *
     * @throws SystemFault {@code AWAY} when the provider answers nobody now
     */
    void require(SystemId provider) {
        if (isAway(provider)) {
            throw new SystemFault("AWAY", "the provider answers nobody now", false);
        }
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        threads = List.of();
    }

    private static final class Watched {
        private final SystemId id;
        private final Provider provider;
        private volatile boolean failing;
        /** Of the one thread that probes it. */
        private int failed;
        /** When the probe under way began, by {@link System#nanoTime}; null while none is. */
        private volatile @Nullable Long began;

        Watched(SystemId id, Provider provider) {
            this.id = id;
            this.provider = provider;
        }

        void probe() {
            began = System.nanoTime();
            boolean before = failing;
            failed = fails() ? failed + 1 : 0;
            began = null;
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            // One lost packet, or a hub that starts before its neighbours, keeps nobody out.
            boolean now = failed >= ENOUGH;
            failing = now;
            if (before != now) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        now ? "{0} answers nobody: questions to it get 503" : "{0} answers again",
                        id);
            }
        }

        boolean fails() {
            try {
                provider.probe();
                return false;
            } catch (SystemFault e) {
                return !e.permanent();
            } catch (RuntimeException e) {
                return true;
            }
        }

        boolean isAway(Duration longest) {
            Long since = began;
            return failing || (since != null && System.nanoTime() - since > longest.toNanos());
        }
    }
}
