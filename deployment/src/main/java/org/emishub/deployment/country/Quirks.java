package org.emishub.deployment.country;

import java.time.LocalDate;
import org.emishub.deployment.country.Dice.Topic;

/**
 * How the three systems differ about one child, as they do in life.
 *
 * @param health whether the health register knows the child; in the others likewise
 * @param emisNumber whether the EMIS knows the national number; for the others likewise
 * @param healthLatin whether the health register has the names in Latin letters; for the social registry likewise
 * @param healthTypo whether the birth date is mistyped there; for the social registry likewise
 */
public record Quirks(
        boolean emis,
        boolean health,
        boolean emisNumber,
        boolean healthNumber,
        boolean socialNumber,
        boolean healthLatin,
        boolean socialLatin,
        boolean healthTypo,
        boolean socialTypo,
        boolean sexMissingInHealth) {
    static Quirks of(long seed, int index) {
        Dice dice = Dice.of(seed, Topic.QUIRKS, index);
        return new Quirks(
                !dice.percent(2),
                !dice.percent(3),
                !dice.percent(2),
                !dice.percent(5),
                !dice.percent(2),
                dice.percent(6),
                dice.percent(4),
                dice.percent(1),
                dice.percent(1),
                dice.percent(0.5));
    }

    /** Day and month in each other's place where that is a date, else the day before. */
    static LocalDate mistyped(LocalDate date) {
        boolean swaps = date.getDayOfMonth() <= 12 && date.getDayOfMonth() != date.getMonthValue();
        return swaps ? LocalDate.of(date.getYear(), date.getDayOfMonth(), date.getMonthValue()) : date.minusDays(1);
    }
}
