package org.emishub.adapters.education.oneroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.mappings.codes.CodeMap;
import org.emishub.mappings.codes.Mapping;
import org.emishub.outside.OutsideMaterial;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our columns and words against the OneRoster 1.2 Rostering Service OpenAPI document, which its consortium published. */
@OutsideMaterial
class OneRosterVocabularyTest {
    /** Columns of the CSV binding whose property the REST binding calls otherwise. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("preferredGivenName", "preferredFirstName"),
            Map.entry("preferredFamilyName", "preferredLastName"),
            Map.entry("agentSourcedIds", "agents"),
            Map.entry("resourceSourcedIds", "resources"),
            Map.entry("primaryOrgSourcedId", "primaryOrg"),
            Map.entry("parentSourcedId", "parent"),
            Map.entry("schoolYearSourcedId", "schoolYear"),
            Map.entry("orgSourcedId", "org"),
            Map.entry("courseSourcedId", "course"),
            Map.entry("schoolSourcedId", "school"),
            Map.entry("termSourcedIds", "terms"),
            Map.entry("classSourcedId", "class"),
            Map.entry("userSourcedId", "user"),
            Map.entry("userProfileSourcedId", "userProfile"));

    private final JsonNode schemas = read().at("/components/schemas");

    private static JsonNode read() {
        Path root = Path.of(System.getProperty("emishub.root", "."))
                .toAbsolutePath()
                .normalize()
                .resolveSibling("shared");
        Path material = Optional.ofNullable(System.getenv("EMISHUB_MATERIAL"))
                .map(Path::of)
                .orElse(root.resolve("material"));
        try {
            return JsonMapper.shared()
                    .readTree(Files.readAllBytes(material.resolve(
                            "education/oneroster-1.2-openapi/" + "onerosterv1p2rostersservice_openapi3_v1p0.json")));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Set<String> words(String type, String property) {
        JsonNode schema = schemas.at("/" + type + "/properties/" + property);
        JsonNode words = schema.has("enum") ? schema.get("enum") : schema.at("/anyOf/0/enum");
        return words.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
    }

    private void hasOnlyPropertiesOf(RosterFile file, String type) {
        Set<String> properties = schemas.at("/" + type + "/properties")
                .propertyStream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> columns = new LinkedHashSet<>();
        for (String column : file.shape().columns()) {
            columns.add(RENAMED.getOrDefault(column, column));
        }
        assertThat(properties).as(file.fileName()).containsAll(columns);
    }

    @Test
    void has_the_words_of_the_standard() {
        assertThat(Words.STATUS).isEqualTo(words("UserDType", "status"));
        assertThat(Words.ORG_TYPE).isEqualTo(words("OrgDType", "type"));
        assertThat(Words.SESSION_TYPE).isEqualTo(words("AcademicSessionDType", "type"));
        assertThat(Words.CLASS_TYPE).isEqualTo(words("ClassDType", "classType"));
        assertThat(Words.ROLE_TYPE).isEqualTo(words("RoleDType", "roleType"));
        assertThat(Words.ROLE).isEqualTo(words("RoleDType", "role"));
        assertThat(Words.ENROLMENT_ROLE).isEqualTo(words("EnrollmentDType", "role"));
        assertThat(Words.SEX).isEqualTo(words("DemographicsDType", "sex"));
    }

    @Test
    void has_columns_that_the_standard_knows_as_properties() {
        hasOnlyPropertiesOf(RosterFile.ORGS, "OrgDType");
        hasOnlyPropertiesOf(RosterFile.ACADEMIC_SESSIONS, "AcademicSessionDType");
        hasOnlyPropertiesOf(RosterFile.COURSES, "CourseDType");
        hasOnlyPropertiesOf(RosterFile.CLASSES, "ClassDType");
        hasOnlyPropertiesOf(RosterFile.USERS, "UserDType");
        hasOnlyPropertiesOf(RosterFile.DEMOGRAPHICS, "DemographicsDType");
        hasOnlyPropertiesOf(RosterFile.ENROLLMENTS, "EnrollmentDType");
    }

    /** In REST a role is part of its user; the CSV binding gives it a row with a key and the user's. */
    @Test
    void has_the_parts_of_a_role() {
        Set<String> properties = schemas.at("/RoleDType/properties")
                .propertyStream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> columns = RosterFile.ROLES.shape().columns().stream()
                .map(column -> RENAMED.getOrDefault(column, column))
                .collect(Collectors.toSet());
        assertThat(columns).containsAll(properties);
    }

    /** Whatever sex the standard allows is mapped or, as {@code other} is, left to the operator and never guessed. */
    @Test
    void maps_every_sex_but_the_one_that_has_no_canonical_code() {
        CodeMap sex = RegisterCodes.of("education/emis").sex();
        Set<String> mapped = Words.SEX.stream()
                .filter(word -> sex.map(word) instanceof Mapping.Mapped)
                .collect(Collectors.toSet());
        assertThat(mapped).containsExactlyInAnyOrder("male", "female", "unspecified");
    }
}
