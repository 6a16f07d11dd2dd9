package org.emishub.adapters.education;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.adapters.education.simulator.EmisSchool;
import org.emishub.adapters.education.simulator.EmisSchool.EmisClass;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.adapters.education.simulator.EmisStudent.Guardian;
import org.emishub.adapters.education.simulator.EmisStudent.Name;
import org.emishub.adapters.education.simulator.EmisStudent.Support;
import org.emishub.adapters.education.simulator.OneRosterWriter;

/** Any number of made-up students, the same ones every time, none of whom is kept in memory. */
public final class TestCountry {
    private static final int PER_CLASS = 25;
    private static final int CLASSES_PER_SCHOOL = 11;
    private static final List<String> FAMILIES = List.of(
            "Раҳимов", "Каримов", "Саидов", "Ҷӯраев", "Назаров", "Шарипов", "Холов", "Одинаев", "Ғафуров", "Ятимов");
    private static final List<String> BOYS =
            List.of("Али", "Баҳодур", "Дилшод", "Сино", "Умед", "Фаррух", "Ҷамшед", "Комрон", "Рустам", "Шаҳром");
    private static final List<String> GIRLS = List.of(
            "Зулфия", "Лола", "Мадина", "Нигина", "Парвина", "Сабрина", "Тахмина", "Фарзона", "Шаҳноза", "Гулноз");
    private static final List<String> DISTRICTS = List.of("SUGHD", "KHATLON", "RRS", "DUSHANBE", "GBAO");

    private TestCountry() {}

    public static EmisSimulator emis(int students) {
        return new EmisSimulator(
                () -> schools(students),
                () -> students(0, students),
                new OneRosterWriter(2027, "2026-10-15T00:00:00Z"));
    }

    public static Stream<EmisSchool> schools(int students) {
        int schools = Math.max(1, -Math.floorDiv(-students, PER_CLASS * CLASSES_PER_SCHOOL));
        return IntStream.range(0, schools)
                .mapToObj(i -> new EmisSchool(
                        "school-" + i,
                        "Мактаби таҳсилоти умумӣ, №" + i,
                        DISTRICTS.get(i % DISTRICTS.size()),
                        IntStream.range(0, CLASSES_PER_SCHOOL)
                                .mapToObj(c -> new EmisClass(
                                        "class-" + i + "-" + c,
                                        (c + 1) + "-А",
                                        String.format("%02d", c + 1),
                                        "tg",
                                        1 + c % 2))
                                .toList()));
    }

    public static Stream<EmisStudent> students(int from, int to) {
        return IntStream.range(from, to).mapToObj(TestCountry::student);
    }

    /** The n-th student; two in a row are siblings with the same guardian. */
    public static EmisStudent student(int n) {
        int school = n / (PER_CLASS * CLASSES_PER_SCHOOL);
        int grade = n / PER_CLASS % CLASSES_PER_SCHOOL;
        boolean girl = n % 2 == 1;
        String family = FAMILIES.get(n / 2 % FAMILIES.size());
        String given = (girl ? GIRLS : BOYS).get(n / 20 % 10);
        Guardian guardian = new Guardian(
                "guardian-" + n / 2,
                new Name(family + "а", "Модар", "", "", ""),
                "mother",
                "+992 90 " + n / 2,
                "TJG" + (1_000_000 + n / 2),
                "tg");
        return new EmisStudent(
                "student-" + n,
                "EM-" + n,
                "TJ" + (10_000_000 + n),
                new Name(girl ? family + "а" : family, given, "", "", ""),
                LocalDate.of(2019 - grade, 1, 1).plusDays(n % 365).toString(),
                girl ? "female" : "male",
                "tg",
                "TJ",
                DISTRICTS.get(school % DISTRICTS.size()),
                "кӯчаи Рӯдакӣ, " + n,
                "",
                false,
                "school-" + school,
                "class-" + school + "-" + grade,
                String.format("%02d", grade + 1),
                "2026-09-01",
                "",
                "enrolled",
                false,
                n % 50 == 0 ? new Support("yes", "IEP", "2026-09-01", "", false, false) : Support.NONE,
                List.of(guardian));
    }
}
