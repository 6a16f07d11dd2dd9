package org.emishub.adapters.education.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.routes.gateway.HubUnavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
    private final Fixture hub = new Fixture();
    private final EmisSimulator emis = TestCountry.emis(40);

    @TempDir
    private Path folder;

    private DropFolder drop;

    @BeforeEach
    void open() throws Exception {
        drop = new DropFolder(folder, hub.intake, PackageLimits.DEFAULT);
    }

    private Path incoming(String name) {
        return folder.resolve("incoming").resolve(name);
    }

    private List<String> names(String sub) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(sub))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void takes_a_complete_file_and_leaves_result_and_report() throws Exception {
        long rows = emis.drop(folder.resolve("incoming"), "a.zip", emis.bulk());
        assertThat(drop.sweep()).isEqualTo(1);
        assertThat(names("incoming")).isEmpty();
        assertThat(names("done")).containsExactly("a.zip.report.csv", "a.zip.report.jsonl", "a.zip.result.json");
        String result = Files.readString(folder.resolve("done/a.zip.result.json"));
        assertThat(HubReceipt.check(result, rows).rowsRefused()).isZero();
    }

    @Test
    void does_not_touch_a_file_that_is_still_being_written() throws Exception {
        Files.write(incoming("a.zip.part"), new byte[10]);
        assertThat(drop.sweep()).isZero();
        assertThat(names("incoming")).containsExactly("a.zip.part");
    }

    @Test
    void reports_every_error_of_a_row_as_csv_and_json_lines() throws Exception {
        Files.write(incoming("a.zip"), Fixture.zip(Fixture.golden("errors/bulk")));
        drop.sweep();
        List<String> csv = Files.readAllLines(folder.resolve("done/a.zip.report.csv"));
        assertThat(csv)
                .hasSize(23)
                .startsWith("file,line,column,code")
                .contains("users.csv,3,familyName,MISSING_VALUE");
        assertThat(Files.readAllLines(folder.resolve("done/a.zip.report.jsonl")))
                .hasSize(22)
                .contains("{\"file\":\"users.csv\",\"line\":3,\"column\":\"familyName\",\"code\":\"MISSING_VALUE\"}");
        assertThat(String.join("", csv)).doesNotContain("klingon", "Иванов");
    }

    @Test
    void moves_what_is_no_package_away_with_the_reason() throws Exception {
        Files.writeString(incoming("a.zip"), "no zip");
        Files.writeString(incoming("b.csv"), "no,header\n");
        assertThat(drop.sweep()).isEqualTo(2);
        assertThat(names("incoming")).isEmpty();
        assertThat(names("failed")).containsExactly("a.zip", "a.zip.result.json", "b.csv", "b.csv.result.json");
        assertThat(Files.readString(folder.resolve("failed/a.zip.result.json"))).contains("NOT_A_ZIP");
        assertThat(names("done")).isEmpty();
    }

    @Test
    void a_file_that_could_not_be_recorded_stays_and_is_taken_after_a_restart() throws Exception {
        emis.drop(folder.resolve("incoming"), "a.zip", emis.bulk());
        drop.sweep();
        emis.drop(folder.resolve("incoming"), "b.zip", TestCountry.emis(42).bulk());
        hub.gateway.fault = new HubUnavailable(new IllegalStateException("full"));
        assertThatThrownBy(() -> drop.sweep()).isInstanceOf(HubUnavailable.class);
        assertThat(names("incoming")).containsExactly("b.zip");
        try (DropFolder restarted = new DropFolder(folder, hub.intake, PackageLimits.DEFAULT)) {
            restarted.start();
            for (int i = 0; i < 600 && !names("incoming").isEmpty(); i++) {
                Thread.sleep(100);
            }
        }
        assertThat(names("incoming")).isEmpty();
        assertThat(hub.gateway.events).hasSize(2);
    }

    @Test
    void a_package_that_is_damaged_inside_does_not_hold_up_those_behind_it() throws Exception {
        byte[] damaged = Fixture.zip(Fixture.golden("tajik/bulk"));
        int users = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("users.csv");
        Arrays.fill(damaged, users + 60, users + 200, (byte) 0x5A);
        Files.write(incoming("a.zip"), damaged);
        emis.drop(folder.resolve("incoming"), "b.zip", emis.bulk());
        assertThat(drop.sweep()).isEqualTo(2);
        assertThat(names("failed")).containsExactly("a.zip", "a.zip.result.json");
        assertThat(names("done")).contains("b.zip.result.json");
    }
}
