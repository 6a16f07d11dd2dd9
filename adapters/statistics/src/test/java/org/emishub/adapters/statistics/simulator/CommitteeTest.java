package org.emishub.adapters.statistics.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.emishub.adapters.statistics.StatisticsReceiver;
import org.emishub.adapters.statistics.sdmx.Dataset;
import org.emishub.adapters.statistics.sdmx.Observation;
import org.emishub.adapters.statistics.sdmx.SdmxFormat;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter's sender against the committee over real HTTP. */
class CommitteeTest {
    private final Tomcat tomcat = new Tomcat();
    private StatisticsCommitteeSimulator committee;
    private StatisticsReceiver receiver;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        try (InputStream in = StatisticsReceiver.class.getResourceAsStream("EMIS_ENROLMENT.xml")) {
            committee = new StatisticsCommitteeSimulator(in.readAllBytes());
        }
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "committee", committee);
        context.addServletMappingDecoded("/data", "committee");
        tomcat.start();
        receiver = receiver(Duration.ofSeconds(60));
    }

    private StatisticsReceiver receiver(Duration within) {
        URI endpoint = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/data");
        return new StatisticsReceiver(
                "statistics/committee",
                new BoundedCall(HttpClient.newHttpClient(), within, 64 * 1024),
                endpoint,
                SdmxFormat.CSV);
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @ParameterizedTest
    @EnumSource(SdmxFormat.class)
    void takes_what_we_write(SdmxFormat format) {
        Delivered delivered = receiver.deliver("k1", wire(format, girls(41), boys(9), total(50)));

        assertThat(new String(delivered.receipt(), StandardCharsets.UTF_8)).contains("\"observations\":3");
        assertThat(delivered.signed()).isFalse();
        assertThat(committee.received()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(SdmxFormat.class)
    void returns_to_the_sender_where_a_total_does_not_add_up(SdmxFormat format) {
        assertThatThrownBy(() -> receiver.deliver("k1", wire(format, girls(41), boys(9), total(51))))
                .isInstanceOfSatisfying(SystemFault.class, fault -> {
                    assertThat(fault.permanent()).isTrue();
                    assertThat(fault.reason()).isEqualTo("REJECTED");
                    assertThat(fault).hasMessageContaining("column SEX TOTAL_DOES_NOT_ADD_UP");
                });
        assertThat(committee.received()).isEmpty();
    }

    @Test
    void refuses_a_suppressed_cell_that_its_total_gives_away() {
        assertThatThrownBy(() -> receiver.deliver("k1", wire(SdmxFormat.CSV, girls(41), hiddenBoys(), total(50))))
                .isInstanceOf(SystemFault.class)
                .hasMessageContaining("SUPPRESSED_CELL_COMPUTABLE");
    }

    @ParameterizedTest
    @CsvSource({
        "TJ_SU, XX, line 2 column REF_AREA UNKNOWN_CODE",
        "',41,', ',many,', line 2 column OBS_VALUE BAD_VALUE",
        "2026, Q1, line 2 column TIME_PERIOD BAD_PERIOD",
        "EMIS_ENROLMENT(1.0), OTHER(1.0), line 2 column STRUCTURE_ID UNKNOWN_STRUCTURE",
        "SPECIAL_NEED, SPECIAL, line 2 UNKNOWN_COMPONENT",
        "'41,A,F', '41,Q,C', line 2 column OBS_VALUE SUPPRESSED_WITH_VALUE"
    })
    void names_line_column_and_code_of_what_is_wrong(String what, String instead, String finding) {
        Wire good = wire(SdmxFormat.CSV, girls(41));
        String bad = new String(good.bytes(), StandardCharsets.UTF_8).replace(what, instead);

        assertThatThrownBy(
                        () -> receiver.deliver("k1", new Wire(good.mediaType(), bad.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(SystemFault.class)
                .hasMessageContaining(finding);
    }

    @Test
    void the_same_delivery_again_has_no_second_effect_and_another_under_its_key_is_refused() {
        Wire wire = wire(SdmxFormat.ML, total(50));
        Delivered first = receiver.deliver("k1", wire);

        assertThat(receiver.deliver("k1", wire).receipt()).isEqualTo(first.receipt());
        assertThat(committee.received()).hasSize(1);
        assertThatThrownBy(() -> receiver.deliver("k1", wire(SdmxFormat.ML, total(51))))
                .hasMessageContaining("KEY_REUSED");
    }

    @Test
    void an_office_that_is_away_is_worth_another_try() throws Exception {
        // Its port goes on listening, and nobody answers.
        StatisticsReceiver hasty = receiver(Duration.ofSeconds(1));
        tomcat.stop();

        assertThatThrownBy(() -> hasty.deliver("k1", wire(SdmxFormat.CSV, total(50))))
                .isInstanceOfSatisfying(SystemFault.class, fault -> assertThat(fault.permanent())
                        .isFalse());
    }

    private static Wire wire(SdmxFormat format, Observation... observations) {
        Dataset dataset =
                new Dataset(StatisticsReceiver.enrolment(), "m1", LocalDate.of(2026, 10, 1), List.of(observations));
        return new Wire(format.mediaType(), format.write(dataset));
    }

    private static Observation girls(long count) {
        return new Observation(List.of("A", "TJ_SU", "F", "_T", "_T", "_T"), count, false);
    }

    private static Observation boys(long count) {
        return new Observation(List.of("A", "TJ_SU", "M", "_T", "_T", "_T"), count, false);
    }

    private static Observation hiddenBoys() {
        return new Observation(List.of("A", "TJ_SU", "M", "_T", "_T", "_T"), 0, true);
    }

    private static Observation total(long count) {
        return new Observation(List.of("A", "TJ_SU", "_T", "_T", "_T", "_T"), count, false);
    }
}
