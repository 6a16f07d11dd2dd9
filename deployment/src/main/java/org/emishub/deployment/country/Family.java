package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.emishub.deployment.country.Dice.Topic;

/**
 * What brothers and sisters share.
 *
 * @param familyName as the father bears it
 * @param district canonical code in which they live now
 * @param movedFrom district in which they lived until last summer
 * @param ages of the children on the first school day, eldest first
 * @param twins whether the two eldest are
 */
record Family(
        Siblings siblings,
        Ethnicity ethnicity,
        String familyName,
        String fatherName,
        List<Guardian> guardians,
        String district,
        Optional<String> movedFrom,
        String address,
        List<Integer> ages,
        boolean twins) {

    static Family of(Land land, long seed, int index) {
        Siblings siblings = Siblings.of(seed, index);
        Dice dice = Dice.of(seed, Topic.FAMILY, siblings.first());
        Ethnicity ethnicity = dice.oneOf(land.peoples());
        String familyName = dice.oneOf(ethnicity.families());
        String father = dice.oneOf(ethnicity.given(false));
        String district = dice.oneOf(land.districts());
        String before = dice.oneOf(land.districts());
        boolean moved = dice.percent(4) && !before.equals(district);
        String address = dice.oneOf(ethnicity.streets()) + " " + dice.between(1, 180);
        boolean twins = siblings.count() > 1 && dice.percent(5);
        List<Integer> ages = ages(dice, siblings.count(), twins);
        return new Family(
                siblings,
                ethnicity,
                familyName,
                father,
                guardians(dice, land, ethnicity, familyName, father, siblings.first()),
                district,
                moved ? Optional.of(before) : Optional.empty(),
                address,
                ages,
                twins);
    }

    /** At least two years between brothers and sisters, unless they are twins. */
    private static List<Integer> ages(Dice dice, int count, boolean twins) {
        int births = twins ? count - 1 : count;
        int slack = Calendar.OLDEST - Calendar.YOUNGEST - 2 * (births - 1);
        List<Integer> gaps = new ArrayList<>(IntStream.range(0, births)
                .mapToObj(i -> dice.between(0, slack))
                .sorted()
                .toList());
        List<Integer> ages = new ArrayList<>();
        for (int i = 0; i < births; i++) {
            ages.add(Calendar.YOUNGEST + gaps.get(i) + 2 * i);
        }
        Collections.reverse(ages);
        if (twins) {
            ages.add(0, ages.get(0));
        }
        return List.copyOf(ages);
    }

    private static List<Guardian> guardians(
            Dice dice, Land land, Ethnicity ethnicity, String familyName, String father, int number) {
        int who = dice.weighted(List.of(84, 10, 3, 3));
        List<Guardian> guardians = new ArrayList<>();
        if (who != 2 && who != 3) {
            guardians.add(
                    guardian(dice, land, ethnicity, familyName, dice.oneOf(ethnicity.given(true)), "mother", number));
        }
        if (who == 0 || who == 2) {
            guardians.add(guardian(dice, land, ethnicity, familyName, father, "father", number));
        }
        if (who == 3) {
            guardians.add(guardian(
                    dice, land, ethnicity, familyName, dice.oneOf(ethnicity.given(true)), "grandmother", number));
        }
        return List.copyOf(guardians);
    }

    private static Guardian guardian(
            Dice dice, Land land, Ethnicity ethnicity, String familyName, String given, String relation, int number) {
        boolean female = !relation.equals("father");
        int year = relation.equals("grandmother") ? dice.between(1950, 1965) : dice.between(1975, 1992);
        LocalDate born = dice.day(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
        return new Guardian(
                Numbers.national(born, female, number),
                Ethnicity.family(familyName, female),
                given,
                relation,
                land.dialling() + dice.between(900_000_000, 999_999_999),
                ethnicity.language());
    }

    /** Born within the year that makes the age; twins on one day. */
    LocalDate birthDate(long seed, int position) {
        int drawn = twins && position == 1 ? 0 : position;
        Dice dice = Dice.of(seed, Topic.BIRTH, siblings.first() + (long) drawn);
        int age = ages.get(position);
        return dice.day(Calendar.firstBirthDate(age), Calendar.lastBirthDate(age));
    }
}
