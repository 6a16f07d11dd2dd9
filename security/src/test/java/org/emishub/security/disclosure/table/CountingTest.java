package org.emishub.security.disclosure.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.disclosure.table.TableDisclosure.Cell;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    private static Agreement statistic(String table, String... dimensions) {
        return SampleAgreement.parse(SampleAgreement.STATISTIC
                .replace("table: { threshold: 5 }", "table: { threshold: 5, " + table + " }")
                .replace("  child.sex: as is\n", String.join("\n", dimensions).indent(2)));
    }

    private static Stream<ChildRecord> children(int many, String school, String district, String grade) {
        return Collections.nCopies(
                many,
                ChildRecord.from("education/emis", DAY)
                        .put("enrolment.schoolId", school)
                        .put("enrolment.district", district)
                        .put("enrolment.grade", grade)
                        .build())
                .stream();
    }

    private static Map<List<String>, Cell> cells(Stream<ChildRecord> records, Agreement agreement) {
        return TableDisclosure.of(records, agreement, DAY).cells().stream()
                .collect(Collectors.toMap(Cell::key, Function.identity()));
    }

    private static Stream<ChildRecord> country() {
        return Stream.of(
                        children(20, "S1", "TJ-SU", "grade-4"),
                        children(30, "S2", "TJ-SU", "grade-5"),
                        children(40, "S3", "TJ-KT", "grade-5"))
                .flatMap(Function.identity());
    }

    @Test
    void every_level_of_a_hierarchy_has_its_totals() {
        Map<List<String>, Cell> cells = cells(
                country(),
                statistic(
                        "hierarchies: { enrolment.schoolId: [enrolment.district], enrolment.grade: coarser code }",
                        "enrolment.schoolId: as is",
                        "enrolment.grade: as is"));

        assertThat(cells.get(List.of("TJ-SU", "_T")).count()).isEqualTo(50);
        assertThat(cells.get(List.of("_T", "isced-2")).count()).isEqualTo(70);
        assertThat(cells.get(List.of("S2", "isced-2")).count()).isEqualTo(30);
    }

    @Test
    void a_school_in_two_districts_is_not_known_to_be_in_either() {
        Map<List<String>, Cell> cells = cells(
                Stream.concat(country(), children(10, "S1", "TJ-KT", "grade-4")),
                statistic("hierarchies: { enrolment.schoolId: [enrolment.district] }", "enrolment.schoolId: as is"));

        assertThat(cells.get(List.of("S1")).count()).isEqualTo(20);
        assertThat(cells.get(List.of("TJ-KT/_U")).count()).isEqualTo(10);
        assertThat(cells.get(List.of("TJ-KT")).count()).isEqualTo(50);
    }

    @Test
    void a_cell_in_which_one_school_holds_nearly_all_is_suppressed() {
        Stream<ChildRecord> records = Stream.of(
                        children(95, "S1", "TJ-SU", "grade-4"),
                        children(5, "S2", "TJ-SU", "grade-4"),
                        children(50, "S3", "TJ-KT", "grade-4"),
                        children(50, "S4", "TJ-KT", "grade-4"),
                        children(50, "S5", "TJ-RA", "grade-4"),
                        children(60, "S6", "TJ-RA", "grade-4"))
                .flatMap(Function.identity());

        Map<List<String>, Cell> cells = cells(
                records,
                statistic(
                        "dominance: { of: enrolment.schoolId, largest: 1, percent: 80 }", "enrolment.district: as is"));

        assertThat(cells.get(List.of("TJ-SU")).suppressed()).isTrue();
        assertThat(cells.values().stream().filter(Cell::suppressed)).hasSize(2);
    }

    @Property(tries = 60)
    void a_rounded_figure_is_off_by_no_more_than_half_the_base_and_hides_the_same_cells(@ForAll long seed) {
        RandomTables country = new RandomTables(seed);
        List<ChildRecord> records = country.records().toList();
        Map<List<String>, Cell> exact = cells(records.stream(), statistic("protection: 2", "enrolment.grade: as is"));

        cells(records.stream(), statistic("protection: 2, rounding: 5", "enrolment.grade: as is"))
                .forEach((key, cell) -> {
                    assertThat(cell.suppressed()).isEqualTo(exact.get(key).suppressed());
                    assertThat(cell.count() % 5).isZero();
                    assertThat(Math.abs(cell.count() - exact.get(key).count())).isLessThanOrEqualTo(2);
                });
    }
}
