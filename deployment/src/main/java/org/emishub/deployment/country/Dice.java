package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/** Repeatable chance: the same seed, topic and number give the same throws on every machine. */
final class Dice {
    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One sequence of throws per topic, so that a new topic changes nothing of the others. */
    static Dice of(long seed, Topic topic, long number) {
        long mixed = seed * 0x9E3779B97F4A7C15L
                + topic.name().hashCode() * 0xBF58476D1CE4E5B9L
                + number * 0x94D049BB133111EBL;
        return new Dice(mixed ^ (mixed >>> 31));
    }

    boolean percent(double chance) {
        return random.nextDouble() * 100 < chance;
    }

    /** From {@code low} to {@code high}, both possible. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    double bell() {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum - 6;
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** An index, each as likely as its weight. */
    int weighted(List<Integer> weights) {
        int left = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
        int i = 0;
        while (left >= weights.get(i)) {
            left -= weights.get(i);
            i++;
        }
        return i;
    }

    LocalDate day(LocalDate first, LocalDate last) {
        return first.plusDays(random.nextInt((int) (last.toEpochDay() - first.toEpochDay()) + 1));
    }

    /** What a sequence of throws is about. */
    enum Topic {
        FAMILIES,
        FAMILY,
        HOUSEHOLD,
        BIRTH,
        CHILD,
        GIVEN_NAMES,
        SCHOOL,
        SCHOOL_CHOICE,
        ATTENDANCE,
        HEALTH,
        BENEFITS,
        QUIRKS
    }
}
