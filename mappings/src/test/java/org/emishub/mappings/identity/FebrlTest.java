package org.emishub.mappings.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.emishub.outside.OutsideMaterial;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measures the matcher on FEBRL data: each duplicate with its planted errors is looked for among all originals. */
class FebrlTest {
    @ParameterizedTest(name = "{0}, with identifiers: {1}")
    @CsvSource({
        "dataset1.csv,true,1.0,0.75",
        "dataset1.csv,false,1.0,0.60",
        "dataset2.csv,true,1.0,0.75",
        "dataset2.csv,false,1.0,0.60"
    })
    @OutsideMaterial
    void never_finds_a_stranger_and_finds_most_duplicates(
            String file, boolean withIds, double precisionFloor, double recallFloor) throws IOException {
        List<Row> rows = rows(file, withIds);
        List<Row> originals =
                rows.stream().filter(row -> row.id.endsWith("-org")).toList();
        List<Row> duplicates =
                rows.stream().filter(row -> !row.id.endsWith("-org")).toList();
        List<Description> candidates = originals.stream().map(Row::description).toList();
        int right = 0;
        int wrong = 0;
        for (Row duplicate : duplicates) {
            if (ChildMatcher.match(duplicate.description, candidates) instanceof Match.One one) {
                if (originals.get(one.index()).person().equals(duplicate.person())) {
                    right++;
                } else {
                    wrong++;
                }
            }
        }
        double precision = right / (double) (right + wrong);
        double recall = right / (double) duplicates.size();
        System.out.printf(
                Locale.ROOT,
                "FEBRL %s, identifiers %s: precision %.4f, recall %.4f (%d right, %d wrong, %d duplicates)%n",
                file,
                withIds ? "given" : "withheld",
                precision,
                recall,
                right,
                wrong,
                duplicates.size());
        assertThat(precision).isGreaterThanOrEqualTo(precisionFloor);
        assertThat(recall).isGreaterThanOrEqualTo(recallFloor);
    }

    private static List<Row> rows(String file, boolean withIds) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(OutsideMaterial.ROOT.resolve("identity/" + file)).stream()
                .skip(1)
                .toList()) {
            String[] cells = line.split("\\s*,\\s*", -1);
            rows.add(new Row(
                    cells[0].strip(),
                    new Description(
                            withIds ? text(cells[10]) : null, text(cells[2]), text(cells[1]), date(cells[9]), null)));
        }
        return rows;
    }

    private static @Nullable String text(String cell) {
        return cell.isBlank() ? null : cell.strip();
    }

    private static @Nullable LocalDate date(String cell) {
        try {
            return LocalDate.parse(cell.strip(), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private record Row(String id, Description description) {
        /** {@code rec-12} of {@code rec-12-org} and {@code rec-12-dup-0}. */
        String person() {
            return id.substring(0, id.indexOf('-', 4));
        }
    }
}
