package org.emishub.adapters.statistics.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emishub.outside.OutsideMaterial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmittedCsvTest {
    @ParameterizedTest
    @MethodSource("examples")
    @OutsideMaterial
    void reads_every_example_of_the_field_guide(Path example) throws Exception {
        Submitted submitted = SubmittedCsv.read(Files.readAllBytes(example));

        assertThat(submitted.rows()).isNotEmpty().allMatch(row -> row.structure()
                .startsWith("ESTAT:NA_MAIN("));
    }

    Stream<Path> examples() throws IOException {
        Path folder = OutsideMaterial.ROOT.resolve("statistics/sdmx-csv-2.0");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList().stream();
        }
    }

    @Test
    void reads_quotes_commas_and_line_breaks_in_a_cell() throws Exception {
        Submitted submitted =
                SubmittedCsv.read(bytes("STRUCTURE,STRUCTURE_ID,X\r\ndataflow,A:B(1),\"a \"\"b\"\",\r\nc\"\r\n"));

        assertThat(submitted.rows().get(0).values()).containsEntry("X", "a \"b\",\r\nc");
    }

    @Test
    void names_the_line_of_a_row_with_too_few_cells() {
        assertThatThrownBy(() ->
                        SubmittedCsv.read(bytes("STRUCTURE,STRUCTURE_ID,X\ndataflow,A:B(1),1\ndataflow,A:B(1)\n")))
                .isInstanceOfSatisfying(Rejected.class, e -> assertThat(e.findings())
                        .containsExactly(new Finding(3, "", "WRONG_NUMBER_OF_CELLS")));
    }

    @Test
    void refuses_what_is_not_utf8() {
        assertThatThrownBy(() -> SubmittedCsv.read(new byte[] {(byte) 0xff}))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.findings().get(0).code()).isEqualTo("NOT_UTF8"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
