package org.emishub.mappings.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.emishub.mappings.identity.Match.Fact;
import org.emishub.mappings.identity.Match.Multiple;
import org.emishub.mappings.identity.Match.None;
import org.emishub.mappings.identity.Match.One;
import org.emishub.mappings.identity.Match.Vetoed;
import org.emishub.mappings.record.ChildRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChildMatcherTest {
    private static final LocalDate BORN = LocalDate.of(2016, 4, 12);
    private static final Description MADINA = child("1604120001", "Раҳимова", "Мадина", BORN, "female");

    @Test
    void finds_the_child_with_the_same_national_number() {
        assertThat(match(
                        MADINA,
                        child("99", "Саидова", "Мадина", BORN, "female"),
                        child("16041 20001", "R.", "M.", null, null)))
                .isEqualTo(new One(1));
        assertThat(match(
                        MADINA,
                        child("99", "Назаров", "Али", BORN, "male"),
                        child("160412-0001", null, null, BORN, null)))
                .isEqualTo(new One(1));
    }

    @Test
    void finds_the_child_by_names_in_another_script_and_the_birth_date() {
        assertThat(match(MADINA, child(null, "Rakhimova", "Madina", BORN, "unknown")))
                .isEqualTo(new One(0));
        assertThat(match(MADINA, child(null, "Madina", "Rahimova", BORN, null))).isEqualTo(new One(0));
    }

    @Test
    void keeps_twins_apart_even_when_their_names_look_alike() {
        assertThat(match(unnumbered("Раҳимова", "Мадина"), child(null, "Раҳимова", "Марина", BORN, "female")))
                .isEqualTo(new None());
        assertThat(match(unnumbered("Раҳимов", "Ҳасан"), child(null, "Раҳимов", "Ҳусан", BORN, "male")))
                .isEqualTo(new None());
        assertThat(match(unnumbered("Каримов", "Карим"), child(null, "Каримова", "Карима", BORN, null)))
                .isEqualTo(new None());
        assertThat(match(
                        unnumbered("Раҳимова", "Зуҳро"),
                        child(null, "Раҳимова", "Фотима", BORN, "female"),
                        child(null, "Раҳимова", "Zuhra", BORN, "female")))
                .isEqualTo(new One(1));
    }

    @Test
    void vetoes_a_twin_who_was_given_the_others_number() {
        assertThat(match(MADINA, child("1604120001", "Раҳимова", "Сабрина", BORN, "female")))
                .isEqualTo(new Vetoed(Fact.GIVEN_NAME));
    }

    @Test
    void vetoes_the_same_number_with_another_birth_date_or_sex() {
        assertThat(match(MADINA, child("1604120001", "Раҳимова", "Мадина", BORN.plusDays(1), null)))
                .isEqualTo(new Vetoed(Fact.BIRTH_DATE));
        assertThat(match(MADINA, child("1604120001", "Раҳимова", "Мадина", BORN, "male")))
                .isEqualTo(new Vetoed(Fact.SEX));
    }

    @Test
    void vetoes_a_namesake_with_another_birth_date_sex_or_number() {
        assertThat(match(MADINA, child(null, "Рахимова", "Мадина", BORN.plusYears(1), null)))
                .isEqualTo(new Vetoed(Fact.BIRTH_DATE));
        assertThat(match(MADINA, child(null, "Рахимова", "Мадина", BORN, "male")))
                .isEqualTo(new Vetoed(Fact.SEX));
        assertThat(match(MADINA, child("99", "Рахимова", "Мадина", BORN, null)))
                .isEqualTo(new Vetoed(Fact.NATIONAL_ID));
    }

    @Test
    void does_not_let_a_namesake_hide_the_child() {
        assertThat(match(MADINA, child("99", "Раҳимова", "Мадина", BORN.plusYears(3), "female"), MADINA))
                .isEqualTo(new One(1));
    }

    @Test
    void releases_nobody_when_two_are_as_good_as_each_other() {
        assertThat(match(unnumbered("Раҳимова", "Мадина"), MADINA, child("99", "Rahimova", "Madina", BORN, "female")))
                .isEqualTo(new Multiple());
    }

    @Test
    void does_not_take_a_name_alone_for_a_child() {
        assertThat(match(child(null, "Раҳимова", "Мадина", null, null), MADINA)).isEqualTo(new None());
        assertThat(match(child(null, null, null, BORN, "female"), MADINA)).isEqualTo(new None());
        assertThat(match(MADINA)).isEqualTo(new None());
    }

    @Test
    void reads_a_description_from_a_record_and_never_prints_it() {
        ChildRecord record = ChildRecord.from("health/register", BORN)
                .put("child.familyNameLatin", "Rahimova")
                .put("child.givenName", "Мадина")
                .put("child.sex", "unknown")
                .build();
        assertThat(Description.of(record)).isEqualTo(new Description(null, "Rahimova", "Мадина", null, null));
        assertThat(Description.of(record)).hasToString("Description[]");
    }

    @Property
    void finds_a_child_among_any_others_in_any_order_when_only_it_has_the_number(
            @ForAll("descriptions") List<Description> others, @ForAll long order) {
        List<Description> candidates = new ArrayList<>(others);
        candidates.add(MADINA);
        Collections.shuffle(candidates, new Random(order));
        Match match = ChildMatcher.match(MADINA, candidates);
        assertThat(match).isInstanceOfAny(One.class, Multiple.class);
        if (match instanceof One one) {
            assertThat(candidates.get(one.index())).isEqualTo(MADINA);
        }
    }

    @Property
    void never_releases_a_child_whose_birth_date_or_sex_is_known_to_differ(
            @ForAll("description") Description one, @ForAll("description") Description other) {
        boolean differs = differ(one.birthDate(), other.birthDate()) || differ(one.sex(), other.sex());
        if (differs) {
            assertThat(match(one, other)).isNotInstanceOf(One.class);
        }
    }

    private static boolean differ(@Nullable Object a, @Nullable Object b) {
        return a != null && b != null && !a.equals(b);
    }

    @Property
    void answers_alike_in_both_directions(
            @ForAll("description") Description one, @ForAll("description") Description other) {
        assertThat(match(one, other)).isEqualTo(match(other, one));
    }

    @Provide
    Arbitrary<List<Description>> descriptions() {
        return description().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<Description> description() {
        Arbitrary<String> ids = Arbitraries.of("1", "2", "3").injectNull(0.4);
        Arbitrary<String> families =
                Arbitraries.of("Раҳимова", "Rahimova", "Назарова", "Мадина").injectNull(0.1);
        Arbitrary<String> givens =
                Arbitraries.of("Мадина", "Madina", "Марина", "Раҳимова").injectNull(0.1);
        Arbitrary<LocalDate> dates = Arbitraries.of(BORN, BORN.plusDays(1)).injectNull(0.2);
        Arbitrary<String> sexes = Arbitraries.of("male", "female", "unknown").injectNull(0.2);
        return Combinators.combine(ids, families, givens, dates, sexes).as(Description::new);
    }

    private static Match match(Description subject, Description... candidates) {
        return ChildMatcher.match(subject, List.of(candidates));
    }

    private static Description unnumbered(String family, String given) {
        return child(null, family, given, BORN, null);
    }

    private static Description child(
            @Nullable String id,
            @Nullable String family,
            @Nullable String given,
            @Nullable LocalDate born,
            @Nullable String sex) {
        return new Description(id, family, given, born, sex);
    }
}
