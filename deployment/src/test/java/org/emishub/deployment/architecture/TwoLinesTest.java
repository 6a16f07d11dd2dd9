package org.emishub.deployment.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emishub.routes.system.Adapter;
import org.junit.jupiter.api.Test;

/** An adapter costs its folder and two lines: this is where the two are, and nobody else names it. */
class TwoLinesTest {
    private static final Path ROOT = Path.of(System.getProperty("emishub.root"));
    private static final String SERVICE = "src/main/resources/META-INF/services/org.emishub.routes.system.Adapter";
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(adapter-[a-z-]+)</artifactId>");

    @Test
    void every_adapter_is_a_folder_a_module_a_dependency_and_a_name_in_its_own_resources() throws IOException {
        String modules = read("adapters/pom.xml");
        String dependencies = read("deployment/pom.xml");
        assertThat(folders()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(folder -> {
            assertThat(modules).contains("<module>" + folder.getFileName() + "</module>");
            Matcher artifact = ARTIFACT.matcher(Files.readString(folder.resolve("pom.xml")));
            assertThat(artifact.find()).isTrue();
            assertThat(dependencies).contains("<artifactId>" + artifact.group(1) + "</artifactId>");
            assertThat(Files.readAllLines(folder.resolve(SERVICE))).isNotEmpty();
            assertThat(folder.resolve("README.md")).exists();
        });
    }

    @Test
    void every_named_adapter_is_found() throws IOException {
        List<String> found = ServiceLoader.load(Adapter.class).stream()
                .map(provider -> provider.type().getName())
                .toList();
        for (Path folder : folders()) {
            assertThat(found).containsAll(Files.readAllLines(folder.resolve(SERVICE)));
        }
    }

    @Test
    void no_pom_but_these_two_names_an_adapter() throws IOException {
        for (String other : List.of("pom.xml", "mappings/pom.xml", "security/pom.xml", "routes/pom.xml")) {
            assertThat(ARTIFACT.matcher(read(other)).find()).as(other).isFalse();
        }
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("adapters"))) {
            return files.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
