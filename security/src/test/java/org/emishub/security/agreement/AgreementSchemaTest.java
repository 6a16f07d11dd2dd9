package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.yaml.YamlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors are given and the parser that decides say the same. */
class AgreementSchemaTest {
    private static final Path ROOT = Path.of(System.getProperty("emishub.root", ".."));
    private static final JsonNode FILE = read(ROOT.resolve("deployment/docs/agreement.schema.json"));
    private static final Schema SCHEMA = SchemaRegistry.withDialect(
                    Dialects.getDraft202012(),
                    builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()))
            .getSchema(FILE);
    private static final String GLASS =
            "breakGlass: { allowed: true, reasons: [danger], minutes: 60, reviewer: dpo, within: 72h }\n";

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> faults(String yaml) {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return SCHEMA.validate(JsonMapper.shared().valueToTree(loaded)).stream()
                .map(Error::toString)
                .toList();
    }

    static List<Path> shipped() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("routes/agreements", "deployment/src/test/resources/fifth/agreements")) {
            try (Stream<Path> list = Files.list(ROOT.resolve(folder))) {
                list.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> !file.toString().endsWith(".cases.yaml"))
                        .forEach(files::add);
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void takes_every_agreement_that_is_shipped(Path file) throws IOException {
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    @Test
    void takes_the_samples_that_the_parser_takes() {
        for (String sample : List.of(
                SampleAgreement.QUERY,
                SampleAgreement.STATISTIC,
                SampleAgreement.QUERY
                        + "supersedes: 1\ndpvPurpose: PaymentManagement\nsigned: [a.p7s, b.p7s]\n"
                        + "sealed: { protected address: [child.address, \"guardian[*].*\"], adoption: [] }\n"
                        + GLASS,
                SampleAgreement.QUERY.replace(
                        "exchange: query", "exchange: batch\nextract: { k: 5, by: [child.birthDate] }"),
                SampleAgreement.QUERY.replace(
                        "consent: { needed: false }",
                        "consent: { needed: true, of: guardian, childFrom: 14, withdrawalStopsQueued: false, takenFrom: [health/emr] }"))) {
            assertThat(faults(sample)).isEmpty();
            assertThat(SampleAgreement.parse(sample)).isNotNull();
        }
    }

    private static Set<String> keys(String pointer) {
        JsonNode properties = FILE.at(pointer + "/properties");
        assertThat(properties.isObject()).as(pointer).isTrue();
        assertThat(FILE.at(pointer + "/additionalProperties").asBoolean(true))
                .as(pointer)
                .isFalse();
        return new TreeSet<>(properties.propertyNames());
    }

    @Test
    void has_the_keys_of_the_parser_and_no_other() {
        assertThat(keys("")).isEqualTo(new TreeSet<>(Keys.AGREEMENT));
        assertThat(keys("/properties/asker")).isEqualTo(new TreeSet<>(Keys.ASKER));
        assertThat(keys("/properties/consent")).isEqualTo(new TreeSet<>(Keys.CONSENT));
        assertThat(keys("/properties/breakGlass")).isEqualTo(new TreeSet<>(Keys.BREAK_GLASS));
        assertThat(keys("/properties/limits")).isEqualTo(new TreeSet<>(Keys.LIMITS));
        assertThat(keys("/properties/visibleToChild/anyOf/1")).isEqualTo(new TreeSet<>(Keys.HIDDEN));
        assertThat(keys("/properties/retention")).isEqualTo(new TreeSet<>(Keys.RETENTION));
        assertThat(keys("/properties/incident")).isEqualTo(new TreeSet<>(Keys.INCIDENT));
        assertThat(keys("/properties/table")).containsAll(TableRules.TABLE_KEYS);
        assertThat(keys("/properties/extract")).containsAll(TableRules.EXTRACT_KEYS);
        assertThat(keys("/properties/sealed")).isEqualTo(new TreeSet<>(Seal.allWords()));
    }

    private static Set<String> words(String pointer) {
        Set<String> words = new TreeSet<>();
        FILE.at(pointer + "/enum").forEach(word -> words.add(word.stringValue()));
        return words;
    }

    private static Set<String> words(Class<? extends Enum<?>> type) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(type.getEnumConstants())
                .forEach(one -> words.add(one.name().toLowerCase(Locale.ROOT)));
        return words;
    }

    @Test
    void knows_the_words_of_the_parser_and_no_other() {
        assertThat(words("/properties/purposeOfUse")).isEqualTo(PurposeOfUse.CODES);
        assertThat(words("/properties/dpvPurpose")).isEqualTo(DpvPurpose.CODES);
        assertThat(words("/properties/onlyFor")).isEqualTo(new TreeSet<>(NamedCheck.allWords()));
        assertThat(words("/properties/exchange")).isEqualTo(words(Agreement.Kind.class));
        assertThat(words("/properties/lawfulBasis")).isEqualTo(words(Agreement.LawfulBasis.class));
        Set<String> paths = new TreeSet<>(FieldCatalogue.standard().paths());
        assertThat(keys("/$defs/lines")).isEqualTo(paths);
        FieldCatalogue.standard().paths().forEach(path -> paths.add(path.substring(0, path.indexOf('.')) + ".*"));
        assertThat(words("/$defs/path")).isEqualTo(paths);
    }

    @Test
    void allows_of_each_field_the_operations_that_fit_it_and_no_other() {
        List<String> operations = List.of(
                "as is",
                "year",
                "month",
                "age band 5",
                "rounded to 5",
                "answer",
                "coarsened code",
                "pseudonym for research",
                "count",
                "as it is");
        for (Field field : FieldCatalogue.standard().fields()) {
            for (String operation : operations) {
                boolean fits =
                        Operation.parse(operation).filter(o -> o.fits(field)).isPresent();
                String line = "\"" + field.path() + "\": " + operation;
                boolean taken = faults(SampleAgreement.QUERY.replace(
                                "  child.birthDate: year\n  attendance.rate: rounded to 5", "  " + line))
                        .isEmpty();
                assertThat(taken)
                        .as(line + ", see $defs of agreement.schema.json")
                        .isEqualTo(fits);
            }
        }
    }

    /** Each is refused by both; ~ begins a new line. */
    @ParameterizedTest(name = "{1} instead of {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "purpose: Try        | purpos: Try",
                "law: Law on Samples, art. 1 | article: 1",
                "version: 2          | version: two",
                "version: 2          | version: 0",
                "agreement: sample.query | agreement: Sample",
                "country: TJ         | country: Tajikistan",
                "social-protection/mis | Social/mis",
                "exchange: query     | exchange: push",
                "exchange: query     | exchange: event",
                "exchange: query     | exchange: statistic",
                "about: attendance   | about: The register",
                "HPAYMT              | HPAYMNT",
                "HPAYMT              | HPAYMT~dpvPurpose: Nosiness",
                "HPAYMT              | HPAYMT~onlyFor: everybody",
                "public_task         | because",
                "public_task         | consent",
                "2026-09-01 .. 2027  | 2026-09-01 - 2027",
                "reviewBy: 2027-06-01 | reviewBy: next year",
                "named user          | organisation",
                ", roles: [case worker, supervisor] | ' '",
                "case: required      | case: maybe",
                "needed: false       | needed: no",
                "needed: false       | needed: true",
                "needed: false       | needed: false, childFrom: 14",
                "needed: false       | needed: true, of: mother",
                "needed: false       | needed: true, of: guardian, childFrom: 19",
                "needed: false       | needed: true, of: guardian, takenFrom: []",
                "needed: false       | needed: true, of: guardian, takenFrom: [emr]",
                "needed: false       | needed: true, of: guardian, takenFrom: [health/emr, health/emr]",
                "perDay: 100         | perDay: 0",
                "limits: { perDay: 100, perRequest: 10 } | limits: { perDay: 100 }",
                "limits:             | breakGlass: { allowed: true }~limits:",
                "limits:             | breakGlass: { reasons: [danger], minutes: 0, reviewer: dpo, within: 72h }~limits:",
                "limits:             | breakGlass: { reasons: [danger], minutes: 60, reviewer: dpo, within: 3 days }~limits:",
                "limits:             | breakGlass: { allowed: false, minutes: 60 }~limits:",
                "limits:             | sealed: { everything: [] }~limits:",
                "limits:             | sealed: { adoption: [child.adress] }~limits:",
                "limits:             | table: { threshold: 5 }~limits:",
                "limits:             | extract: { k: 5, by: [child.birthDate] }~limits:",
                "exchange: query     | exchange: batch~extract: { k: 5 }",
                "exchange: query     | exchange: batch~extract: { by: [child.birthDate] }",
                "asks:               | question:",
                "child.birthDate: year | child.birthdate: year",
                "child.birthDate: year | child.birthDate: rounded to 5",
                "rounded to 5        | rounded to five",
                "child.familyName: T | child.surname: T",
                "visibleToChild: true | visibleToChild: false",
                "visibleToChild: true | visibleToChild: { withheldUntil: 2027-09-01 }",
                "hub: 24h after      | hub: 48h after",
                "crossBorder: none   | crossBorder: yes",
                "onward: forbidden   | onward: allowed",
                "dpo@education.example | the office",
                "hours: 24           | hours: 96",
                "hours: 24 }         | hours: 24 }~signed: [a.pdf, b.p7s]",
                "hours: 24 }         | hours: 24 }~signed: [a.p7s, a.p7s]"
            })
    void refuses_what_the_parser_refuses(String from, String to) {
        String broken = SampleAgreement.QUERY.replace(from, to.replace('~', '\n'));
        assertThat(broken).isNotEqualTo(SampleAgreement.QUERY);

        assertThat(faults(broken)).isNotEmpty();
        assertThatThrownBy(() -> SampleAgreement.parse(broken)).isInstanceOf(YamlException.class);
    }

    @Test
    void breaks_no_glass_without_a_case_of_a_named_user() {
        String without = SampleAgreement.QUERY.replace(", case: required", "") + GLASS;

        assertThat(faults(without)).isNotEmpty();
        assertThat(faults(SampleAgreement.QUERY + GLASS)).isEmpty();
    }
}
