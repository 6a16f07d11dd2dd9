package org.emishub.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.junit.jupiter.api.Test;

class RoutesNameNothingTest {
    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(RoutesNameNothingTest::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void no_source_names_a_field() throws IOException {
        List<String> sources = sources();
        for (String path : FieldCatalogue.standard().paths()) {
            assertThat(sources).noneMatch(source -> source.contains('"' + path + '"'));
        }
    }

    @Test
    void no_source_names_a_system_or_an_agreement() throws IOException {
        List<String> sources = sources();
        for (Agreement agreement : Agreements.load(Path.of("agreements")).all()) {
            for (String name : List.of(
                    agreement.id(),
                    agreement.provider().toString(),
                    agreement.client().toString())) {
                assertThat(sources).noneMatch(source -> source.contains('"' + name));
            }
        }
    }
}
