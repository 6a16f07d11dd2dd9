package org.emishub.mappings.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.junit.jupiter.api.Test;

class ChildRecordTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    @Test
    void holds_values_in_the_type_of_their_field() {
        ChildRecord record = builder()
                .put("child.birthDate", LocalDate.of(2015, 3, 2))
                .put("child.sex", "female")
                .put("attendance.sessions", 40L)
                .put("attendance.rate", new BigDecimal("92.5"))
                .put("child.alive", true)
                .put("immunization[0].vaccine", "BCG")
                .put("immunization[11].vaccine", "MMR")
                .put("child.phone", Optional.empty())
                .build();
        assertThat(record.value("child.birthDate", LocalDate.class)).contains(LocalDate.of(2015, 3, 2));
        assertThat(record.text("child.sex")).contains("female");
        assertThat(record.value("child.phone")).isEmpty();
        assertThat(record.values().keySet())
                .containsExactly(
                        "attendance.rate",
                        "attendance.sessions",
                        "child.alive",
                        "child.birthDate",
                        "child.sex",
                        "immunization[0].vaccine",
                        "immunization[11].vaccine");
    }

    @Test
    void refuses_a_field_that_the_catalogue_does_not_have() {
        assertThatThrownBy(() -> builder().put("child.religion", "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no field 'child.religion' in the catalogue");
        assertThatThrownBy(() -> builder().put("immunization[0].vaccine[1]", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_value_of_another_type() {
        assertThatThrownBy(() -> builder().put("child.birthDate", "2015-03-02"))
                .hasMessage("'child.birthDate' takes one DATE");
        assertThatThrownBy(() -> builder().put("attendance.sessions", 40))
                .hasMessage("'attendance.sessions' takes one INTEGER");
    }

    @Test
    void refuses_an_index_where_none_belongs_and_none_where_one_belongs() {
        assertThatThrownBy(() -> builder().put("immunization.vaccine", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().put("immunization[*].vaccine", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().put("child[0].sex", "male")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().put("immunization[01].vaccine", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().put("immunization[10000].vaccine", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().put("immunization[-1].vaccine", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().put("immunization].[vaccine", "BCG"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_code_or_an_answer_outside_its_list_and_never_repeats_the_value() {
        assertThatThrownBy(() -> builder().put("child.sex", "Frau Schmidt"))
                .hasMessage("'child.sex' takes a code of the list 'sex'");
        assertThatThrownBy(() -> builder().put("support.needed", "perhaps"))
                .hasMessage("'support.needed' has no such answer");
    }

    @Test
    void refuses_a_blank_text_since_unknown_is_absent() {
        assertThatThrownBy(() -> builder().put("child.phone", " "))
                .hasMessage("'child.phone' is blank; leave out what is unknown");
    }

    @Test
    void never_prints_what_it_holds() {
        ChildRecord record = builder().put("child.familyName", "Раҳимзода").build();
        assertThat(record).hasToString("ChildRecord[education/emis, 2026-10-01, [child.familyName]]");
    }

    @Test
    void does_not_change_once_built() {
        ChildRecord.Builder builder = builder().put("child.sex", "male");
        ChildRecord record = builder.build();
        builder.put("child.language", "tg");
        assertThat(record.values()).containsOnlyKeys("child.sex");
        assertThatThrownBy(() -> record.values().put("child.sex", "female"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equals_a_record_of_the_same_system_day_and_values() {
        ChildRecord one = builder().putAll(Map.of("child.sex", "male")).build();
        assertThat(one)
                .isEqualTo(builder().put("child.sex", "male").build())
                .hasSameHashCodeAs(builder().put("child.sex", "male").build());
        assertThat(one)
                .isNotEqualTo(ChildRecord.from("health/register", DAY)
                        .put("child.sex", "male")
                        .build());
        assertThat(one)
                .isNotEqualTo(ChildRecord.from("education/emis", DAY.plusDays(1))
                        .put("child.sex", "male")
                        .build());
    }

    @Property
    void gives_the_catalogue_path_of_every_index_up_to_four_digits(@ForAll @IntRange(max = 9999) int index) {
        assertThat(ChildRecord.cataloguePath("guardian[" + index + "].phone")).isEqualTo("guardian[*].phone");
    }

    @Property(tries = 300)
    void accepts_no_path_outside_the_catalogue(@ForAll String path) {
        if (!FieldCatalogue.standard().paths().contains(path)) {
            assertThatThrownBy(() -> builder().put(path, "x")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ChildRecord.Builder builder() {
        return ChildRecord.from("education/emis", DAY);
    }
}
