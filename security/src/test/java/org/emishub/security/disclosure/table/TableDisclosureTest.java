package org.emishub.security.disclosure.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.disclosure.table.TableDisclosure.Cell;
import org.junit.jupiter.api.Test;

class TableDisclosureTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final Agreement ENROLMENT = SampleAgreement.parse(
            SampleAgreement.STATISTIC
                    .replace("specialCategory: none", "specialCategory: Law on Samples, art. 9")
                    .replace(
                            "  child.sex: as is\n",
                            """
                      child.birthDate: age band 1
                      child.sex: as is
                      enrolment.grade: as is
                      enrolment.district: as is
                      support.needed: answer
                    """));

    private static ChildRecord child(String sex, LocalDate born) {
        return ChildRecord.from("education/emis", DAY)
                .put("child.sex", sex)
                .put("child.birthDate", born)
                .build();
    }

    private static Stream<ChildRecord> children(int count, ChildRecord record) {
        return Collections.nCopies(count, record).stream();
    }

    @Test
    void counts_children_with_a_total_over_every_dimension() {
        Stream<ChildRecord> records = Stream.concat(
                children(7, child("male", LocalDate.of(2017, 1, 1))),
                children(9, child("female", LocalDate.of(2016, 1, 1))));

        TableDisclosure table = TableDisclosure.of(records, ENROLMENT, DAY);

        assertThat(table.dimensions())
                .containsExactly(
                        "child.birthDate", "child.sex", "enrolment.grade", "enrolment.district", "support.needed");
        Map<List<String>, Cell> cells =
                table.cells().stream().collect(Collectors.toMap(Cell::key, Function.identity()));
        assertThat(cells).hasSize(7 * 8);
        assertThat(cells.get(List.of("_T", "_T", "_T", "_T", "_T")).count()).isEqualTo(16);
        assertThat(cells.get(List.of("9", "male", "_U", "_U", "unknown")).count())
                .isEqualTo(7);
        assertThat(cells.get(List.of("_T", "female", "_T", "_T", "_T")).count()).isEqualTo(9);
        assertThat(table.source()).isEqualTo("education/emis");
        assertThat(table.asOf()).isEqualTo(DAY);
    }

    @Test
    void shows_no_count_of_a_suppressed_cell() {
        TableDisclosure table =
                TableDisclosure.of(children(4, child("male", LocalDate.of(2017, 1, 1))), ENROLMENT, DAY);

        assertThat(table.cells()).allMatch(cell -> cell.suppressed() && cell.count() == 0);
    }

    @Test
    void shown_cells_add_up_to_shown_totals() {
        TableDisclosure table = TableDisclosure.of(country(3000, 7).stream(), ENROLMENT, DAY);
        Map<List<String>, Cell> cells =
                table.cells().stream().collect(Collectors.toMap(Cell::key, Function.identity()));

        for (Cell total : table.cells()) {
            for (int d = 0; d < 5 && !total.suppressed(); d++) {
                if (total.key().get(d).equals("_T")) {
                    List<Cell> parts = parts(table, total.key(), d);
                    if (parts.stream().noneMatch(Cell::suppressed)) {
                        assertThat(parts.stream().mapToLong(Cell::count).sum()).isEqualTo(total.count());
                    }
                }
            }
        }
        assertThat(cells.get(List.of("_T", "_T", "_T", "_T", "_T")).count()).isEqualTo(3000);
    }

    private static List<Cell> parts(TableDisclosure table, List<String> total, int dimension) {
        return table.cells().stream()
                .filter(cell -> IntStream.range(0, 5)
                        .allMatch(d -> d == dimension
                                ? !cell.key().get(d).equals("_T")
                                : cell.key().get(d).equals(total.get(d))))
                .toList();
    }

    @Test
    void still_shows_the_large_groups_of_a_small_country() {
        TableDisclosure table = TableDisclosure.of(country(5000, 1).stream(), ENROLMENT, DAY);

        Map<List<String>, Cell> cells =
                table.cells().stream().collect(Collectors.toMap(Cell::key, Function.identity()));
        assertThat(List.of("TJ-DU", "TJ-GB", "TJ-KT", "TJ-RA", "TJ-SU"))
                .noneMatch(district ->
                        cells.get(List.of("_T", "_T", "_T", district, "_T")).suppressed());
        assertThat(cells.get(List.of("_T", "female", "_T", "_T", "_T")).suppressed())
                .isFalse();
    }

    private static List<ChildRecord> country(int size, long seed) {
        Random random = new Random(seed);
        List<String> districts = List.of("TJ-DU", "TJ-GB", "TJ-KT", "TJ-RA", "TJ-SU");
        List<ChildRecord> records = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int grade = 1 + random.nextInt(11);
            ChildRecord.Builder builder = ChildRecord.from("education/emis", DAY)
                    .put("child.birthDate", LocalDate.of(2019 - grade, 1, 1).plusDays(random.nextInt(500)))
                    .put("child.sex", random.nextBoolean() ? "male" : "female")
                    .put("enrolment.grade", "grade-" + grade)
                    .put("enrolment.district", districts.get(random.nextInt(5)));
            if (random.nextInt(20) == 0) {
                builder.put("support.kind", "learning");
            }
            records.add(builder.build());
        }
        return records;
    }

    @Test
    void needs_a_statistic() {
        assertThatThrownBy(() -> TableDisclosure.of(Stream.empty(), SampleAgreement.query(), DAY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
