package org.emishub.security.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.emishub.outside.OutsideMaterial;
import org.emishub.security.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @Test
    @OutsideMaterial
    void writes_every_published_vector_as_its_authors_do() throws Exception {
        for (Path input : Vectors.files("jcs/testdata/input")) {
            byte[] expected =
                    Files.readAllBytes(Vectors.folder("jcs/testdata/output").resolve(input.getFileName()));
            assertThat(CanonicalJson.bytes(Vectors.json(input)))
                    .as(input.getFileName().toString())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(new String(expected, StandardCharsets.UTF_8).strip());
        }
    }

    /** RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writes_numbers_as_ecmascript_does(String bits, String text) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(CanonicalJson.number(new BigDecimal(value))).isEqualTo(text);
    }

    @Property
    void reads_back_every_number_it_writes(@ForAll double value) {
        assertThat(Double.parseDouble(CanonicalJson.number(new BigDecimal(value))))
                .isEqualTo(value + 0.0);
    }

    @Test
    void refuses_what_has_no_canonical_form() {
        assertThatThrownBy(() -> CanonicalJson.bytes(StrictJson.newObject().put("a", new BigDecimal("1e400"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.bytes(StrictJson.newObject().put("a", "\ud800")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
