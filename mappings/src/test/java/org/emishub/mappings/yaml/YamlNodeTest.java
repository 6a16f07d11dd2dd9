package org.emishub.mappings.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.emishub.mappings.catalogue.Sensitivity;
import org.junit.jupiter.api.Test;

class YamlNodeTest {
    @Test
    void reads_texts_numbers_truths_and_dates_with_their_lines() {
        YamlNode node = read("title: Attendance \nversion: 3\nopen: true\nfrom: 2026-09-01\nroles: [a, b]\n");
        assertThat(node.get("title").text()).isEqualTo("Attendance");
        assertThat(node.get("version").integer()).isEqualTo(3);
        assertThat(node.get("open").bool()).isTrue();
        assertThat(node.get("from").date()).isEqualTo(LocalDate.of(2026, 9, 1));
        assertThat(node.get("from").line()).isEqualTo(4);
        assertThat(node.get("roles").items()).extracting(YamlNode::text).containsExactly("a", "b");
        assertThat(node.find("absent")).isEmpty();
    }

    @Test
    void refuses_an_unknown_key_with_file_line_and_the_nearest_known_one() {
        YamlNode node = read("agreement: a\nversoin: 3\n");
        YamlException error = catchThrowableOfType(
                YamlException.class, () -> node.allowOnly(Set.of("agreement", "version", "country")));
        assertThat(error).hasMessage("a.yaml:2: unknown key 'versoin'. Did you mean 'version'?");
        assertThat(error.file()).isEqualTo("a.yaml");
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.hint()).isEqualTo("Did you mean 'version'?");
    }

    @Test
    void lists_what_is_allowed_in_order_when_nothing_is_near() {
        assertThatThrownBy(() -> read("colour: red\n").allowOnly(Set.of("version", "agreement")))
                .hasMessage("a.yaml:1: unknown key 'colour'. Allowed: agreement, version.");
    }

    @Test
    void refuses_a_key_given_twice_at_any_depth() {
        assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n"))
                .hasMessage("a.yaml:3: key 'a' is given twice. Keep one of the two.");
        assertThatThrownBy(() -> read("a:\n  - x: 1\n    x: 2\n"))
                .hasMessageStartingWith("a.yaml:3: key 'x' is given twice");
    }

    @Test
    void refuses_anchors_aliases_and_merge_tricks() {
        assertThatThrownBy(() -> read("a: &x 1\nb: *x\n")).hasMessageContaining("anchors and aliases are not accepted");
        assertThatThrownBy(() -> read("a: &x [1]\n")).hasMessageContaining("anchors and aliases are not accepted");
        assertThatThrownBy(() -> read("a: &x [*x]\n")).isInstanceOf(YamlException.class);
        assertThatThrownBy(() -> read("&k a: 1\nb: *k\n")).hasMessageContaining("anchors and aliases are not accepted");
    }

    @Test
    void refuses_tags() {
        assertThatThrownBy(() -> read("a: !!binary aGk=\n")).hasMessageContaining("tags are not accepted");
        assertThatThrownBy(() -> read("a: !java.lang.Runtime x\n")).hasMessageContaining("tags are not accepted");
    }

    @Test
    void refuses_more_than_twenty_levels_however_deep() {
        assertThat(read("[".repeat(20) + "a" + "]".repeat(20)).isList()).isTrue();
        assertThatThrownBy(() -> read("[".repeat(22) + "a" + "]".repeat(22))).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> read("[".repeat(200_000) + "]".repeat(200_000)))
                .isInstanceOf(YamlException.class);
    }

    @Test
    void refuses_more_than_a_mebibyte_an_empty_file_and_a_second_document() {
        assertThatThrownBy(() -> read("a: " + "x".repeat(1 << 20))).isInstanceOf(YamlException.class);
        assertThatThrownBy(() -> read("# only a comment\n")).hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n")).isInstanceOf(YamlException.class);
    }

    @Test
    void names_the_line_of_broken_yaml() {
        assertThatThrownBy(() -> read("a: 1\nb: [1, 2\nc: 3\n"))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("a.yaml:3: not valid YAML");
    }

    @Test
    void says_what_to_write_when_a_value_is_of_another_kind() {
        YamlNode node = read("a: maybe\nb:\nc: [1]\n");
        assertThatThrownBy(() -> node.get("a").bool())
                .hasMessage("a.yaml:1: 'maybe' is neither true nor false. Write true or false.");
        assertThatThrownBy(() -> node.get("a").integer()).hasMessageContaining("is not a whole number");
        assertThatThrownBy(() -> node.get("a").date()).hasMessageContaining("Write it as 2026-09-01.");
        assertThatThrownBy(() -> node.get("a").items()).hasMessageContaining("expected a list");
        assertThatThrownBy(() -> node.get("a").entries()).hasMessageContaining("expected a map of keys");
        assertThatThrownBy(() -> node.get("b").text())
                .hasMessage("a.yaml:2: the value is empty. Write a value or remove the key.");
        assertThatThrownBy(() -> node.get("c").text()).hasMessageContaining("expected a text");
        assertThatThrownBy(() -> node.get("d")).hasMessage("a.yaml:1: 'd' is missing. Add the key 'd'.");
    }

    @Test
    void reads_a_word_of_a_closed_list_and_names_the_list_otherwise() {
        assertThat(read("a: special category\n").get("a").oneOf(Sensitivity.class))
                .isEqualTo(Sensitivity.SPECIAL_CATEGORY);
        assertThatThrownBy(() -> read("a: secret\n").get("a").oneOf(Sensitivity.class))
                .hasMessage(
                        "a.yaml:1: 'secret' is not known here. Allowed: school, identifying, social, special_category.");
    }

    @Property(tries = 500)
    void gives_a_value_or_an_error_with_a_place_for_any_text(@ForAll @StringLength(max = 60) String text) {
        try {
            assertThat(read(text)).isNotNull();
        } catch (YamlException e) {
            assertThat(e.getMessage()).startsWith("a.yaml:");
        }
    }

    private static YamlNode read(String text) {
        return YamlNode.read("a.yaml", text);
    }
}
