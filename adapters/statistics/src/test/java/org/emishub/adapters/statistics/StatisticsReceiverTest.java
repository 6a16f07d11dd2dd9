package org.emishub.adapters.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.adapters.statistics.sdmx.SdmxFormat;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.disclosure.table.TableDisclosure;
import org.junit.jupiter.api.Test;

/** From the agreement in the auditor's folder to the bytes that leave. */
class StatisticsReceiverTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final BoundedCall CALL = call(Duration.ofSeconds(60));

    private final StatisticsReceiver receiver =
            new StatisticsReceiver("statistics/committee", CALL, URI.create("http://localhost:1/data"), SdmxFormat.CSV);

    @Test
    void writes_totals_and_leaves_out_what_is_suppressed() throws IOException {
        String csv = csv(Stream.concat(children("TJ-SU", "female", 30), children("TJ-SU", "male", 2)));

        assertThat(csv).contains("datastructure,EMISHUB:EMIS_ENROLMENT(1.0),R,A,_T,_T,_T,_T,_T,2026,32,A,F,PS");
        assertThat(csv.lines().filter(line -> line.contains(",M,")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(",2026,,Q,C,PS"));
    }

    @Test
    void a_value_that_is_not_known_is_counted_as_such() throws IOException {
        assertThat(csv(Stream.concat(children("TJ-SU", "female", 30), children("TJ-SU", "unknown", 30))))
                .contains(",_U,");
    }

    @Test
    void a_code_without_a_place_in_the_definition_refuses_the_table() {
        assertThatThrownBy(() -> csv(IntStream.range(0, 30).mapToObj(i -> child("TJ-SU", "female")
                        .put("enrolment.grade", "isced-1")
                        .build())))
                .isInstanceOfSatisfying(
                        UnmappedCode.class, e -> assertThat(e.unmapped().code()).isEqualTo("isced-1"));
    }

    @Test
    void an_office_that_drips_ends_in_time_and_one_that_is_away_is_tried_again() throws IOException {
        try (ServerSocket office = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread dripping = new Thread(() -> drip(office));
            dripping.start();
            URI endpoint = URI.create("http://127.0.0.1:" + office.getLocalPort() + "/data");
            assertThat(fault(endpoint, call(Duration.ofMillis(500)))).isEqualTo("TIMEOUT");
        }
        assertThat(fault(URI.create("http://127.0.0.1:1/data"), CALL)).isEqualTo("UNREACHABLE");
    }

    private static BoundedCall call(Duration within) {
        return new BoundedCall(HttpClient.newHttpClient(), within, 64 * 1024);
    }

    private static String fault(URI endpoint, BoundedCall call) {
        StatisticsReceiver to = new StatisticsReceiver("statistics/committee", call, endpoint, SdmxFormat.CSV);
        SystemFault fault =
                catchThrowableOfType(SystemFault.class, () -> to.deliver("key", new Wire("text/csv", new byte[] {1})));
        assertThat(fault.permanent()).isFalse();
        return fault.reason();
    }

    /** Promises more than it ever sends, a byte at a time. */
    private static void drip(ServerSocket office) {
        try (Socket socket = office.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(' ');
                Thread.sleep(20);
            }
        } catch (IOException hungUp) {
            // By the hub, in time.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String csv(Stream<ChildRecord> records) throws IOException {
        TableDisclosure table = TableDisclosure.of(records, agreement(), DAY);
        Wire wire = receiver.translate("m1", table);
        return new String(wire.bytes(), StandardCharsets.UTF_8);
    }

    private static Agreement agreement() throws IOException {
        Path file = Path.of(System.getProperty("emishub.root"), "routes/agreements/statistics.enrolment.yaml");
        return AgreementFile.parse(file.getFileName().toString(), Files.readAllBytes(file));
    }

    private static Stream<ChildRecord> children(String district, String sex, int count) {
        return IntStream.range(0, count).mapToObj(i -> child(district, sex).build());
    }

    private static ChildRecord.Builder child(String district, String sex) {
        return ChildRecord.from("education/emis", DAY)
                .put("child.id", "1")
                .put("child.birthDate", LocalDate.of(2019, 3, 4))
                .put("child.sex", sex)
                .put("enrolment.grade", "grade-1")
                .put("enrolment.district", district)
                .put("enrolment.status", "enrolled")
                .put("support.needed", "no");
    }
}
