package org.emishub.deployment.door;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is asked for anew when it is older than five seconds, by one thread at a time, however many want it; that it could not be told lasts as long. */
final class Fresh<T> {
    private static final long NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<T> source;
    private final LongSupplier nanoTime;
    private @Nullable Supplier<T> told;
    private long at;

    /** @param nanoTime as {@link System#nanoTime} */
    Fresh(Supplier<T> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    /** Throws what the source threw. */
    synchronized T get() {
        Supplier<T> known = told;
        if (known == null || nanoTime.getAsLong() - at >= NANOS) {
            known = ask();
            told = known;
            at = nanoTime.getAsLong();
        }
        return known.get();
    }

    private Supplier<T> ask() {
        try {
            T value = source.get();
            return () -> value;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }
}
