package org.emishub.deployment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HubCommandTest {
    private static final Path AGREEMENTS = Path.of(System.getProperty("emishub.root"), "routes", "agreements");

    @TempDir
    Path folder;

    private record Ran(int exit, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }

    /** A configuration with agreements of its own. */
    private Path config() throws IOException {
        Path agreements = Files.createDirectory(folder.resolve("agreements"));
        try (Stream<Path> files = Files.list(AGREEMENTS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, agreements.resolve(file.getFileName()));
            }
        }
        return Files.writeString(folder.resolve("hub.yaml"), "agreements: agreements\ndata: data\n");
    }

    @Test
    void checks_the_agreements_and_runs_their_cases() throws IOException {
        String config = config().toString();
        Ran check = run("agreement", "check", "--config", config);
        assertThat(check.exit()).as(check.err()).isZero();
        Ran test = run("agreement", "test", "--json", "--config", config);
        assertThat(test.exit()).as(test.err()).isZero();
        JsonNode result = JsonMapper.shared().readTree(test.out());
        assertThat(result.path("failed").asInt(-1)).isZero();
        assertThat(result.path("cases").size()).isGreaterThan(9);
    }

    @Test
    void names_file_line_and_remedy_of_a_misspelt_field() throws IOException {
        Path config = config();
        Path file = folder.resolve("agreements/social-protection.attendance.yaml");
        Files.writeString(file, Files.readString(file).replace("  attendance.rate:", "  attendance.rte:"));
        Ran check = run("agreement", "check", "--config", config.toString());
        assertThat(check.exit()).isEqualTo(2);
        assertThat(check.err())
                .containsPattern("social-protection\\.attendance\\.yaml:\\d+: .*attendance\\.rte")
                .contains("Did you mean 'attendance.rate'?")
                .doesNotContain("\tat ");
    }

    @Test
    void removes_a_field_from_the_register_with_its_line() throws IOException {
        String config = config().toString();
        assertThat(run("register", "--format", "csv", "--config", config).out()).contains("attendance.rate");
        Path agreements = folder.resolve("agreements");
        for (String name :
                new String[] {"social-protection.attendance", "social-protection.attendance-legacy", "needs.enrolment"
                }) {
            Path file = agreements.resolve(name + ".yaml");
            Files.writeString(file, Files.readString(file).replaceAll("(?m)^  attendance\\.rate: .*\n", ""));
        }
        assertThat(run("register", "--format", "csv", "--config", config).out())
                .isNotEmpty()
                .doesNotContain("attendance.rate: rounded");
    }

    @Test
    void stops_the_start_with_the_line_of_an_unknown_setting() throws IOException {
        Path config = Files.writeString(folder.resolve("hub.yaml"), "mode: sandbox\nport: 8080\n");
        Ran ran = run("run", "--config", config.toString());
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("hub.yaml:2: unknown key 'port'").doesNotContain("\tat ");
    }

    @Test
    void says_what_to_do_where_there_is_no_hub() throws IOException {
        Ran ran = run("ledger", "verify", "--config", config().toString());
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .contains("holds no hub's data")
                .contains("./hub demo")
                .doesNotContain("\tat ");
    }

    @Test
    void asks_for_a_command() {
        assertThat(run().exit()).isEqualTo(2);
    }
}
