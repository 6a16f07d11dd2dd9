package org.emishub.security.member;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** Keeps each member to what it may send: a bucket per system that holds a minute's messages and fills evenly. */
public final class Quotas {
    private static final double MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Function<SystemId, SendingLimits> limits;
    private final LongSupplier nanos;
    private final Map<SystemId, Bucket> buckets = new ConcurrentHashMap<>();

    /** By the registry, and real time. */
    public Quotas(Members members) {
        this(system -> members.find(system).map(MemberSystem::limits).orElse(SendingLimits.NONE), System::nanoTime);
    }

    Quotas(Function<SystemId, SendingLimits> limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /**
     * A message too many, or too large.
     *
     * @param toBeEntered true for the first in a minute: a flood of refusals must not become a flood of entries
     * @param retrySeconds after which another would be taken; 0 where waiting does not help
     */
    public record Over(Refusal refusal, boolean toBeEntered, int retrySeconds) {}

    /**
     * Takes one message off what the system may send.
     *
     * @param bytes of the message, as far as is known
     * @return empty when it may be taken
     */
    public Optional<Over> take(SystemId system, long bytes) {
        return buckets.computeIfAbsent(system, id -> new Bucket(limits.apply(id), nanos.getAsLong()))
                .take(bytes, nanos.getAsLong());
    }

    private static final class Bucket {
        private final SendingLimits limits;
        private double left;
        private long filled;
        private long entered;

        Bucket(SendingLimits limits, long now) {
            this.limits = limits;
            this.left = limits.perMinute();
            this.filled = now;
            this.entered = now - (long) MINUTE_NANOS;
        }

        synchronized Optional<Over> take(long bytes, long now) {
            double perNano = limits.perMinute() / MINUTE_NANOS;
            left = Math.min(limits.perMinute(), left + (now - filled) * perNano);
            filled = now;
            if (left < 1) {
                int seconds = (int) Math.ceil((1 - left) / perNano / 1e9);
                return over(Code.TOO_MANY_REQUESTS, "limits.perMinute: " + limits.perMinute(), seconds, now);
            }
            left--;
            return bytes > limits.maxBytes()
                    ? over(Code.TOO_LARGE, "limits.maxBytes: " + limits.maxBytes(), 0, now)
                    : Optional.empty();
        }

        private Optional<Over> over(Code code, String rule, int seconds, long now) {
            boolean first = now - entered >= MINUTE_NANOS;
            if (first) {
                entered = now;
            }
            return Optional.of(new Over(new Refusal(code, rule), first, seconds));
        }
    }
}
