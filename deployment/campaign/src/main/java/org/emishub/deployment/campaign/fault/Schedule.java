package org.emishub.deployment.campaign.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * When each fault strikes: one timeline for each target, none knowing of the others, so that faults meet.
 *
 * @param timelines by target, each in order of time
 */
public record Schedule(Map<String, List<Planned>> timelines) {
    /** Some of a slot stays free, so that what was struck can come back. */
    private static final double JITTER = 0.5;

    /** The same seed, time and plans always make the same schedule. */
    public static Schedule of(long seed, Duration time, List<Plan> plans) {
        Map<String, List<Planned>> timelines = new LinkedHashMap<>();
        for (Plan plan : plans) {
            timelines.merge(plan.target(), timeline(seed, time, plan), (one, other) -> {
                throw new IllegalArgumentException("two plans for " + plan.target());
            });
        }
        return new Schedule(Collections.unmodifiableMap(timelines));
    }

    private static List<Planned> timeline(long seed, Duration time, Plan plan) {
        Random random = new Random(seed * 31 + plan.target().hashCode());
        List<Plan.Charge> charges = new ArrayList<>(plan.within(time, random));
        Collections.shuffle(charges, random);
        double slot = (double) time.toMillis() / charges.size();
        List<Planned> planned = new ArrayList<>();
        for (int i = 0; i < charges.size(); i++) {
            Plan.Charge charge = charges.get(i);
            long at = (long) (slot * (i + random.nextDouble() * JITTER));
            planned.add(new Planned(Duration.ofMillis(at), plan.target(), charge.fault(), charge.lasts()));
        }
        return List.copyOf(planned);
    }

    /** How often a fault is to strike targets whose name begins so. */
    public long count(String target, String fault) {
        return timelines.values().stream()
                .flatMap(List::stream)
                .filter(p -> p.target().startsWith(target) && p.fault().equals(fault))
                .count();
    }
}
