package org.emishub.security.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacPseudonymsTest {
    private static final SystemId COMMITTEE = SystemId.of("statistics/committee");
    private static final SystemId MIS = SystemId.of("social-protection/mis");

    private final Pseudonyms pseudonyms = new HmacPseudonyms(new byte[32], "2026");

    @Test
    void names_a_child_alike_to_one_receiver_and_domain() {
        String name = pseudonyms.of(COMMITTEE, "research", "1204567890123");

        assertThat(name).matches("[A-Z2-7]{52}");
        assertThat(new HmacPseudonyms(new byte[32], "2026").of(COMMITTEE, "research", "1204567890123"))
                .isEqualTo(name);
    }

    @Test
    void names_a_child_differently_to_each_receiver_domain_and_epoch_and_under_each_key() {
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;

        assertThat(Set.of(
                        pseudonyms.of(COMMITTEE, "research", "12"),
                        pseudonyms.of(MIS, "research", "12"),
                        pseudonyms.of(COMMITTEE, "health", "12"),
                        new HmacPseudonyms(new byte[32], "2027").of(COMMITTEE, "research", "12"),
                        new HmacPseudonyms(otherKey, "2026").of(COMMITTEE, "research", "12")))
                .hasSize(5);
    }

    @Property(tries = 200)
    void names_two_children_differently(@ForAll @StringLength(max = 20) String one, @ForAll String other) {
        assertThat(pseudonyms.of(MIS, "research", one).equals(pseudonyms.of(MIS, "research", other)))
                .isEqualTo(one.equals(other));
    }

    @Test
    void cannot_be_confused_by_the_spelling_of_domain_and_epoch() {
        assertThatThrownBy(() -> pseudonyms.of(MIS, "research\0", "12")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wants_a_whole_key_and_never_prints_it() {
        assertThatThrownBy(() -> new HmacPseudonyms(new byte[16], "2026")).isInstanceOf(IllegalArgumentException.class);
        assertThat(pseudonyms.toString()).isEqualTo("HmacPseudonyms[2026]");
    }

    /** RFC 4648, section 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void writes_base32_as_the_rfc_does(String text, String expected) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(expected);
    }
}
