package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What was decided for a child with special educational needs.
 *
 * @param kind code of {@code support-kind}
 * @param conditions what the school must provide, without a diagnosis
 */
public record SupportPlan(
        String kind, LocalDate from, LocalDate to, boolean assistant, boolean transport, String conditions) {
    private static final List<String> KINDS = List.of(
            "individual-plan",
            "assistant",
            "speech-therapy",
            "psychologist",
            "adapted-exam",
            "ramp",
            "transport",
            "assistive-device");
    private static final List<String> CONDITIONS = List.of(
            "A seat in the first row",
            "Lessons on the ground floor",
            "A third more time for tests",
            "A quiet place to rest",
            "Large print");

    static Optional<SupportPlan> of(Dice dice, boolean disabled) {
        if (!dice.percent(disabled ? 65 : 0.8)) {
            return Optional.empty();
        }
        String kind = dice.oneOf(KINDS);
        return Optional.of(new SupportPlan(
                kind,
                Calendar.FIRST_SCHOOL_DAY,
                Calendar.FIRST_SCHOOL_DAY.plusYears(1).minusDays(1),
                kind.equals("assistant"),
                kind.equals("transport"),
                dice.oneOf(CONDITIONS)));
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "SupportPlan";
    }
}
