package org.emishub.deployment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HubCommandTest {
    private static final Path AGREEMENTS = Path.of(System.getProperty("emishub.root"), "routes", "agreements");

    /** An authority that has issued nothing. */
    private static final String CA =
            """
            -----BEGIN CERTIFICATE-----
            MIIBfTCCASOgAwIBAgIUP/IgVyob9BFRQXi6wedh0/FcZ9kwCgYIKoZIzj0EAwIw
            EzERMA8GA1UEAwwIcmVnaXN0cnkwIBcNMjYxMTIyMDUxNTQxWhgPMjEyNjEwMjkw
            NTE1NDFaMBMxETAPBgNVBAMMCHJlZ2lzdHJ5MFkwEwYHKoZIzj0CAQYIKoZIzj0D
            AQcDQgAEg+jSornC8oNaAkvKfpjKi8C4sM84dyBEZ4M8LkjRVyF8MaGvaNZHJYN0
            z7dreMuse+bdM0Xg859yhc0nE0r2OqNTMFEwHQYDVR0OBBYEFEHFu/ovScmkHc2B
            CuE7BwiXupxTMB8GA1UdIwQYMBaAFEHFu/ovScmkHc2BCuE7BwiXupxTMA8GA1Ud
            EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgBNf1gRfBv1CUJA037BmQGZC/
            sbr7fdnCq4oqv/AvVyQCIQDm0UWosR8Al9/ltT2Nry4GHnTfZTZRpUPX4pNsXNHa
            JA==
            -----END CERTIFICATE-----
            """;

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

    @Test
    void says_of_how_much_of_what_was_destroyed_a_list_can_be_made() {
        ObjectNode run = JsonMapper.shared()
                .createObjectNode()
                .put("entry", 7)
                .put("at", "2026-11-22T12:00:00Z")
                .put("destroyed", "file 1, message 2")
                .put("total", 3)
                .put("listed", 2)
                .put("holds", true);

        assertThat(RetentionCommand.Show.line(run)).endsWith("file 1, message 2  listed 2 of 3");
        assertThat(RetentionCommand.Show.line(run.put("holds", false).put("problem", "its entry names another list")))
                .endsWith("DOES NOT HOLD: its entry names another list");
    }

    @Test
    void parents_are_told_when_it_was_where_they_live() {
        assertThat(UsageCommand.local("2026-11-21T21:03:00.123Z", ZoneId.of("Asia/Dushanbe")))
                .isEqualTo("2026-11-22 02:03 Asia/Dushanbe");
    }

    @Test
    void every_command_tells_how_it_is_used() {
        everyCommand(HubCommand.commandLine(), List.of()).forEach(words -> {
            Ran ran = run(Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new));
            assertThat(ran.exit()).as(String.join(" ", words)).isZero();
            assertThat(ran.out()).contains(String.join(" ", words)).contains("Exit codes:");
        });
    }

    private static Stream<List<String>> everyCommand(CommandLine command, List<String> words) {
        return Stream.concat(
                Stream.of(words),
                command.getSubcommands().entrySet().stream()
                        .flatMap(sub -> everyCommand(
                                sub.getValue(),
                                Stream.concat(words.stream(), Stream.of(sub.getKey()))
                                        .toList())));
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
        assertThat(result.propertyNames()).containsExactly("agreements", "cases", "passed", "failed");
        assertThat(result.path("agreements").asInt()).isGreaterThan(8);
        assertThat(result.path("cases").asInt()).isGreaterThan(30);
        assertThat(result.path("passed").asInt()).isEqualTo(result.path("cases").asInt());
        assertThat(result.path("failed").isArray()).isTrue();
        assertThat(result.path("failed").isEmpty()).isTrue();
    }

    @Test
    void names_each_case_that_fails_with_its_line_and_difference() throws IOException {
        String config = config().toString();
        Path cases = folder.resolve("agreements/needs.health.cases.yaml");
        Files.writeString(
                cases,
                Files.readString(cases).replace("healthCheck.nextDue: 2026-12,", "healthCheck.nextDue: 2026-11,"));

        Ran test = run("agreement", "test", "--json", "--config", config);

        assertThat(test.exit()).isEqualTo(1);
        JsonNode failed = JsonMapper.shared().readTree(test.out()).path("failed");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("agreement").stringValue()).isEqualTo("needs.health");
        assertThat(failed.get(0).path("case").stringValue()).contains("something is due");
        assertThat(failed.get(0).path("line").asInt()).isPositive();
        assertThat(failed.get(0).path("difference").stringValue())
                .contains("2026-11")
                .contains("2026-12");
    }

    @Test
    void counts_a_broken_agreement_as_a_failure_with_file_and_line() throws IOException {
        String config = config().toString();
        Path file = folder.resolve("agreements/needs.health.yaml");
        Files.writeString(file, Files.readString(file).replace("lawfulBasis:", "lawfulBases:"));

        Ran test = run("agreement", "test", "--json", "--config", config);

        assertThat(test.exit()).isEqualTo(1);
        assertThat(test.err()).contains("needs.health.yaml:").contains("Did you mean 'lawfulBasis'?");
        JsonNode failed = JsonMapper.shared().readTree(test.out()).path("failed");
        assertThat(failed.get(0).path("agreement").stringValue()).isEqualTo("needs.health.yaml");
        assertThat(failed.get(0).path("line").asInt()).isPositive();
    }

    @Test
    void wants_the_parties_signatures_outside_the_sandbox() throws IOException {
        Path config = config();
        Files.writeString(config, Files.readString(config) + "mode: production\nmembers: members\n");
        Files.createDirectory(folder.resolve("members"));

        assertThat(run("agreement", "check", "--config", config.toString()).exit())
                .isEqualTo(2);

        Files.writeString(folder.resolve("members/ca.pem"), CA);
        Ran check = run("agreement", "check", "--config", config.toString());
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.err())
                .containsPattern("education\\.school-meals\\.yaml:\\d+: nobody has signed it for social-protection")
                .contains("agreementSigners");
    }

    @Test
    void signs_an_agreement_so_that_openssl_verifies_it() throws Exception {
        config();
        SandboxKeys keys = SandboxKeys.in(folder.resolve("keys"));
        keys.of(new SystemId("education", "person"), List.of(Use.AGREEMENT));
        Pem.write(folder.resolve("ca.pem"), keys.authority());
        Path file = folder.resolve("agreements/needs.health.yaml");
        String[] sign = {
            "agreement",
            "sign",
            file.toString(),
            "--key",
            folder.resolve("keys/education.person.p12").toString(),
            "--password-file",
            folder.resolve("keys/password").toString(),
            "--out",
            folder.resolve("one.p7s").toString()
        };

        Ran signed = run(sign);
        assertThat(signed.exit()).as(signed.err()).isZero();

        Process openssl = new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-verify",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        "one.p7s",
                        "-content",
                        file.toString(),
                        "-CAfile",
                        "ca.pem",
                        "-out",
                        "out")
                .directory(folder.toFile())
                .start();
        assertThat(openssl.waitFor()).isZero();
        assertThat(folder.resolve("out")).hasSameBinaryContentAs(file);
    }

    @Test
    void compares_two_texts_in_words_and_as_json() throws IOException {
        String config = config().toString();
        Path file = folder.resolve("agreements/needs.health.yaml");
        Path draft = Files.writeString(
                folder.resolve("draft of health.yaml"),
                Files.readString(file).replace("healthCheck.nextDue: month", "healthCheck.nextDue: as is"));

        Ran diff = run("agreement", "diff", "needs.health", draft.toString(), "--config", config);
        assertThat(diff.exit()).as(diff.err()).isEqualTo(1);
        assertThat(diff.out())
                .contains("More may be disclosed:")
                .contains("The client receives healthCheck.nextDue: as is instead of month.")
                .doesNotContain("Less may be disclosed");

        Ran same = run("agreement", "diff", "needs.health@1", file.toString(), "--config", config);
        assertThat(same.exit()).as(same.err()).isZero();
        assertThat(same.out()).contains("No difference.");

        Ran folders = run(
                "agreement",
                "diff",
                AGREEMENTS.toString(),
                folder.resolve("agreements").toString(),
                "--json",
                "--config",
                config);
        assertThat(folders.exit()).isZero();
        assertThat(JsonMapper.shared()
                        .readTree(folders.out())
                        .path("agreements")
                        .isEmpty())
                .isTrue();

        Ran unknown = run("agreement", "diff", "needs.helth", draft.toString(), "--config", config);
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("Did you mean 'needs.health'?");
    }

    @Test
    void says_in_json_what_a_new_version_lets_leave() throws IOException {
        String config = config().toString();
        Path agreements = folder.resolve("agreements");
        String first = Files.readString(agreements.resolve("needs.health.yaml"));
        Files.move(agreements.resolve("needs.health.yaml"), agreements.resolve("needs.health@1.yaml"));
        Files.copy(agreements.resolve("needs.health.cases.yaml"), agreements.resolve("needs.health@1.cases.yaml"));
        Files.writeString(
                agreements.resolve("needs.health.yaml"),
                first.replace("version: 1", "version: 2\nsupersedes: 1")
                        .replace("inForce: 2026-09-01", "inForce: 2027-01-01")
                        .replaceAll("(?m)^  healthCheck\\.nextDue: .*\n", ""));

        Ran diff = run("agreement", "diff", "needs.health@1", "needs.health@2", "--json", "--config", config);
        assertThat(diff.exit()).as(diff.err()).isEqualTo(1);
        JsonNode json = JsonMapper.shared().readTree(diff.out());
        assertThat(json.path("less").asInt()).isEqualTo(1);
        assertThat(json.path("more").asInt()).isZero();
        JsonNode one = json.path("agreements").get(0);
        assertThat(one.path("before").asInt()).isEqualTo(1);
        assertThat(one.path("after").asInt()).isEqualTo(2);
        assertThat(one.path("less").get(0).stringValue()).contains("healthCheck.nextDue: nothing instead of month");
        assertThat(run("agreement", "check", "--config", config).exit()).isZero();
    }

    @Test
    void names_file_line_and_remedy_of_a_misspelt_field() throws IOException {
        Path config = config();
        Path file = folder.resolve("agreements/social-protection.attendance.yaml");
        Files.writeString(file, Files.readString(file).replace("  attendance.rate:", "  attendance.rte:"));
        Ran check = run("agreement", "check", "--config", config.toString());
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.err())
                .containsPattern("social-protection\\.attendance\\.yaml:\\d+: .*attendance\\.rte")
                .contains("Did you mean 'attendance.rate'?")
                .doesNotContain("\tat ");
        Ran register = run("register", "--config", config.toString());
        assertThat(register.exit()).isEqualTo(1);
        assertThat(register.err()).isEqualTo(check.err());
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
