package org.emishub.adapters.health;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.emishub.adapters.health.simulator.HealthChild;
import org.emishub.adapters.health.simulator.HealthChild.Dose;
import org.emishub.adapters.health.simulator.HealthChild.DueDose;
import org.emishub.adapters.health.simulator.HealthChild.Examination;
import org.emishub.adapters.health.simulator.HealthChild.Person;

/** Children whom the tests know. */
public final class SandboxChildren {
    public static final HealthChild FIRDAVS = new HealthChild(
            "c1",
            person("1204567890123", "H-1", "Шарипов", "Фирдавс", "Саидович", "2019-11-20", "male"),
            List.of(
                    new Dose("19", LocalDate.of(2019, 11, 21), 1, true),
                    new Dose("102", LocalDate.of(2020, 1, 20), 1, true),
                    new Dose("03", LocalDate.of(2020, 11, 25), 1, false)),
            List.of(
                    new DueDose("03", LocalDate.of(2026, 1, 1), "overdue"),
                    new DueDose("107", LocalDate.of(2026, 12, 1), "due"),
                    new DueDose("19", LocalDate.of(2019, 11, 21), "complete")),
            Optional.of(new Examination(
                    LocalDate.of(2026, 8, 12),
                    "fit",
                    Optional.of(LocalDate.of(2027, 8, 12)),
                    new BigDecimal("118.5"),
                    new BigDecimal("21.3"),
                    "1.0 / 0.9")),
            "астма",
            "penicillin",
            "visual");

    /** Two of the same name and day, of whom the register has no personal number. */
    public static final HealthChild ZARINA =
            HealthChild.known("c2", person("", "H-2", "Назарова", "Зарина", "", "2018-03-03", "female"));

    public static final HealthChild ZARINA_AGAIN =
            HealthChild.known("c3", person("", "H-3", "Назарова", "Зарина", "", "2018-03-03", "female"));

    public static final HealthChild HASAN =
            HealthChild.known("c4", person("", "H-4", "Раҳимов", "Ҳасан", "", "2017-05-05", "male"));

    public static final HealthChild HUSEIN =
            HealthChild.known("c5", person("", "H-5", "Раҳимов", "Ҳусейн", "", "2017-05-05", "male"));

    private SandboxChildren() {}

    public static List<HealthChild> all() {
        return List.of(FIRDAVS, ZARINA, ZARINA_AGAIN, HASAN, HUSEIN);
    }

    public static Person person(
            String number, String health, String family, String given, String patronymic, String born, String sex) {
        return new Person(number, health, family, given, patronymic, LocalDate.parse(born), sex, false);
    }
}
