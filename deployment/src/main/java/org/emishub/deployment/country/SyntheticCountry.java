package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.deployment.country.Dice.Topic;

/**
 * A country of invented children.
 *
 * <p>A child is a function of seed and index: a million can be streamed, and none is held.
 */
public final class SyntheticCountry {
    private static final int CHILDREN_A_SCHOOL = 350;

    private final long seed;
    private final int size;
    private final Land land;

    private SyntheticCountry(long seed, int size, Land land) {
        this.seed = seed;
        this.size = size;
        this.land = land;
    }

    /**
     * The country of this seed; nothing is made before it is asked for.
     *
     * @param children 1 to 10,000,000
     * @param country KZ, KG, TJ, TM or UZ
     * @throws IllegalArgumentException for any other number or country
     */
    public static SyntheticCountry generate(long seed, int children, String country) {
        if (children < 1 || children > 10_000_000) {
            throw new IllegalArgumentException("a synthetic country has 1 to 10,000,000 children");
        }
        return new SyntheticCountry(seed, children, Land.of(country));
    }

    public int size() {
        return size;
    }

    /** ISO 3166-1. */
    public String code() {
        return land.code();
    }

    /** The day for which all views hold. */
    public LocalDate day() {
        return Calendar.TODAY;
    }

    /** All children in order of index; sequential and lazy. */
    public Stream<SyntheticChild> children() {
        return IntStream.range(0, size).mapToObj(this::child);
    }

    /** How many schools there are: one for 350 children, and at least one a district. */
    public int schoolCount() {
        return Math.max(land.districts().size(), size / CHILDREN_A_SCHOOL);
    }

    public Stream<School> schools() {
        return IntStream.range(0, schoolCount()).mapToObj(this::school);
    }

    /**
     * One school.
     *
     * @param number from 0
     */
    public School school(int number) {
        Dice dice = Dice.of(seed, Topic.SCHOOL, number);
        String district = land.districts().get(number % land.districts().size());
        return new School(
                "S" + land.code() + "-" + (1001 + number),
                String.format(
                        Locale.ROOT,
                        land.schoolName(),
                        1 + number / land.districts().size()),
                district,
                dice.oneOf(land.peoples()).language());
    }

    /**
     * One child.
     *
     * @param index from 0 to size - 1
     */
    public SyntheticChild child(int index) {
        Family family = Family.of(land, seed, index);
        int position = index - family.siblings().first();
        LocalDate born = family.birthDate(seed, position);
        Dice dice = Dice.of(seed, Topic.CHILD, index);
        boolean girl = dice.percent(48.8);
        int age = family.ages().get(position);
        boolean repeats = age > Calendar.YOUNGEST + 1 && dice.percent(1.5);
        int grade = age - Calendar.YOUNGEST - (repeats ? 1 : 0);
        Household household = Household.of(land, seed, family);
        School school = school(schoolOf(family));
        return new SyntheticChild(
                seed,
                index,
                family.siblings().first(),
                family.ethnicity(),
                Numbers.national(born, girl, index),
                name(family, position, girl),
                born,
                girl ? "female" : "male",
                dice.percent(98.5) ? land.code() : "RU",
                family.district(),
                family.movedFrom(),
                family.address(),
                land.dialling() + dice.between(500_000_000, 599_999_999),
                family.guardians(),
                household,
                school,
                grade,
                repeats,
                grade + dice.oneOf(List.of("A", "B", "C")),
                dice.percent(0.4),
                Disability.of(dice, index),
                socialCase(dice, household, index),
                Quirks.of(seed, index));
    }

    private int schoolOf(Family family) {
        int district = land.districts().indexOf(family.district());
        int schools = (schoolCount() - district + land.districts().size() - 1)
                / land.districts().size();
        int nth = Dice.of(seed, Topic.SCHOOL_CHOICE, family.siblings().first()).between(0, schools - 1);
        return district + nth * land.districts().size();
    }

    /** Brothers and sisters never share a given name: steps of seven through the list do not meet again. */
    private Name name(Family family, int position, boolean girl) {
        List<String> names = family.ethnicity().given(girl);
        int start = Dice.of(seed, Topic.GIVEN_NAMES, family.siblings().first()).between(0, names.size() - 1);
        return new Name(
                Ethnicity.family(family.familyName(), girl),
                names.get((start + 7 * position) % names.size()),
                family.ethnicity().patronymic(family.fatherName(), girl));
    }

    private static Optional<SocialCase> socialCase(Dice dice, Household household, int index) {
        boolean inNeed = household.category().equals("extreme-poverty")
                || household.category().equals("poor");
        return dice.percent(inNeed ? 4 : 0.4)
                ? Optional.of(new SocialCase("C-" + (100_000 + index), "worker-" + (10 + dice.between(0, 19))))
                : Optional.empty();
    }
}
