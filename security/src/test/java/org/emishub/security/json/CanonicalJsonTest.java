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
    @Test
    void writes_numbers_as_ecmascript_does() {
        double[] values = {
            0,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            9007199254740992d,
            295147905179352830000d,
            9.999999999999997e22,
            1e23,
            1.0000000000000001e23,
            999999999999999700000d,
            1e21,
            9.999999999999997e-7,
            0.000001,
            333333333.33333325,
            -0.0000033333333333333333,
            1424953923781206.2
        };
        String[] texts = {
            "0",
            "0",
            "5e-324",
            "1.7976931348623157e+308",
            "9007199254740992",
            "295147905179352830000",
            "9.999999999999997e+22",
            "1e+23",
            "1.0000000000000001e+23",
            "999999999999999700000",
            "1e+21",
            "9.999999999999997e-7",
            "0.000001",
            "333333333.33333325",
            "-0.0000033333333333333333",
            "1424953923781206.2"
        };
        for (int i = 0; i < values.length; i++) {
            assertThat(CanonicalJson.number(new BigDecimal(values[i]))).isEqualTo(texts[i]);
        }
    }

    @Property
    void reads_back_every_number_it_writes(@ForAll double value) {
        assertThat(Double.parseDouble(CanonicalJson.number(new BigDecimal(value)))).isEqualTo(value + 0.0);
    }

    @Test
    void refuses_what_has_no_canonical_form() {
        assertThatThrownBy(() -> CanonicalJson.bytes(StrictJson.newObject().put("a", new BigDecimal("1e400"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.bytes(StrictJson.newObject().put("a", "\ud800")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
