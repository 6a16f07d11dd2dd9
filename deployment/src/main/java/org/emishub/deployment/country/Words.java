package org.emishub.deployment.country;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The names and streets of one people.
 *
 * @param family in the form that men bear
 */
record Words(List<String> male, List<String> female, List<String> family, List<String> street) {
    private static final Map<Ethnicity, Words> ALL = new EnumMap<>(Ethnicity.class);

    static {
        for (Ethnicity people : Ethnicity.values()) {
            ALL.put(
                    people,
                    read("/org/emishub/deployment/country/" + people.name().toLowerCase(Locale.ROOT) + ".txt"));
        }
    }

    static Words of(Ethnicity people) {
        return ALL.getOrDefault(people, new Words(List.of(), List.of(), List.of(), List.of()));
    }

    private static Words read(String resource) {
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            Map<String, List<String>> lists = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(':')),
                            line -> List.of(
                                    line.substring(line.indexOf(':') + 2).split(", ", -1))));
            return new Words(
                    lists.getOrDefault("male", List.of()),
                    lists.getOrDefault("female", List.of()),
                    lists.getOrDefault("family", List.of()),
                    lists.getOrDefault("street", List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
