package org.emishub.mappings.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeListTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "attendance-reason",
                "benefit-programme",
                "benefit-status",
                "country",
                "disability-kind",
                "enrolment-status",
                "grade",
                "guardian-relation",
                "household-category",
                "immunization-status",
                "language",
                "sex",
                "subdivision",
                "support-kind",
                "vaccine-group"
            })
    void has_a_meaning_for_every_code_and_every_coarser_code_in_the_list(String name) {
        CodeList list = CodeList.standard(name);
        assertThat(list.codes()).isNotEmpty().allSatisfy(code -> {
            assertThat(code).isNotBlank().doesNotContain(" ");
            assertThat(list.meaning(code)).as(code).isNotBlank();
            assertThat(list.coarser(code).stream()).as(code).allMatch(list::has).doesNotContain(code);
            assertThat(list.coarser(code).flatMap(list::coarser))
                    .as("coarser of coarser " + code)
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"KZ,20", "KG,9", "TJ,5", "TM,6", "UZ,14"})
    void has_every_first_level_subdivision_of_the_five_countries(String country, int count) {
        CodeList list = CodeList.standard("subdivision");
        assertThat(list.codes().stream().filter(code -> code.startsWith(country + "-")))
                .hasSize(count)
                .allSatisfy(code -> assertThat(list.coarser(code)).contains(country));
        assertThat(list.coarser(country)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "grade-0,isced-0",
        "grade-1,isced-1",
        "grade-4,isced-1",
        "grade-5,isced-2",
        "grade-9,isced-2",
        "grade-10,isced-3",
        "grade-12,isced-3"
    })
    void coarsens_a_grade_to_its_isced_2011_level(String grade, String level) {
        assertThat(CodeList.standard("grade").coarser(grade)).contains(level);
    }

    @Test
    void knows_the_languages_of_the_region() {
        assertThat(CodeList.standard("language").codes()).contains("tg", "tk", "kk", "ky", "uz", "ru", "kaa", "sgh");
    }

    @Test
    void says_so_when_a_list_does_not_exist() {
        assertThatThrownBy(() -> CodeList.standard("colour"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the canonical code list 'colour' is missing from the class path");
    }
}
