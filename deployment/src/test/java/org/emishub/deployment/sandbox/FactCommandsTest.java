package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands by which an operator notes facts: exit codes, what they say, and the one object of {@code --json}. */
class FactCommandsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String CHILD = "4100000000017";
    private static final String MOTHER = "9000000000001";
    private static final String WORKER = "zarina@social-protection/casework";
    private static final String AGREEMENT = "needs.enrolment";

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static String hubYaml;

    private record Ran(int exit, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        sandbox =
                Sandbox.start(HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings));
        HubConfig.Doors doors = sandbox.config().doors();
        hubYaml = Files.writeString(
                        folder.resolve("hub.yaml"),
                        "data: data\nagreements: " + sandbox.config().agreements()
                                + "\ndoors: { host: 127.0.0.1, http: " + doors.http() + ", management: "
                                + doors.management() + " }\n")
                .toString();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", hubYaml));
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private static void says(String line, String... arguments) {
        Ran ran = hub(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out().strip()).isEqualTo(line);
    }

    private static JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        Ran ran = hub(all.toArray(String[]::new));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out().strip().lines()).as("one object and nothing else").hasSize(1);
        return MAPPER.readTree(ran.out());
    }

    private static void cannot(String why, String... arguments) {
        Ran ran = hub(arguments);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(why);
    }

    @Test
    void opens_and_closes_a_case() {
        says("The case is open.", "case", "open", "C-7", "--worker", WORKER, "--child", CHILD, "--by", "registrar");
        says("The case is closed.", "case", "close", "C-7", "--worker", WORKER, "--child", CHILD);
        cannot("no such case open", "case", "close", "C-8", "--worker", WORKER, "--child", CHILD);
        cannot("--worker", "case", "open", "C-7", "--child", CHILD);
        cannot("--child", "case", "open", "C-7", "--worker", WORKER);
        cannot("CASE", "case", "open", "--worker", WORKER, "--child", CHILD);
        cannot(
                "write 'from' as 2026",
                "case",
                "open",
                "C-7",
                "--worker",
                WORKER,
                "--child",
                CHILD,
                "--from",
                "tomorrow");
    }

    @Test
    void notes_guardians_consents_and_objections() {
        cannot("has no say", "objection", "make", "--child", CHILD, "--agreement", AGREEMENT, "--who", MOTHER);
        says("The guardian has a say.", "guardian", "give", MOTHER, "--child", CHILD, "--from", "2020-01-01T00:00:00Z");
        says("The birth date is kept, sealed.", "guardian", "born", "2015-03-04", "--child", CHILD);
        says(
                "The objection is noted.",
                "objection",
                "make",
                "--child",
                CHILD,
                "--agreement",
                AGREEMENT,
                "--who",
                MOTHER);
        says("They no longer object.", "objection", "end", "--child", CHILD, "--agreement", AGREEMENT, "--who", MOTHER);
        assertThat(json("consent", "list", "--child", CHILD).path("consents").isEmpty())
                .isTrue();
        cannot("needs consent", "consent", "withdraw", "--child", CHILD, "--agreement", AGREEMENT, "--who", MOTHER);
        assertThat(json("guardian", "end", MOTHER, "--child", CHILD)
                        .path("changed")
                        .asBoolean())
                .isTrue();
        cannot("has no say over this child", "guardian", "end", MOTHER, "--child", CHILD);
    }

    @Test
    void seals_and_unseals_a_child() {
        says("The child is sealed.", "seal", "--child", CHILD, "--kind", "adoption");
        assertThat(json("seal", "--child", CHILD).path("changed").asBoolean()).isTrue();
        says("The seal is off.", "unseal", "--child", CHILD, "--kind", "adoption");
        says("The seal is off.", "unseal", "--child", CHILD);
        says("The child is sealed.", "seal", "--child", CHILD, "--kind", "adoption");
        String notSo = "the child is not sealed by 'everything': give the kind that it was sealed by, --kind "
                + "'everything' or 'protected address' or 'adoption' or 'suspected abuser'";
        cannot(notSo, "unseal", "--child", CHILD);
        says("The seal is off.", "unseal", "--child", CHILD, "--kind", "adoption");
        cannot(notSo, "unseal", "--child", CHILD);
        cannot("'boredom' is no kind", "seal", "--child", CHILD, "--kind", "boredom");
    }

    /** The say is found without blanks: were its look kept with them, it would be of a second child, whom no erasure of the first reaches. */
    @Test
    void blanks_around_a_number_make_no_second_child_and_what_nobody_sees_is_refused() {
        String other = "4100000000025";
        says("The guardian has a say.", "guardian", "give", MOTHER, "--child", other, "--from", "2020-01-01T00:00:00Z");
        says("The birth date is kept, sealed.", "guardian", "born", "2015-03-04", "--child", other);
        assertThat(hub("usage", "--child", " " + other + " ", "--as", "guardian: " + MOTHER)
                        .exit())
                .isZero();
        for (String unseen : List.of("\u00a0", "\u200b", "\ufeff")) {
            cannot("cannot be seen", "guardian", "give", MOTHER, "--child", other + unseen);
            cannot("cannot be seen", "usage", "--child", other, "--as", "guardian:" + unseen + MOTHER);
            cannot("cannot be seen", "seal", "--child", other, "--against", MOTHER + unseen);
        }

        assertThat(json("child", "erase", "--child", " " + other, "--reason", "UNLAWFUL")
                        .path("changed")
                        .asBoolean())
                .isTrue();
        String pack = folder.resolve("none.zip").toString();
        for (String spelling : List.of(other, " " + other, other + " ", " " + other + " ")) {
            cannot("nothing is kept of such a child", "evidence", "export", "--child", spelling, "-o", pack);
        }
    }

    @Test
    void lists_recipients_under_a_heading_and_in_plain_words() {
        Ran ran = hub("recipient", "list");

        assertThat(ran.exit()).as(ran.err()).isZero();
        List<String> lines = ran.out().lines().toList();
        assertThat(lines.get(0)).matches("recipient +state +waiting +dead letters");
        assertThat(lines.subList(1, lines.size())).isNotEmpty().allSatisfy(line -> assertThat(line)
                .matches("[a-z0-9/-]+ +delivering +0 +0"));
        assertThat(json("recipient", "list").path("recipients"))
                .allSatisfy(one -> assertThat(one.path("breaker").asString("")).isEqualTo("CLOSED"));
    }

    @Test
    void says_about_whom_the_needs_were_asked_and_by_whom() {
        Ran ran = hub("needs", CHILD, "--user", "zarina", "--case", "C-9");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("Child " + CHILD + ", asked about by zarina (social worker) in case C-9\n\n");
        assertThat(json("needs", CHILD, "--user", "zarina", "--case", "C-9").propertyNames())
                .containsExactly("needs.enrolment", "needs.health", "needs.benefits");
    }

    @Test
    void names_the_languages_in_which_a_log_can_be_told() {
        cannot(
                "there are no words in 'de': give --lang en, ru, kk, tg, tk",
                "usage",
                "--child",
                CHILD,
                "--as",
                "child",
                "--lang",
                "de");
    }

    @Test
    void lists_and_reviews_what_was_looked_at_without_a_case() {
        assertThat(json("breakglass", "list").path("broken").isArray()).isTrue();
        cannot("waits for its review", "breakglass", "review", "4711", "--finding", "justified");
        cannot("--finding", "breakglass", "review", "4711");
    }

    @Test
    void says_that_no_hub_is_there() throws IOException {
        Path nowhere = Files.writeString(folder.resolve("nowhere.yaml"), "data: nothing\n");
        StringWriter err = new StringWriter();
        int exit = HubCommand.commandLine()
                .setErr(new PrintWriter(err))
                .execute("seal", "--child", CHILD, "--config", nowhere.toString());
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains("holds no hub's data");
    }
}
