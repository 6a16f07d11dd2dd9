package org.emishub.security.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.ExtractRule;
import org.emishub.security.agreement.SampleAgreement;
import org.junit.jupiter.api.Test;

class ExtractTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final List<String> BY = List.of("child.sex", "enrolment.grade", "child.birthDate");
    private static final Agreement AGREEMENT = SampleAgreement.disclosing(
            """
            child.sex: as is
            enrolment.grade: as is
            child.birthDate: year
            attendance.absences: as is
            """);

    private static Disclosure child(String sex, int grade, int born) {
        return Disclosure.of(
                ChildRecord.from("education/emis", DAY)
                        .put("child.sex", sex)
                        .put("enrolment.grade", "grade-" + grade)
                        .put("child.birthDate", LocalDate.of(born, 3, 4))
                        .put("attendance.absences", 3L)
                        .build(),
                AGREEMENT,
                (receiver, domain, child) -> domain);
    }

    private static List<Disclosure> children(long seed, int many) {
        Random random = new Random(seed);
        List<Disclosure> children = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            int grade = 1 + random.nextInt(11);
            children.add(child(random.nextInt(5) == 0 ? "male" : "female", grade, 2020 - grade - random.nextInt(3)));
        }
        return children;
    }

    private static List<String> names(int many) {
        return IntStream.range(0, many).mapToObj(Integer::toString).toList();
    }

    @Test
    void a_child_asked_for_many_times_does_not_look_like_many_children() {
        List<Disclosure> five = Collections.nCopies(5, child("female", 1, 2019));

        assertThat(Extract.of(five, Collections.nCopies(5, "one"), new ExtractRule(5, BY)))
                .containsOnly(Optional.empty());
    }

    private static List<Object> look(Disclosure one) {
        List<Object> look = new ArrayList<>();
        BY.forEach(path -> look.add(String.valueOf(one.fields().get(path))));
        return look;
    }

    @Property(tries = 300)
    void everybody_who_leaves_looks_like_at_least_k_less_one_others(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 120) int many,
            @ForAll @IntRange(min = 2, max = 8) int k) {
        List<Optional<Disclosure>> extract = Extract.of(children(seed, many), names(many), new ExtractRule(k, BY));

        Map<List<Object>, Integer> sizes = new HashMap<>();
        extract.forEach(one -> one.ifPresent(left -> sizes.merge(look(left), 1, Integer::sum)));
        assertThat(extract).hasSize(many);
        assertThat(sizes.values()).allMatch(size -> size >= k);
    }

    @Property(tries = 100)
    void nobody_gets_a_field_or_value_that_the_agreement_did_not_give(@ForAll long seed) {
        List<Disclosure> children = children(seed, 60);

        List<Optional<Disclosure>> extract = Extract.of(children, names(60), new ExtractRule(5, BY));

        for (int i = 0; i < children.size(); i++) {
            Map<String, Object> given = children.get(i).fields();
            extract.get(i).ifPresent(one -> one.fields().forEach((path, value) -> assertThat(value)
                    .isIn(
                            given.get(path),
                            path.equals("enrolment.grade") ? levelOf(given.get(path)) : given.get(path))));
        }
    }

    private static Object levelOf(Object grade) {
        return CodeList.standard("grade").coarser(grade.toString()).orElseThrow();
    }

    @Test
    void who_looks_like_enough_others_stays_as_he_is_and_the_last_field_gives_way_first() {
        List<Disclosure> children = List.of(
                child("female", 1, 2019),
                child("female", 1, 2019),
                child("female", 2, 2018),
                child("female", 2, 2017),
                child("male", 9, 2010));

        List<Optional<Disclosure>> extract = Extract.of(children, names(5), new ExtractRule(2, BY));

        assertThat(extract.get(0)).contains(children.get(0));
        assertThat(extract.get(2).orElseThrow().fields())
                .containsEntry("enrolment.grade", "grade-2")
                .doesNotContainKey("child.birthDate");
        assertThat(extract.get(4)).isEmpty();
    }
}
