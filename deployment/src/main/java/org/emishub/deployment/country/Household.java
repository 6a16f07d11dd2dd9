package org.emishub.deployment.country;

import java.math.BigDecimal;
import java.util.List;
import org.emishub.deployment.country.Dice.Topic;

/**
 * A household as the social registry may hold it.
 *
 * @param income monthly, in the national currency
 * @param category code of the canonical list {@code household-category}
 * @param known whether the social registry has it at all
 */
public record Household(
        String id,
        int size,
        int children,
        BigDecimal income,
        String currency,
        String category,
        String address,
        boolean known) {
    private static final List<String> CATEGORIES = List.of("extreme-poverty", "poor", "near-poor", "not-poor");

    static Household of(Land land, long seed, Family family) {
        Dice dice = Dice.of(seed, Topic.HOUSEHOLD, family.siblings().first());
        int younger = dice.weighted(List.of(55, 30, 12, 3));
        int children = family.siblings().count() + younger;
        int size = children + family.guardians().size() + dice.weighted(List.of(60, 20, 15, 5));
        double perHead = land.povertyLine() * Math.exp(0.35 + 0.55 * dice.bell());
        double ratio = perHead / land.povertyLine();
        int category = ratio < 0.6 ? 0 : ratio < 1 ? 1 : ratio < 1.25 ? 2 : 3;
        boolean known = dice.percent(List.of(97, 94, 45, 12).get(category));
        return new Household(
                Numbers.household(family.siblings().first()),
                size,
                children,
                BigDecimal.valueOf(Math.round(perHead * size), 0),
                land.currency(),
                CATEGORIES.get(category),
                family.address(),
                known);
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "Household";
    }
}
