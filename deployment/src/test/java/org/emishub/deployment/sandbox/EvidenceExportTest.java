package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.vault.FileChildVault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Evidence from a running hub after a day of exchanges, checked in an empty folder by a program that knows no hub. */
class EvidenceExportTest {
    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static EntryReader entries;
    private static String child;

    private record Ran(int exit, String out, String err) {}

    @BeforeAll
    static void play_a_day() {
        Path root = Path.of(System.getProperty("emishub.root"));
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1500");
        sandbox = Sandbox.start(HubConfig.read(Optional.empty(), root, settings));
        entries = new EntryReader(
                sandbox.hub().part(DataSource.class), sandbox.hub().part(FileChildVault.class));
        sandbox.load();
        new Scenarios(sandbox).play().forEach(played -> assertThat(played.objection())
                .as(played.title())
                .isEmpty());
        child = Cast.of(Sandbox.country(sandbox.config())).granted().nationalId();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static Ran hub(Object... arguments) throws IOException {
        HubConfig.Doors doors = sandbox.config().doors();
        Path hubYaml = Files.writeString(
                folder.resolve("hub.yaml"),
                "data: data\ndoors: { host: 127.0.0.1, http: " + doors.http() + ", management: " + doors.management()
                        + " }\n");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        all.addAll(List.of("--config", hubYaml.toString()));
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private static Ran python(Path in, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-B"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = Files.createTempFile(folder, "out", "");
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(out);
        assertThat(said).doesNotContain("Traceback");
        return new Ran(process.exitValue(), said, "");
    }

    private static Path export(String name, Object... arguments) throws IOException {
        Path pack = folder.resolve(name + ".zip");
        List<Object> all = new ArrayList<>(List.of("evidence", "export", "-o", pack, "--by", "auditor@court"));
        all.addAll(List.of(arguments));
        Ran ran = hub(all.toArray());
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        return pack;
    }

    private static Path unzip(Path pack, String name) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name));
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.getInputStream(entry).readAllBytes());
            }
        }
        return to;
    }

    @Test
    void a_childs_pack_holds_in_an_empty_folder_and_not_when_a_byte_of_it_is_another() throws Exception {
        Path newest = folder.resolve("data/checkpoints/checkpoint");
        // The first is signed ten seconds after the first entry.
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(newest));
        String before = Files.readString(newest);
        Path held = Files.writeString(folder.resolve("held"), before);
        Path pack = export("child", "--child", child);
        Path unpacked = unzip(pack, "unpacked");

        Ran ran = python(unpacked, "verify.py", ".");
        assertThat(ran.out())
                .startsWith("VERIFIED")
                .contains("without a gap from its entry number 1")
                .contains("are issued by the registry's authority")
                .contains("no witness cosigned any state in here", "no time stamp of an authority is in the pack");
        assertThat(ran.exit()).isZero();
        assertThat(python(unpacked, "verify.py", pack, "--checkpoint", held).exit())
                .isZero();
        assertThat(Files.readString(unpacked.resolve("disclosures.csv"))).contains("RELEASED", "social-protection");
        assertThat(unpacked.resolve("agreements")).isNotEmptyDirectory();
        assertThat(unpacked.resolve("certificates"))
                .isDirectoryContaining(file ->
                        file.getFileName().toString().matches("social-protection\\.mis-[A-Za-z0-9_-]{43}\\.pem"));

        Path verifier = Files.copy(unpacked.resolve("verify.py"), folder.resolve("verify.py"));
        Random dice = new Random(3);
        List<Path> files;
        try (Stream<Path> all = Files.walk(unpacked)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            byte[] altered = whole.clone();
            altered[dice.nextInt(altered.length)] ^= (byte) (1 << dice.nextInt(8));
            Files.write(file, altered);
            assertThat(python(folder, verifier, unpacked).exit())
                    .as(unpacked.relativize(file).toString())
                    .isEqualTo(1);
            Files.write(file, whole);
        }
        assertThat(python(folder, verifier, unpacked).exit()).isZero();
    }

    @Test
    void that_it_was_asked_for_is_an_entry_with_who_asked_and_ends_the_childs_log() throws Exception {
        Path pack = export("asked", "--child", child);

        List<Entry> log = entries.ofChild(child);
        Entry last = log.get(log.size() - 1);
        assertThat(last.event()).isEqualTo("LOOKED_UP");
        assertThat(entries.side(last).actor()).isEqualTo("auditor@court");
        JsonNode listing;
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            listing = JsonMapper.shared()
                    .readTree(zip.getInputStream(zip.getEntry("pack.json")).readAllBytes());
        }
        assertThat(listing.path("lookUp").asLong()).isEqualTo(last.sequence());
        assertThat(listing.path("subject").path("id").asString("")).isEqualTo(child);
    }

    @Test
    void by_agreement_and_by_message_there_is_no_side_and_no_childs_identifier() throws Exception {
        Path pack = export("agreement", "--agreement", "social-protection.attendance");
        Path unpacked = unzip(pack, "of an agreement");

        Ran ran = python(unpacked, "verify.py", ".", "--json");
        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(unpacked.resolve("sides")).doesNotExist();
        try (Stream<Path> all = Files.walk(unpacked)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(child, "auditor@court");
            }
        }
    }

    @Test
    void a_message_of_an_erased_child_says_when_its_sides_were_erased() throws Exception {
        EntryDraft entry = new EntryDraft(
                Event.REFUSED,
                "m-erased",
                Optional.empty(),
                "NO_CASE",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                "",
                new EntryDraft.Side("child-to-erase", "worker", "refused"));
        sandbox.hub().part(Ledger.class).commit((connection, appender) -> appender.append(entry));
        assertThat(hub("child", "erase", "--child", "child-to-erase", "--reason", "UNLAWFUL", "--by", "officer")
                        .exit())
                .isZero();

        Path unpacked = unzip(export("erased", "--message", "m-erased"), "of an erased child");

        Ran ran = python(unpacked, "verify.py", ".");
        assertThat(ran.out())
                .startsWith("VERIFIED")
                .containsPattern("The personal sides of 1 entries cannot be opened: erased on 20[^ ]+, "
                        + "tombstone entry [0-9]+ \\(UNLAWFUL\\)");
        assertThat(ran.exit()).isZero();
        assertThat(hub("evidence", "export", "--child", "child-to-erase").exit())
                .isEqualTo(2);
    }

    @Test
    void the_whole_ledger_of_the_day_holds_for_the_same_program() throws Exception {
        Path pack = export("for its verifier", "--agreement", "social-protection.attendance");
        Path verifier = unzip(pack, "of the verifier").resolve("verify.py");
        Path copy = folder.resolve("ledger copy");
        assertThat(hub("ledger", "export", "-o", copy).exit()).isZero();

        Ran ran = python(folder, verifier, copy);

        assertThat(ran.out()).startsWith("VERIFIED").contains("recomputed one by one", "released before it left");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void json_tells_where_the_pack_is_and_what_nobody_knows_is_refused() throws Exception {
        Ran ran = hub(
                "evidence", "export", "--child", child, "--to", "2100-01-01", "--json", "-o", folder.resolve("to.zip"));
        JsonNode told = JsonMapper.shared().readTree(ran.out());
        assertThat(told.path("file").asString("")).endsWith("to.zip");
        assertThat(told.path("entries").asInt()).isPositive();
        assertThat(told.has("content")).isFalse();
        assertThat(python(unzip(folder.resolve("to.zip"), "to"), "-I", "verify.py", ".")
                        .out())
                .contains("which is the look-up for this pack", "and says nothing of what came after");
        assertThat(hub("evidence", "export", "--child", "nobody").exit()).isEqualTo(2);
        assertThat(hub("evidence", "export").exit()).isEqualTo(2);
        assertThat(hub("evidence", "export", "--child", "a", "--message", "b").exit())
                .isEqualTo(2);
        assertThat(hub("evidence", "export", "--child", child, "--from", "yesterday")
                        .exit())
                .isEqualTo(2);
        assertThat(hub("evidence", "export", "--child", child, "--from", "2100-01-01")
                        .exit())
                .isEqualTo(2);
    }

    /** A pack of nothing is verified too, and would look like proof that there was nothing. */
    @Test
    void what_holds_no_entry_and_what_no_verifier_could_read_is_no_pack() throws Exception {
        List<String> agreement = List.of("--agreement", "social-protection.attendance");
        for (List<String> of : List.of(List.of("--child", child), agreement, List.of("--message", "nobody-sent-it"))) {
            cannot("there is no entry of it", of, "--to", "1990-01-01");
            cannot("'from' is not before 'to'", of, "--from", "2026-11-22", "--to", "2026-11-01");
            cannot("'from' is not before 'to'", of, "--from", "2026-11-22", "--to", "2026-11-22");
            cannot("'to' lies in a year from 0000 to 9999", of, "--to", "+10000-01-01");
            cannot("'from' lies in a year from 0000 to 9999", of, "--from", "-0001-12-31T23:59:59Z");
        }
        cannot("there is no entry of it", List.of("--message", "nobody-sent-it"));
        cannot("there is no entry of it", List.of("--agreement", "nobody.agreed"));
    }

    private static void cannot(String why, List<String> of, String... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of("evidence", "export", "-o", folder.resolve("none.zip")));
        all.addAll(of);
        all.addAll(List.of(arguments));
        Ran ran = hub(all.toArray());
        assertThat(ran.err()).as(String.valueOf(all)).contains(why);
        assertThat(ran.exit()).isEqualTo(2);
    }
}
