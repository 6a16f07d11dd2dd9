package org.emishub.routes.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.emishub.routes.Settings;
import org.emishub.security.member.SystemId;

/** One Circuit Breaker per recipient and node: a recipient that is down is left alone, and tried with a few letters now and then. */
final class Breakers {
    /** How long a letter that may not be tried now stays in the outbox at least. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private static final int LOOKS_AT = 10;
    private static final int AT_LEAST = 5;
    private static final int PROBES = 3;
    private static final float FAILED_PERCENT = 50;
    /** That a recipient is well again must be noticed soon. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Duration LONGEST_PROBE = Duration.ofMinutes(3);
    private static final long LEAST_WAIT_MILLIS = 10;
    private static final double JITTER = 0.2;

    private final Map<SystemId, CircuitBreaker> all;

    /**
     * Makes them, closed.
     *
     * @param wake called when one may be tried again
     */
    Breakers(Set<SystemId> recipients, Settings settings, Runnable wake) {
        CircuitBreakerConfig config = config(settings);
        this.all = recipients.stream().collect(Collectors.toUnmodifiableMap(r -> r, r -> {
            CircuitBreaker breaker = CircuitBreaker.of(r.toString(), config);
            breaker.getEventPublisher().onStateTransition(event -> wake.run());
            return breaker;
        }));
    }

    private static CircuitBreakerConfig config(Settings settings) {
        long first = Math.max(LEAST_WAIT_MILLIS, settings.firstDelay().toMillis());
        long longest = Math.max(
                first, Math.min(LONGEST_WAIT.toMillis(), settings.longestDelay().toMillis()));
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(LOOKS_AT)
                .minimumNumberOfCalls(AT_LEAST)
                .failureRateThreshold(FAILED_PERCENT)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .maxWaitDurationInHalfOpenState(LONGEST_PROBE)
                .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(first, 2, JITTER, longest))
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build();
    }

    /** Whether a recipient may be called now. */
    enum Permission {
        /** It may, and a failure is one of the letter's. */
        COUNTS,
        /** It may, to see whether it is well again: a failure says nothing about the letter. */
        PROBES,
        /** It may not. */
        NO
    }

    Permission ask(SystemId recipient) {
        CircuitBreaker breaker = of(recipient);
        boolean counts = breaker.getState() == CircuitBreaker.State.CLOSED;
        if (!breaker.tryAcquirePermission()) {
            return Permission.NO;
        }
        return counts ? Permission.COUNTS : Permission.PROBES;
    }

    /** Gives back a permission that was not used. */
    void unused(SystemId recipient) {
        of(recipient).releasePermission();
    }

    /**
     * Notes how a call went.
     *
     * @param began {@link System#nanoTime}
     * @param answered also when the answer was that the letter cannot be taken
     */
    void ended(SystemId recipient, long began, boolean answered) {
        long took = System.nanoTime() - began;
        if (answered) {
            of(recipient).onSuccess(took, TimeUnit.NANOSECONDS);
        } else {
            of(recipient).onError(took, TimeUnit.NANOSECONDS, new NotWell());
        }
    }

    /** How many letters of a recipient may be in the broker now. */
    int room(SystemId recipient, int window) {
        return switch (of(recipient).getState()) {
            case OPEN, FORCED_OPEN -> 0;
            case HALF_OPEN -> Math.min(PROBES, window);
            default -> window;
        };
    }

    /** {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}. */
    String state(SystemId recipient) {
        return of(recipient).getState().name();
    }

    private CircuitBreaker of(SystemId recipient) {
        return Objects.requireNonNull(all.get(recipient), "recipient");
    }

    /** The breaker counts failures by exceptions; whose text is nobody's business. */
    private static final class NotWell extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotWell() {
            super("not well", null, false, false);
        }
    }
}
