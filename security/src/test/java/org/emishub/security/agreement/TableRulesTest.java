package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.TableRule.Dominance;
import org.junit.jupiter.api.Test;

class TableRulesTest {
    private static Agreement table(String table) {
        return SampleAgreement.parse(SampleAgreement.STATISTIC
                .replace("table: { threshold: 5 }", "table: { threshold: 5" + table + " }")
                .replace(
                        "  child.sex: as is\n",
                        "  child.sex: as is\n  enrolment.grade: as is\n  enrolment.schoolId: as is\n"));
    }

    private static final String SCHOOLS = "enrolment.schoolId: [enrolment.district]";

    @Test
    void what_is_not_said_is_safe() {
        TableRule rule =
                SampleAgreement.parse(SampleAgreement.STATISTIC).table().orElseThrow();

        assertThat(rule).isEqualTo(new TableRule(5, Optional.empty(), 1, 3, Map.of(), 183));
    }

    @Test
    void everything_can_be_said() {
        TableRule rule = table(", protection: 4, rounding: 5, linkedDays: 30"
                        + ", dominance: { of: enrolment.className, largest: 2, percent: 90 }"
                        + ", hierarchies: { enrolment.grade: coarser code, " + SCHOOLS + " }")
                .table()
                .orElseThrow();

        assertThat(rule)
                .isEqualTo(new TableRule(
                        5,
                        Optional.of(new Dominance("enrolment.className", 2, 90)),
                        5,
                        4,
                        Map.of("enrolment.grade", List.of(), "enrolment.schoolId", List.of("enrolment.district")),
                        30));
    }

    @Test
    void what_is_wrong_names_its_line_and_the_remedy() {
        refuses(", hierarchies: { enrolment.grade: coarser, " + SCHOOLS + " }", "Write 'coarser code' for a code");
        refuses(", hierarchies: { child.birthDate: coarser code, " + SCHOOLS + " }", "is no dimension of this table");
        refuses(", hierarchies: { enrolment.schoolId: [enrolment.grade] }", "is a dimension already");
        refuses(", hierarchies: { enrolment.schoolId: [child.nationality] }", "cannot be a level");
        refuses(", hierarchies: { enrolment.schoolId: [] }", "no level is named");
        refuses(
                ", hierarchies: { " + SCHOOLS + " }, dominance: { of: child.sex, largest: 1, percent: 80 }",
                "Name a field that is no dimension");
        refuses(
                ", hierarchies: { " + SCHOOLS + " }, dominance: { of: enrolment.className, largest: 1, percent: 100 }",
                "is not a share");
        refuses(", protection: 0, hierarchies: { " + SCHOOLS + " }", "is not a positive number");
        refuses(", threshhold: 5, hierarchies: { " + SCHOOLS + " }", "Did you mean 'threshold'?");
    }

    @Test
    void a_school_is_a_dimension_only_as_the_finest_level_of_a_hierarchy() {
        refuses("", "cannot be used in a statistic");
    }

    @Test
    void an_extract_names_fields_that_are_disclosed_once() {
        String batch = SampleAgreement.QUERY.replace("exchange: query", "exchange: batch");
        String extract = "extract: { k: 5, by: [child.birthDate] }\n";

        assertThat(SampleAgreement.parse(batch + extract).extract())
                .contains(new ExtractRule(5, List.of("child.birthDate")));
        assertThatThrownBy(() -> SampleAgreement.parse(batch + extract.replace("child.birthDate", "child.sex")))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("cannot be compared by");
        assertThatThrownBy(() -> SampleAgreement.parse(batch + "extract: { k: 1, by: [child.birthDate] }\n"))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("Write 3 or more");
        assertThatThrownBy(() -> SampleAgreement.parse(SampleAgreement.QUERY + extract))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("Remove 'extract'");
    }

    private static void refuses(String table, String words) {
        assertThatThrownBy(() -> table(table))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("sample.statistic.yaml")
                .hasMessageContaining(words);
    }
}
