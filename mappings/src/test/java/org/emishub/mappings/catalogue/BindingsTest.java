package org.emishub.mappings.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.outside.OutsideMaterial;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds every binding against the standard itself. */
class BindingsTest {
    private static final Map<String, String> ONEROSTER_SCHEMAS = Map.of(
            "users.csv", "UserDType",
            "demographics.csv", "DemographicsDType",
            "enrollments.csv", "EnrollmentDType",
            "orgs.csv", "OrgDType",
            "classes.csv", "ClassDType",
            "academicSessions.csv", "AcademicSessionDType",
            "roles.csv", "RoleDType");

    @Test
    @OutsideMaterial
    void names_files_and_columns_that_oneroster_has() throws IOException {
        JsonNode schemas = JsonMapper.shared()
                .readTree(OutsideMaterial.ROOT
                        .resolve("education/oneroster-1.2-openapi/onerosterv1p2rostersservice_openapi3_v1p0.json")
                        .toFile())
                .path("components")
                .path("schemas");
        assertThat(bindings(Standard.ONEROSTER)).isNotEmpty().allSatisfy(binding -> {
            String file = binding.substring(0, binding.indexOf('#'));
            String property = binding.substring(file.length() + 1).replaceAll("SourcedIds?$", "");
            assertThat(ONEROSTER_SCHEMAS).containsKey(file);
            assertThat(schemas.path(ONEROSTER_SCHEMAS.get(file))
                            .path("properties")
                            .has(property))
                    .as(binding)
                    .isTrue();
        });
    }

    @Test
    @OutsideMaterial
    void names_properties_that_dci_has() throws IOException {
        Set<String> words = words(OutsideMaterial.ROOT.resolve("social-protection/dci-1.0.0"), ".yaml");
        assertThat(bindings(Standard.DCI)).isNotEmpty().allSatisfy(binding -> assertThat(words)
                .as(binding)
                .contains(binding.substring(binding.indexOf('.') + 1)));
    }

    @Test
    @OutsideMaterial
    void names_concepts_that_the_sdmx_structures_of_education_have() throws IOException {
        String structures =
                Files.readString(OutsideMaterial.ROOT.resolve("statistics/global/global-registry-structures.xml"));
        Set<String> ids = Pattern.compile("Dimension[^>]* id=\"([A-Z_]+)\"")
                .matcher(structures)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(bindings(Standard.SDMX)).isNotEmpty().allSatisfy(concept -> assertThat(ids)
                .contains(concept));
    }

    @Test
    void names_fhir_elements_by_resource_and_path() {
        assertThat(bindings(Standard.FHIR)).isNotEmpty().allSatisfy(binding -> assertThat(binding)
                .matches("[A-Z][A-Za-z]+(\\.[a-z][A-Za-z]*(\\[x]|\\([a-z-]+\\))?)+"));
    }

    private static List<String> bindings(Standard standard) {
        return FieldCatalogue.standard().fields().stream()
                .flatMap(field -> Stream.ofNullable(field.bindings().get(standard)))
                .toList();
    }

    private static Set<String> words(Path folder, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> words = new TreeSet<>();
            for (Path file : files.filter(
                            path -> Files.isRegularFile(path) && path.toString().endsWith(extension))
                    .toList()) {
                words.addAll(List.of(Files.readString(file).split("[^A-Za-z0-9_]+", -1)));
            }
            return words;
        }
    }
}
