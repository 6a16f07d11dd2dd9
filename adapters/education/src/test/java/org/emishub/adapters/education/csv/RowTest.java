package org.emishub.adapters.education.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.mappings.codes.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
    private final List<RowCode> errors = new ArrayList<>();

    private Row row(String value) throws Exception {
        Shape shape = new Shape("x.csv", List.of("v"), Set.of(), "");
        byte[] bytes = ("v\n" + value + "\n").getBytes(StandardCharsets.UTF_8);
        return Rows.open(shape, new ByteArrayInputStream(bytes), (f, l, c, code) -> errors.add(code))
                .next()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "01.09.2026",
                "2026-9-1",
                "1899-12-31",
                "2101-01-01",
                "yesterday",
                "2026-09-01T00:00"
            })
    void refuses_what_is_no_day(String text) throws Exception {
        Row row = row(text);
        assertThat(row.date("v")).isEmpty();
        assertThat(row.refused()).isTrue();
        assertThat(errors).containsExactly(RowCode.BAD_DATE);
    }

    @Test
    void reads_a_day() throws Exception {
        assertThat(row("2026-09-01").date("v")).contains(LocalDate.of(2026, 9, 1));
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1.5", "١", "99999999999999999999", "32", "1 "})
    void refuses_a_number_outside_its_range(String text) throws Exception {
        Row row = row(text);
        OptionalLong number = row.number("v", 31);
        if (text.equals("1 ")) {
            assertThat(number).as("spaces around a value are no part of it").hasValue(1);
        } else {
            assertThat(number).isEmpty();
            assertThat(errors).containsExactly(RowCode.BAD_NUMBER);
        }
    }

    @Test
    void hands_an_unmapped_code_to_the_work_queue_and_refuses_the_row() throws Exception {
        List<Mapping.Unmapped> queue = new ArrayList<>();
        Row row = row("ZZ");
        assertThat(row.code("v", RegisterCodes.of("education/emis").grade(), queue::add))
                .isEmpty();
        assertThat(queue).containsExactly(new Mapping.Unmapped("education/emis", "grade", "ZZ"));
        assertThat(errors).containsExactly(RowCode.UNMAPPED_CODE);
    }
}
