package org.emishub.mappings.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.emishub.mappings.codes.Mapping.Mapped;
import org.emishub.mappings.codes.Mapping.Unmapped;
import org.junit.jupiter.api.Test;

class CodeMapTest {
    private static final CodeMap SEX = load("sex-of-a-test.csv");

    @Test
    void maps_a_known_code() {
        assertThat(SEX.map("F")).isEqualTo(new Mapped("female"));
        assertThat(SEX.require("9")).isEqualTo("unknown");
    }

    @Test
    void never_guesses_a_code_that_only_looks_like_a_known_one() {
        assertThat(SEX.map("f")).isInstanceOf(Unmapped.class);
        assertThat(SEX.map(" F")).isInstanceOf(Unmapped.class);
        assertThat(SEX.map("female")).isInstanceOf(Unmapped.class);
        assertThat(SEX.map("")).isInstanceOf(Unmapped.class);
    }

    @Property(tries = 200)
    void never_maps_a_code_outside_the_map(@ForAll String code) {
        Assume.that(!code.equals("M") && !code.equals("F") && !code.equals("9"));
        assertThat(SEX.map(code)).isInstanceOf(Unmapped.class);
    }

    @Test
    void refuses_the_record_with_system_list_and_code_of_what_is_unmapped() {
        UnmappedCode refusal = catchThrowableOfType(UnmappedCode.class, () -> SEX.require("Z".repeat(100)));
        assertThat(refusal.unmapped()).isEqualTo(new Unmapped("education/emis", "sex", "Z".repeat(64)));
        assertThat(refusal).hasMessage("unmapped code in list sex");
    }

    @Test
    void stops_the_start_when_a_target_is_not_in_the_canonical_list() {
        assertThatThrownBy(() -> load("sex-with-a-target-nobody-knows.csv"))
                .hasMessage(
                        "sex-with-a-target-nobody-knows.csv:3: needs a new code and a canonical code of the list 'sex'");
    }

    @Test
    void stops_the_start_when_a_code_is_mapped_twice() {
        assertThatThrownBy(() -> load("sex-twice.csv")).hasMessageStartingWith("sex-twice.csv:3: ");
    }

    @Test
    void stops_the_start_when_the_header_is_another() {
        assertThatThrownBy(() -> load("sex-with-another-header.csv"))
                .hasMessage("sex-with-another-header.csv:1: needs the header code,canonical,note");
    }

    @Test
    void stops_the_start_when_the_map_is_missing() {
        assertThatThrownBy(() -> load("nowhere.csv"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("code map nowhere.csv is missing from the class path");
    }

    private static CodeMap load(String resource) {
        return CodeMap.load(CodeMapTest.class, resource, "education/emis", "sex");
    }
}
