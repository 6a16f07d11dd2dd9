package org.emishub.deployment.country;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.deployment.country.Dice.Topic;

/**
 * One benefit of a child or its household.
 *
 * @param programme code of {@code benefit-programme}
 * @param amount monthly, in the national currency; empty for what is not money
 * @param status code of {@code benefit-status}
 */
public record Benefit(
        String programme, LocalDate from, Optional<LocalDate> until, Optional<BigDecimal> amount, String status) {
    private static final List<String> STATUSES = List.of("active", "suspended", "ended");

    static List<Benefit> of(SyntheticChild child) {
        Dice dice = Dice.of(child.seed(), Topic.BENEFITS, child.index());
        Household household = child.household();
        boolean inNeed = household.category().equals("extreme-poverty")
                || household.category().equals("poor");
        long unit = Math.max(1, household.income().longValue() / 20);
        List<Benefit> benefits = new ArrayList<>();
        if (inNeed) {
            benefits.add(money(dice, "targeted-assistance", 2 * unit));
        }
        if (inNeed && child.grade() > 0 && dice.percent(70)) {
            benefits.add(money(dice, "child-grant", unit));
        }
        if (inNeed && child.grade() <= 4 && dice.percent(80)) {
            benefits.add(goods(dice, "school-meals"));
        }
        if (inNeed && dice.percent(30)) {
            benefits.add(goods(dice, "school-kit"));
        }
        if (child.disability().isPresent()) {
            benefits.add(money(dice, "disability-allowance", 3 * unit));
        }
        if (household.children() >= 4) {
            benefits.add(money(dice, "large-family-allowance", unit));
        }
        return List.copyOf(benefits);
    }

    private static Benefit money(Dice dice, String programme, long amount) {
        return benefit(dice, programme, Optional.of(BigDecimal.valueOf(amount)));
    }

    private static Benefit goods(Dice dice, String programme) {
        return benefit(dice, programme, Optional.empty());
    }

    private static Benefit benefit(Dice dice, String programme, Optional<BigDecimal> amount) {
        String status = STATUSES.get(dice.weighted(List.of(88, 7, 5)));
        LocalDate from = dice.day(LocalDate.of(2025, 9, 1), LocalDate.of(2026, 8, 31));
        LocalDate until = status.equals("ended")
                ? dice.day(Calendar.FIRST_SCHOOL_DAY, Calendar.TODAY.minusDays(1))
                : LocalDate.of(2027, 8, 31);
        return new Benefit(programme, from, Optional.of(until), amount, status);
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "Benefit";
    }
}
