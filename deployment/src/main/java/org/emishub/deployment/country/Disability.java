package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An officially recognised disability.
 *
 * @param kind code of the canonical list {@code disability-kind}
 * @param until day of the next review
 */
public record Disability(String kind, LocalDate since, LocalDate until, String certificate) {
    private static final List<String> KINDS = List.of(
            "visual",
            "hearing",
            "mobility",
            "mobility",
            "chronic-illness",
            "chronic-illness",
            "speech",
            "intellectual",
            "intellectual",
            "psychosocial",
            "autism",
            "multiple");

    static Optional<Disability> of(Dice dice, int number) {
        if (!dice.percent(2.2)) {
            return Optional.empty();
        }
        LocalDate since = dice.day(LocalDate.of(2022, 1, 1), LocalDate.of(2026, 6, 30));
        return Optional.of(new Disability(dice.oneOf(KINDS), since, since.plusYears(5), "D-" + (100_000 + number)));
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "Disability";
    }
}
