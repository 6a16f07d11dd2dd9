package org.emishub.deployment.campaign.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What is promised for one target in ten minutes; less time has less of it, and never nothing of what is promised.
 *
 * @param target what the faults strike
 * @param charges the faults, each as often as it strikes in ten minutes
 */
public record Plan(String target, List<Charge> charges) {
    private static final Duration MEASURE = Duration.ofMinutes(10);

    /**
     * A fault, how often it strikes in ten minutes, and how long it lasts each time.
     *
     * @param always whether it strikes once even where the time is too short for it
     */
    public record Charge(String fault, int times, Duration lasts, boolean always) {
        /** Charges of a fault that heals by itself. */
        public static Charge of(String fault, int times) {
            return new Charge(fault, times, Duration.ZERO, true);
        }

        /** Charges of a fault that lasts for some seconds. */
        public static Charge of(String fault, int times, int seconds) {
            return new Charge(fault, times, Duration.ofSeconds(seconds), true);
        }

        /** The same, left to chance where the time is too short for it. */
        public Charge perhaps() {
            return new Charge(fault, times, lasts, false);
        }
    }

    public Plan {
        charges = List.copyOf(charges);
    }

    public Plan(String target, Charge... charges) {
        this(target, List.of(charges));
    }

    /** Every single strike in that much time, in no order yet. */
    List<Charge> within(Duration time, Random random) {
        List<Charge> all = new ArrayList<>();
        for (Charge charge : charges) {
            double share = (double) charge.times * time.toMillis() / MEASURE.toMillis();
            double count = charge.always ? Math.max(1, Math.ceil(share)) : Math.floor(share + random.nextDouble());
            for (int i = 0; i < count; i++) {
                all.add(charge);
            }
        }
        return all;
    }
}
