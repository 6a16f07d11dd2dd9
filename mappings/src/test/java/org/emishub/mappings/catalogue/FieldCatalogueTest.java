package org.emishub.mappings.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.yaml.YamlException;
import org.junit.jupiter.api.Test;

class FieldCatalogueTest {
    private static final String GOOD =
            """
            child.sex:
              meaning: Sex
              type: code
              codes: sex
              sensitivity: school
              steward: education
            """;

    @Test
    void has_at_least_sixty_fields_in_every_group_of_a_child_record() {
        assertThat(FieldCatalogue.standard().fields()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(FieldCatalogue.standard().fields().stream().map(Field::group).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "child",
                        "guardian",
                        "enrolment",
                        "attendance",
                        "support",
                        "immunization",
                        "immunizationStatus",
                        "missingVaccine",
                        "healthCheck",
                        "disability",
                        "household",
                        "benefit",
                        "meals");
    }

    @Test
    void explains_every_field_in_one_sentence_and_names_a_steward() {
        assertThat(FieldCatalogue.standard().fields()).allSatisfy(field -> {
            assertThat(field.meaning()).as(field.path()).endsWith(".").hasSizeGreaterThan(10);
            assertThat(field.steward()).as(field.path()).matches("[a-z]+(-[a-z]+)*");
        });
    }

    @Test
    void has_no_blank_binding_and_binds_every_standard() {
        assertThat(FieldCatalogue.standard().fields())
                .allSatisfy(field ->
                        assertThat(field.bindings().values()).as(field.path()).allMatch(binding -> !binding.isBlank()));
        for (Standard standard : Standard.values()) {
            assertThat(FieldCatalogue.standard().fields()).as(standard.name()).anyMatch(field -> field.bindings()
                    .containsKey(standard));
        }
    }

    @Test
    void names_only_code_lists_that_exist() {
        assertThat(FieldCatalogue.standard().fields())
                .filteredOn(field -> field.type() == FieldType.CODE)
                .isNotEmpty()
                .allSatisfy(field ->
                        assertThat(CodeList.standard(field.codes()).codes()).isNotEmpty());
    }

    @Test
    void lets_every_answer_be_unknown_or_not_found() {
        assertThat(FieldCatalogue.standard().fields())
                .filteredOn(field -> field.type() == FieldType.ANSWER)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.answers()).containsAnyOf("unknown", "not found"));
    }

    @Test
    void treats_health_and_disability_as_special_category() {
        Set<String> special =
                Set.of("support", "immunization", "immunizationStatus", "missingVaccine", "healthCheck", "disability");
        assertThat(FieldCatalogue.standard().fields())
                .filteredOn(field -> special.contains(field.group()))
                .allSatisfy(field -> assertThat(field.sensitivity()).isEqualTo(Sensitivity.SPECIAL_CATEGORY));
    }

    @Test
    void refuses_a_misspelt_key_with_line_and_hint() {
        assertThatThrownBy(() -> FieldCatalogue.parse("fields.yaml", GOOD.replace("steward", "stewart")))
                .isInstanceOf(YamlException.class)
                .hasMessage("fields.yaml:6: unknown key 'stewart'. Did you mean 'steward'?");
    }

    @Test
    void refuses_a_path_that_is_not_group_dot_name() {
        assertThatThrownBy(() -> FieldCatalogue.parse("fields.yaml", GOOD.replace("child.sex", "sex")))
                .hasMessageContaining("'sex' is not a field path");
    }

    @Test
    void refuses_a_code_field_without_a_list_and_an_answer_without_words() {
        assertThatThrownBy(() -> FieldCatalogue.parse("fields.yaml", GOOD.replace("  codes: sex\n", "")))
                .hasMessageContaining("needs codes exactly when it is a code");
        assertThatThrownBy(() -> FieldCatalogue.parse("fields.yaml", GOOD.replace("type: code", "type: answer")))
                .hasMessageContaining("needs answers exactly when it is an answer");
    }
}
