package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.emishub.deployment.country.HealthView.Dose;
import org.emishub.deployment.country.HealthView.DueDose;

/**
 * Doses by a calendar like those of the region, with the gaps that life leaves.
 *
 * @param due later than they should be, or to come
 */
record Immunization(List<Dose> doses, List<DueDose> due) {
    private record Slot(String vaccine, int number, int months) {}

    private static final List<Slot> CALENDAR = List.of(
            new Slot("BCG", 1, 0),
            new Slot("HepB", 1, 0),
            new Slot("DTP", 1, 2),
            new Slot("HepB", 2, 2),
            new Slot("Hib", 1, 2),
            new Slot("Polio", 1, 2),
            new Slot("PCV", 1, 2),
            new Slot("Rota", 1, 2),
            new Slot("DTP", 2, 3),
            new Slot("Polio", 2, 3),
            new Slot("Hib", 2, 3),
            new Slot("Rota", 2, 3),
            new Slot("DTP", 3, 4),
            new Slot("HepB", 3, 4),
            new Slot("Hib", 3, 4),
            new Slot("Polio", 3, 4),
            new Slot("PCV", 2, 4),
            new Slot("MMR", 1, 12),
            new Slot("PCV", 3, 12),
            new Slot("DTP", 4, 18),
            new Slot("Polio", 4, 18),
            new Slot("MMR", 2, 72),
            new Slot("Td", 1, 84),
            new Slot("Td", 2, 192));

    static Immunization of(Dice dice, LocalDate born) {
        boolean refused = dice.percent(1);
        boolean careless = dice.percent(11);
        List<Dose> doses = new ArrayList<>();
        List<DueDose> due = new ArrayList<>();
        for (Slot slot : CALENDAR) {
            LocalDate planned = born.plusMonths(slot.months());
            LocalDate given = planned.plusDays(slot.months() == 0 ? dice.between(0, 3) : dice.between(0, 40));
            boolean missed = refused || (careless && dice.percent(slot.months() > 12 ? 45 : 8));
            if (missed || given.isAfter(Calendar.TODAY)) {
                due.add(new DueDose(slot.vaccine(), slot.number(), planned));
            } else {
                doses.add(new Dose(slot.vaccine(), slot.number(), given));
            }
        }
        return new Immunization(List.copyOf(doses), List.copyOf(due));
    }
}
