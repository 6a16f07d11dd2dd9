package org.emishub.adapters.statistics.sdmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.emishub.adapters.statistics.StatisticsReceiver;
import org.emishub.adapters.statistics.structure.StructureSchema;
import org.emishub.outside.NeedsTool;
import org.emishub.outside.OutsideMaterial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdmxFormatTest {
    private static final Dataset DATASET = new Dataset(
            StatisticsReceiver.enrolment(),
            "EMIS-m1",
            LocalDate.of(2026, 10, 1),
            List.of(
                    new Observation(List.of("A", "TJ_SU", "F", "Y7", "G1", "_T"), 41, false),
                    new Observation(List.of("A", "TJ_SU", "F", "Y7", "G1", "Y"), 0, true),
                    new Observation(List.of("A", "_T", "_T", "_T", "_T", "_T"), 4987, false)));

    @Test
    void writes_the_golden_csv() throws IOException {
        assertThat(new String(SdmxFormat.CSV.write(DATASET), StandardCharsets.UTF_8))
                .isEqualTo(golden("enrolment.csv"));
    }

    @Test
    void writes_the_golden_xml() throws IOException {
        assertThat(new String(SdmxFormat.ML.write(DATASET), StandardCharsets.UTF_8))
                .isEqualTo(golden("enrolment.xml"));
    }

    @Test
    void writes_the_same_bytes_for_the_same_table() {
        byte[] first = SdmxFormat.ML.write(DATASET);
        byte[] second = SdmxFormat.ML.write(DATASET);
        assertThat(first).isEqualTo(second);
    }

    @Test
    void a_suppressed_observation_has_a_status_and_no_value() {
        String xml = new String(SdmxFormat.ML.write(DATASET), StandardCharsets.UTF_8);

        assertThat(xml.lines().collect(java.util.stream.Collectors.joining()))
                .contains("SPECIAL_NEED=\"Y\" TIME_PERIOD=\"2026\" OBS_STATUS=\"Q\" CONF_STATUS=\"C\"");
    }

    @Test
    void writes_fifty_thousand_observations() {
        List<Observation> many = IntStream.range(0, 50_000)
                .mapToObj(i -> new Observation(List.of("A", "TJ_SU", "F", "Y7", "G1", "_T"), i, false))
                .toList();

        byte[] csv = SdmxFormat.CSV.write(new Dataset(DATASET.structure(), "m", DATASET.prepared(), many));

        assertThat(new String(csv, StandardCharsets.UTF_8).lines()).hasSize(50_001);
    }

    @Test
    @OutsideMaterial
    @NeedsTool("xmllint")
    void our_structure_message_validates_against_the_sdmx_schemas(@TempDir Path folder) throws Exception {
        Path message = folder.resolve("structure.xml");
        try (InputStream in = StatisticsReceiver.class.getResourceAsStream("EMIS_ENROLMENT.xml")) {
            Files.copy(in, message);
        }

        assertThat(xmllint(schemas().resolve("SDMXMessage.xsd"), message)).isZero();
    }

    @Test
    @OutsideMaterial
    @NeedsTool("xmllint")
    void the_data_validates_against_the_schema_generated_from_the_definition(@TempDir Path folder) throws Exception {
        Path schema = Files.writeString(
                folder.resolve("enrolment.xsd"),
                StructureSchema.of(
                        DATASET.structure(), schemas().toUri().toString().replaceAll("/$", "")));
        Path all = wrapper(folder, schema);

        assertThat(xmllint(all, write(folder, "good.xml", golden("enrolment.xml"))))
                .isZero();
        assertThat(xmllint(
                        all, write(folder, "code.xml", golden("enrolment.xml").replace("\"G1\"", "\"G99\""))))
                .as("an unknown code")
                .isEqualTo(3);
        assertThat(xmllint(
                        all,
                        write(folder, "missing.xml", golden("enrolment.xml").replace(" SEX=\"F\"", ""))))
                .as("a missing dimension")
                .isEqualTo(3);
        assertThat(xmllint(
                        all, write(folder, "value.xml", golden("enrolment.xml").replace("\"41\"", "\"many\""))))
                .as("a value that is no number")
                .isEqualTo(3);
    }

    /** The message schema does not know the generated one: a schema that imports both is what a validator is given. */
    private static Path wrapper(Path folder, Path schema) throws IOException {
        return write(
                folder,
                "all.xsd",
                """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
                  <xs:import namespace="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" schemaLocation="%s"/>
                  <xs:import namespace="%s" schemaLocation="%s"/>
                </xs:schema>
                """
                        .formatted(
                                schemas().resolve("SDMXMessage.xsd").toUri(),
                                DATASET.structure().namespace(),
                                schema.toUri()));
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Path schemas() {
        return OutsideMaterial.ROOT.resolve("statistics/sdmx-ml-2.1").toAbsolutePath();
    }

    private static int xmllint(Path schema, Path document) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "xmllint", "--nonet", "--noout", "--schema", schema.toString(), document.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        document.resolveSibling(document.getFileName() + ".log").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = SdmxFormatTest.class.getResourceAsStream("/org/emishub/adapters/statistics/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
