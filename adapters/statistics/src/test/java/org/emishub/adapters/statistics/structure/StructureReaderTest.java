package org.emishub.adapters.statistics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.emishub.adapters.statistics.StatisticsReceiver;
import org.emishub.outside.OutsideMaterial;
import org.junit.jupiter.api.Test;

class StructureReaderTest {
    @Test
    void reads_our_own_definition() {
        DataStructure ours = StatisticsReceiver.enrolment();

        assertThat(ours.reference()).isEqualTo("EMISHUB:EMIS_ENROLMENT(1.0)");
        assertThat(ours.dimensions().stream().map(DataStructure.Component::id))
                .containsExactly("FREQ", "REF_AREA", "SEX", "AGE", "GRADE", "SPECIAL_NEED");
        assertThat(ours.dimensions().get(1).allows("TJ_SU")).isTrue();
        assertThat(ours.dimensions().get(1).allows("XX")).isFalse();
        assertThat(ours.attributes()).allMatch(DataStructure.Attribute::mandatory);
    }

    @Test
    @OutsideMaterial
    void reads_the_definition_that_tajikistan_reports_with() throws IOException {
        DataStructure sdg = read("statistics/tajstat-2021/TAJSTAT_DSD.xml", "SDG", "1.0");

        assertThat(sdg.reference()).isEqualTo("IAEG-SDGs:SDG(1.0)");
        assertThat(sdg.dimensions()).hasSize(15);
        assertThat(sdg.timeDimension()).isEqualTo("TIME_PERIOD");
        assertThat(sdg.dimensions().get(4).codes()).contains("M", "F", "_T");
    }

    @Test
    @OutsideMaterial
    void refuses_a_definition_whose_code_lists_the_message_does_not_hold() {
        assertThatThrownBy(() -> read("statistics/global/global-registry-structures.xml", "UOE_NON_FINANCE", "1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the message does not hold the code list UIS:CL_EDUCATION_TYPE(1.0)");
    }

    @Test
    @OutsideMaterial
    void refuses_a_definition_that_the_message_does_not_hold() {
        assertThatThrownBy(() -> read("statistics/global/global-registry-structures.xml", "NO_SUCH", "1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NO_SUCH(1.0)");
    }

    @Test
    void follows_no_external_entity() {
        String xxe = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";

        assertThatThrownBy(() -> StructureReader.read(
                        new ByteArrayInputStream(xxe.getBytes(StandardCharsets.UTF_8)), "A", "1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the structure message is not well-formed XML");
    }

    private static DataStructure read(String path, String id, String version) throws IOException {
        try (InputStream in = Files.newInputStream(OutsideMaterial.ROOT.resolve(path))) {
            return StructureReader.read(in, id, version);
        }
    }
}
