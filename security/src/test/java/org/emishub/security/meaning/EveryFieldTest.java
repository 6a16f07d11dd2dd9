package org.emishub.security.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.junit.jupiter.api.Test;

class EveryFieldTest {
    private static final Path FOLDER = Path.of(System.getProperty("emishub.root"), "routes", "agreements");
    private static final Pseudonyms PSEUDONYMS = new HmacPseudonyms(Pairwise.MASTER, Pairwise.EPOCH);
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    private static List<Path> agreements() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().matches(".*(?<!\\.cases)\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** A value of each field, under two indexes where it repeats; codes are of those that have a coarser one, where there are any. */
    private static Map<String, Object> held(String path) {
        Object value =
                switch (Catalogue.type(path)) {
                    case "date" -> LocalDate.of(2017, 4, 3);
                    case "integer" -> 12L;
                    case "decimal" -> new BigDecimal("12.50");
                    case "boolean" -> true;
                    case "answer" -> Catalogue.words(path).get(0);
                    case "code" ->
                        Catalogue.codes(path).stream()
                                .filter(Catalogue.coarser(path)::containsKey)
                                .findFirst()
                                .orElse(Catalogue.codes(path).get(0));
                    default -> "held";
                };
        return path.contains("*")
                ? Map.of(path.replace('*', '0'), value, path.replace('*', '7'), value)
                : Map.of(path, value);
    }

    private static Map<String, String> leaving(Agreement agreement, Map<String, Object> held) {
        ChildRecord record = Hub.record(agreement.provider(), DAY, held);
        return Verdict.spelt(Disclosure.of(record, agreement, PSEUDONYMS).fields());
    }

    @Test
    void of_every_field_that_there_is_exactly_those_of_the_allow_list_leave() throws IOException {
        int pairs = 0;
        for (Path file : agreements()) {
            byte[] bytes = Files.readAllBytes(file);
            Agreement agreement = AgreementFile.parse(file.getFileName().toString(), bytes);
            Map<String, Object> text = Catalogue.yaml(Files.readString(file));
            Map<String, Object> lines = Catalogue.map(text.getOrDefault("discloses", Map.of()));
            Map<String, Object> everything = new LinkedHashMap<>();
            for (String path : Catalogue.all().keySet()) {
                Map<String, Object> held = held(path);
                everything.putAll(held);
                Set<String> left = leaving(agreement, held).keySet();
                Set<String> expected = new TreeSet<>();
                lines.forEach((line, operation) -> {
                    if (operation.equals("answer")) {
                        expected.add(line);
                    } else if (line.equals(path) && !operation.equals("count")) {
                        expected.addAll(held.keySet());
                    }
                });
                assertThat(left).as(agreement.id() + ", " + path).isEqualTo(expected);
                pairs++;
            }
            Set<String> paths = leaving(agreement, everything).keySet().stream()
                    .map(concrete -> concrete.replaceFirst("\\[[0-9]+]", "[*]"))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> allowed = new TreeSet<>(lines.keySet());
            allowed.removeIf(line -> "count".equals(lines.get(line)));
            assertThat(paths).as(agreement.id()).isEqualTo(allowed);
            assertThat(leaving(agreement, everything))
                    .as(agreement.id())
                    .isEqualTo(new Leaving(everything, DAY)
                            .under(lines, Set.of(), agreement.client().toString()));
        }
        System.out.println("privacy: " + pairs + " (field, shipped agreement) pairs: only the allow-list left");
        assertThat(pairs)
                .isEqualTo(agreements().size() * Catalogue.all().size())
                .isPositive();
    }
}
