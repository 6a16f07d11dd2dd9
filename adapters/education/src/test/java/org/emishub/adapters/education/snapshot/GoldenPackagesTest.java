package org.emishub.adapters.education.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.intake.ErrorList;
import org.emishub.mappings.record.ChildRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Each folder of {@code golden}: packages as a register would send them, and what the hub must hold and report afterwards. */
class GoldenPackagesTest {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @ParameterizedTest
    @ValueSource(strings = {"tajik", "turkmen", "kazakh", "errors", "delta"})
    void turns_a_package_into_the_expected_records_and_report(String name) throws Exception {
        Fixture hub = new Fixture();
        ErrorList errors = new ErrorList(1_000);
        for (String step : List.of("bulk", "delta")) {
            Path folder = Fixture.golden(name).resolve(step);
            if (Files.isDirectory(folder)) {
                hub.snapshot.load(
                        Fixture.posted(Fixture.zip(folder)),
                        name + "-" + step,
                        Fixture.TODAY.plusDays(step.length() - 4L),
                        errors,
                        hub.unmapped::add);
            }
        }

        Map<String, Object> json = new LinkedHashMap<>();
        try (Stream<StoredChild> children = AllChildren.stream(hub.database, hub.vault, Fixture.EMIS)) {
            json.put(
                    "children",
                    children.map(child -> child.record(Fixture.EMIS).build())
                            .map(GoldenPackagesTest::plain)
                            .sorted((a, b) -> a.toString().compareTo(b.toString()))
                            .toList());
        }
        json.put(
                "errors",
                errors.first().stream()
                        .map(e -> e.file() + ":" + e.line() + ":" + e.column() + ":" + e.code())
                        .toList());
        json.put(
                "unmapped",
                hub.unmapped.stream().map(u -> u.list() + ":" + u.code()).toList());
        String actual = MAPPER.writeValueAsString(json) + "\n";
        Path expected = Fixture.golden(name).resolve("expected.json");
        if (System.getenv("EMISHUB_GOLDEN_WRITE") != null) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static Map<String, Object> plain(ChildRecord record) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("asOf", record.asOf().toString());
        record.values()
                .forEach((path, value) -> values.put(path, value instanceof LocalDate day ? day.toString() : value));
        return values;
    }
}
