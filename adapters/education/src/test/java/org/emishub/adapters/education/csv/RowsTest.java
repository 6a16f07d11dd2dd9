package org.emishub.adapters.education.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
    private static final Shape SHAPE = new Shape("x.csv", List.of("id", "name", "note"), Set.of("id"), "metadata.");

    private final List<String> errors = new ArrayList<>();

    private List<String> read(byte[] bytes) throws Exception {
        List<String> read = new ArrayList<>();
        RowErrors to = (file, line, column, code) -> errors.add(line + ":" + column + ":" + code);
        try (Rows rows = Rows.open(SHAPE, new ByteArrayInputStream(bytes), to)) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (!row.get().refused()) {
                    read.add(row.get().line() + "=" + row.get().text("id") + "/"
                            + row.get().text("name"));
                }
            }
        }
        return read;
    }

    private List<String> read(String text) throws Exception {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_quoted_values_with_commas_and_doubled_quotes() throws Exception {
        assertThat(read("id,name,note\r\n1,\"Рӯдакӣ, \"\"Абӯабдуллоҳ\"\"\",\r\n"))
                .containsExactly("2=1/Рӯдакӣ, \"Абӯабдуллоҳ\"");
        assertThat(errors).isEmpty();
    }

    @Test
    void accepts_a_byte_order_mark_bare_line_feeds_and_a_last_line_without_end() throws Exception {
        assertThat(read("\uFEFFid,name,note\n1,a,b\n2,c,d")).containsExactly("2=1/a", "3=2/c");
    }

    @Test
    void names_the_line_of_every_error_and_goes_on_with_the_good_rows() throws Exception {
        String text =
                """
                id,name,note
                1,a,
                ,b,
                3,c
                "4,d,

                5,"e"f,
                6,g,h
                """;
        assertThat(read(text)).containsExactly("2=1/a", "8=6/g");
        assertThat(errors).containsExactly("3:id:MISSING_VALUE", "4::COLUMN_COUNT", "5::BAD_QUOTES", "7::BAD_QUOTES");
    }

    @Test
    void reports_bytes_that_are_not_utf_8_and_control_characters() throws Exception {
        byte[] bytes = "id,name,note\n1,Петров,\n2,b\u0007,\n3,c,\n".getBytes(StandardCharsets.UTF_8);
        byte[] latin = new String(bytes, StandardCharsets.UTF_8)
                .replace("Петров", "PetrXv")
                .getBytes(StandardCharsets.UTF_8);
        latin["id,name,note\n1,Petr".length()] = (byte) 0xEE;
        assertThat(read(latin)).containsExactly("4=3/c");
        assertThat(errors).containsExactly("2::BAD_ENCODING", "3::BAD_ENCODING");
    }

    @Test
    void refuses_overlong_sequences_and_surrogates_in_utf_8() throws Exception {
        byte[] head = "id,name,note\n".getBytes(StandardCharsets.UTF_8);
        byte[] overlong = {'1', ',', (byte) 0xC0, (byte) 0xAF, ',', '\n'};
        byte[] surrogate = {'2', ',', (byte) 0xED, (byte) 0xA0, (byte) 0x80, ',', '\n'};
        byte[] all = new byte[head.length + overlong.length + surrogate.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(overlong, 0, all, head.length, overlong.length);
        System.arraycopy(surrogate, 0, all, head.length + overlong.length, surrogate.length);
        assertThat(read(all)).isEmpty();
        assertThat(errors).containsExactly("2::BAD_ENCODING", "3::BAD_ENCODING");
    }

    @Test
    void skips_a_line_beyond_the_limit_without_keeping_it() throws Exception {
        String endless = "x".repeat(LineGuard.MAX_LINE_BYTES + 1);
        assertThat(read("id,name,note\n1," + endless + ",\n2,b,\n")).containsExactly("3=2/b");
        assertThat(errors).containsExactly("2::LINE_TOO_LONG");
    }

    @Test
    void refuses_a_row_with_a_value_beyond_the_limit() throws Exception {
        assertThat(read("id,name,note\n1," + "x".repeat(2_001) + ",\n2,b,\n")).containsExactly("3=2/b");
        assertThat(errors).containsExactly("2:name:VALUE_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id,name\n",
                "name,id,note\n",
                "ID,name,note\n",
                "id,name,note,extra\n",
                "id,name,note,note\n",
                "id,name,note,metadata.a,metadata.a\n"
            })
    void refuses_a_file_whose_header_is_another(String header) {
        assertThatThrownBy(() -> read(header)).isInstanceOfSatisfying(PackageRefused.class, e -> assertThat(e.why())
                .isEqualTo(PackageRefused.Why.BAD_HEADER));
    }

    @Test
    void accepts_extension_columns_to_the_right() throws Exception {
        assertThat(read("id,name,note,metadata.x\n1,a,b,c\n")).containsExactly("2=1/a");
    }

    @Test
    void counts_lines_right_through_many_blocks() throws Exception {
        String rows = Stream.iterate(1, i -> i + 1)
                .limit(50_000)
                .map(i -> i % 1_000 == 0 ? "\"" : i + ",name " + i + ",")
                .collect(Collectors.joining("\n"));
        List<String> read = read("id,name,note\n" + rows);
        assertThat(read).hasSize(49_950).contains("50000=49999/name 49999");
        assertThat(errors).hasSize(50).endsWith("50001::BAD_QUOTES");
    }
}
