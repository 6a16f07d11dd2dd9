package org.emishub.deployment.country;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticCountryTest {
    private static final SyntheticCountry COUNTRY = SyntheticCountry.generate(7, 5_000, "TJ");
    private static final List<SyntheticChild> CHILDREN = COUNTRY.children().toList();

    @Test
    void is_the_same_country_for_the_same_seed_and_another_for_another() {
        SyntheticCountry again = SyntheticCountry.generate(7, 5_000, "TJ");
        assertThat(again.children().toList()).isEqualTo(CHILDREN);
        assertThat(again.schools()).containsExactlyElementsOf(COUNTRY.schools().toList());
        assertThat(views(again)).isEqualTo(views(COUNTRY));
        assertThat(SyntheticCountry.generate(8, 5_000, "TJ").child(17)).isNotEqualTo(CHILDREN.get(17));
    }

    private static List<List<Object>> views(SyntheticCountry country) {
        return country.children()
                .map(child -> List.<Object>of(child.asEmis(), child.asHealth(), child.asSocial()))
                .toList();
    }

    @Test
    void makes_a_child_without_its_neighbours_and_whatever_the_size_of_the_country() {
        assertThat(COUNTRY.child(4_321)).isEqualTo(CHILDREN.get(4_321));
        SyntheticCountry small = SyntheticCountry.generate(7, 100, "TJ");
        assertThat(small.child(60).name()).isEqualTo(CHILDREN.get(60).name());
        assertThat(small.child(60).birthDate()).isEqualTo(CHILDREN.get(60).birthDate());
    }

    @Test
    void gives_every_child_numbers_of_its_own() {
        assertThat(CHILDREN)
                .extracting(SyntheticChild::nationalId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("\\d{14}"));
        assertThat(CHILDREN.stream().flatMap(c -> c.asEmis().stream()).map(EmisView::emisId))
                .doesNotHaveDuplicates();
        assertThat(CHILDREN.stream().flatMap(c -> c.asHealth().stream()).map(HealthView::healthId))
                .doesNotHaveDuplicates();
        assertThat(CHILDREN.stream().flatMap(c -> c.asSocial().stream()).map(SocialView::socialId))
                .doesNotHaveDuplicates();
        List<String> guardians = families().stream()
                .flatMap(family -> family.get(0).guardians().stream())
                .map(Guardian::nationalId)
                .toList();
        assertThat(guardians)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        CHILDREN.stream().map(SyntheticChild::nationalId).toList());
    }

    @Test
    void fits_ages_to_grades() {
        assertThat(CHILDREN).allSatisfy(child -> {
            int age =
                    Period.between(child.birthDate(), Calendar.FIRST_SCHOOL_DAY).getYears();
            assertThat(age - child.grade()).isEqualTo(child.repeats() ? 6 : 5);
            assertThat(child.grade()).isBetween(0, 11);
        });
        assertThat(CHILDREN.stream().map(SyntheticChild::grade).distinct()).hasSize(12);
    }

    @Test
    void lets_brothers_and_sisters_share_home_and_guardians_but_no_given_name() {
        assertThat(families()).anyMatch(family -> family.size() > 2).allSatisfy(family -> {
            assertThat(family)
                    .extracting(SyntheticChild::guardians)
                    .containsOnly(family.get(0).guardians());
            assertThat(family)
                    .extracting(SyntheticChild::household)
                    .containsOnly(family.get(0).household());
            assertThat(family)
                    .extracting(SyntheticChild::address)
                    .containsOnly(family.get(0).address());
            assertThat(family)
                    .extracting(child -> child.sex() + child.name().given())
                    .doesNotHaveDuplicates();
            assertThat(family.get(0).guardians()).hasSizeBetween(1, 2);
            assertThat(family.get(0).household().children()).isGreaterThanOrEqualTo(family.size());
        });
    }

    @Test
    void has_twins_who_share_the_birth_date_and_no_other_siblings_born_within_a_year() {
        List<List<SyntheticChild>> twins = families().stream()
                .filter(family -> family.size() > 1
                        && family.get(0).birthDate().equals(family.get(1).birthDate()))
                .toList();
        assertThat(twins).hasSizeBetween(20, 150).allSatisfy(family -> {
            assertThat(family.get(0).guardians()).isEqualTo(family.get(1).guardians());
            assertThat(family.get(0).name().given())
                    .isNotEqualTo(family.get(1).name().given());
        });
        assertThat(families()).allSatisfy(family -> {
            for (int i = 1; i < family.size(); i++) {
                long days = ChronoUnit.DAYS.between(
                        family.get(i - 1).birthDate(), family.get(i).birthDate());
                assertThat((days == 0 && i == 1) || days > 365).isTrue();
            }
        });
    }

    @Test
    void sends_children_to_a_school_of_their_district() {
        assertThat(CHILDREN)
                .allSatisfy(child -> assertThat(child.school().district()).isEqualTo(child.district()));
        assertThat(CHILDREN.stream().map(SyntheticChild::school).distinct())
                .hasSizeBetween(COUNTRY.schoolCount() - 2, COUNTRY.schoolCount());
    }

    @Test
    void holds_its_proportions() {
        assertShare("out of school", child -> child.asEmis().isEmpty(), 2, 1);
        assertShare("unknown to health", child -> child.asHealth().isEmpty(), 3, 1);
        assertShare("known to the social registry", child -> child.asSocial().isPresent(), 45, 15);
        assertShare(
                "known to health or social protection and not to the EMIS",
                child -> child.asEmis().isEmpty()
                        && (child.asHealth().isPresent() || child.asSocial().isPresent()),
                2,
                1);
        assertShare("moved", child -> child.movedFrom().isPresent(), 3.2, 1.5);
        assertShare("sealed", SyntheticChild::sealed, 0.4, 0.3);
        assertShare("disability", child -> child.disability().isPresent(), 2.2, 1);
        assertShare("in a caseload", child -> child.socialCase().isPresent(), 1.5, 1.2);
        assertShare("girls", child -> child.sex().equals("female"), 48.8, 3);
        assertShare(
                "without a national number in the EMIS",
                child -> child.asEmis().filter(v -> v.nationalId().isEmpty()).isPresent(),
                2,
                1);
        assertShare(
                "birth date differs in health",
                child -> child.asHealth()
                        .filter(v -> !v.birthDate().equals(child.birthDate()))
                        .isPresent(),
                1,
                0.7);
        assertShare(
                "name in other letters in health",
                child -> child.asHealth()
                        .filter(v -> !v.name().equals(child.name()))
                        .isPresent(),
                5.8,
                2);
        assertShare(
                "a late dose",
                child -> child.asHealth()
                        .filter(v -> v.due().stream().anyMatch(d -> !d.date().isAfter(COUNTRY.day())))
                        .isPresent(),
                12,
                4);
        assertShare(
                "in need",
                child -> List.of("poor", "extreme-poverty")
                        .contains(child.household().category()),
                27,
                8);
        assertShare(
                "school has not reported all months",
                child -> child.asEmis().filter(v -> v.attendance().size() < 2).isPresent(),
                5,
                2);
        assertShare(
                "often absent",
                child -> child.asEmis()
                        .filter(v -> v.attendance().stream()
                                        .mapToInt(MonthAttendance::absences)
                                        .sum()
                                > 9)
                        .isPresent(),
                11,
                3);
        assertThat(CHILDREN.stream().map(SyntheticChild::ethnicity).distinct()).hasSize(6);
    }

    private static void assertShare(String what, Predicate<SyntheticChild> has, double percent, double tolerance) {
        double share = 100.0 * CHILDREN.stream().filter(has).count() / CHILDREN.size();
        assertThat(share).as(what).isCloseTo(percent, within(tolerance));
    }

    @Test
    void leaves_a_moved_child_in_its_old_district_in_one_system() {
        assertThat(CHILDREN.stream().filter(child -> child.movedFrom().isPresent()))
                .isNotEmpty()
                .allSatisfy(child -> {
                    assertThat(child.movedFrom()).isNotEqualTo(Optional.of(child.district()));
                    child.asHealth().ifPresent(view -> assertThat(view.district())
                            .isEqualTo(child.movedFrom().get()));
                    child.asEmis().ifPresent(view -> assertThat(view.district()).isEqualTo(child.district()));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"KZ", "KG", "TJ", "TM", "UZ"})
    void stands_in_any_of_the_five_countries(String code) {
        SyntheticCountry country = SyntheticCountry.generate(1, 500, code);
        assertThat(country.schools()).isNotEmpty().allSatisfy(school -> assertThat(school.district())
                .startsWith(code + "-"));
        assertThat(country.children()).hasSize(500);
    }

    @Test
    void refuses_another_country_and_impossible_sizes() {
        assertThatThrownBy(() -> SyntheticCountry.generate(1, 10, "AT")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SyntheticCountry.generate(1, 0, "TJ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void streams_children_without_holding_them() {
        SyntheticCountry million = SyntheticCountry.generate(3, 1_000_000, "UZ");
        assertThat(million.child(999_999).index()).isEqualTo(999_999);
        assertThat(million.children().skip(999_000).limit(2).count()).isEqualTo(2);
    }

    @Test
    void never_prints_a_child() {
        Stream<Object> all = Stream.of(
                CHILDREN.get(0),
                CHILDREN.get(0).name(),
                CHILDREN.get(0).guardians(),
                CHILDREN.get(0).asEmis(),
                CHILDREN.get(0).asHealth(),
                CHILDREN.get(0).asSocial());
        SyntheticChild child = CHILDREN.get(0);
        assertThat(all.map(Object::toString))
                .noneMatch(text -> text.contains(child.name().family()) || text.contains(child.nationalId()));
    }

    private static Collection<List<SyntheticChild>> families() {
        Map<Integer, List<SyntheticChild>> families =
                CHILDREN.stream().collect(Collectors.groupingBy(SyntheticChild::family));
        return families.values();
    }
}
