package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.Guardian;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.routes.usage.ChildUsage;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.ledger.CheckpointKeys;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.MerkleProofs;
import org.emishub.security.usage.UsageQuery;
import org.emishub.security.vault.FileChildVault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One child goes through every kind of exchange of a running hub and is erased: then no value of it is in anything that all of the hub's keys can open, nor in
 * its files, a dump of its database, what it prints and what it exports; and every proof holds, also one that was handed out before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureEndToEndTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String CASE = "C-2026-777";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path data;

    private static PrintStream out;
    private static PrintStream err;
    private static PrintStream captured;
    private static Sandbox sandbox;
    private static String hubYaml;
    private static SyntheticChild child;
    private static List<String> planted;
    private static Needles needles;
    private static EntryReader entries;
    private static Openable openable;
    private static List<Entry> log;
    private static Map<Long, String> proofs = new HashMap<>();

    private record Ran(int exit, String out, String err) {}

    @BeforeAll
    static void play() throws Exception {
        out = System.out;
        err = System.err;
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(data.resolve("hub")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        Path root = Path.of(System.getProperty("emishub.root"));
        HubConfig config = HubConfig.read(Optional.empty(), root, settings);
        Files.createDirectories(config.data());
        OutputStream printed = Files.newOutputStream(config.data().resolve("printed.log"));
        captured = new PrintStream(printed, true, UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        sandbox = Sandbox.start(config);
        hubYaml = Files.writeString(
                        data.resolve("hub.yaml"),
                        "data: hub\nagreements: " + root.resolve("routes/agreements")
                                + "\ndoors: { host: 127.0.0.1, http: "
                                + config.doors().http() + ", management: "
                                + config.doors().management() + " }\n")
                .toString();
        child = sandbox.cast().newcomer();
        planted = onlyOf(child, sandbox.country());
        needles = new Needles(planted);
        entries = new EntryReader(
                sandbox.hub().part(DataSource.class), sandbox.hub().part(FileChildVault.class));
        openable = new Openable(sandbox.hub());
        sandbox.load();
        new Exchanges().all();
        log = entries.ofChild(child.nationalId());
        LedgerProofs handedOut = proofs();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(LedgerProofs.NotYetSigned.class)
                .untilAsserted(
                        () -> log.forEach(entry -> proofs.put(entry.sequence(), handedOut.proof(entry.sequence()))));
    }

    @AfterAll
    static void stop() {
        System.setOut(out);
        System.setErr(err);
        sandbox.close();
        captured.close();
    }

    private static LedgerProofs proofs() {
        return new LedgerProofs(
                sandbox.hub().part(DataSource.class),
                sandbox.config().data().resolve("checkpoints"),
                sandbox.hub().part(CheckpointKeys.class));
    }

    /** Values that nobody else in the country has. */
    private static List<String> onlyOf(SyntheticChild child, SyntheticCountry country) {
        Set<String> others = new TreeSet<>();
        country.children().filter(one -> one.index() != child.index()).forEach(one -> others.addAll(values(one)));
        return values(child).stream()
                .filter(value -> value.getBytes(UTF_8).length >= 8 && !others.contains(value))
                .toList();
    }

    private static Set<String> values(SyntheticChild one) {
        Set<String> values = new TreeSet<>(Set.of(one.nationalId(), one.address(), one.phone()));
        one.asEmis().ifPresent(view -> values.add(view.emisId()));
        one.asHealth().ifPresent(view -> values.add(view.healthId()));
        one.asSocial().ifPresent(view -> values.add(view.socialId()));
        for (Guardian guardian : one.guardians()) {
            values.add(guardian.nationalId());
            values.add(guardian.phone());
        }
        values.add(one.name().family() + " " + one.name().given());
        return values;
    }

    private static Ran hub(String... arguments) {
        StringWriter said = new StringWriter();
        StringWriter wrong = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(wrong));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", hubYaml));
        return new Ran(command.execute(all.toArray(String[]::new)), said.toString(), wrong.toString());
    }

    /** Everything that may be asked about, or told of, one child. */
    private static final class Exchanges {
        private final HubProtocolClient schools = sandbox.clients().hubProtocol(Invented.SCHOOLS);
        private final HubProtocolClient casework = sandbox.clients().hubProtocol(Invented.CASEWORK);

        void all() throws Exception {
            new Scenarios(sandbox).childEnrolled();
            looksWithoutASay();
            facts();
            health();
            needs();
            meals();
            nobody();
            sandbox.clients()
                    .dci()
                    .ask(new org.emishub.adapters.socialprotection.simulator.DciClientSimulator.Question(
                            child.nationalId(),
                            LocalDate.of(2026, 9, 1),
                            LocalDate.of(2026, 10, 31),
                            Cast.GRANT_WORKER,
                            "case worker",
                            CASE,
                            "HPAYMT"));
            movesWhileTheRecipientIsStopped();
        }

        /** Before its birth date is kept nobody has a say: what is kept of these looks lies under no key of the child's. */
        private static void looksWithoutASay() {
            look(child.nationalId());
            look(child.guardians().get(0).nationalId());
        }

        private void facts() {
            StoredFacts facts = sandbox.hub().part(HubRoutes.class).facts();
            String id = child.nationalId();
            facts.openCase(CASE, Cast.CARE_WORKER + "@" + Invented.CASEWORK.id(), id, Instant.now());
            facts.openCase(CASE, Cast.GRANT_WORKER + "@" + Invented.MIS.id(), id, Instant.now());
            facts.guardians()
                    .give(child.guardians().get(0).nationalId(), id, Instant.EPOCH, Optional.empty(), "registrar");
            facts.guardians().born(id, child.birthDate(), "registrar");
        }

        private ObjectNode byNumber() {
            return MAPPER.createObjectNode().put("child.id", child.nationalId());
        }

        private void health() {
            schools.send("health.enrolment-check", "query", Busy.question(byNumber(), "school nurse", "", "PUBHLTH"));
        }

        private void needs() {
            for (String agreement : NeedsView.AGREEMENTS) {
                casework.send(agreement, "query", Busy.question(byNumber(), "social worker", CASE, "CAREMGT"));
            }
        }

        private void meals() {
            ObjectNode content = MAPPER.createObjectNode().put("purpose", "ELIGDTRM");
            content.putObject("asker").put("user", "m.cook").put("role", "meals officer");
            ArrayNode rows = content.putArray("rows");
            sandbox.country().children().limit(20).forEach(one -> rows.addObject()
                    .put("row", Integer.toString(one.index()))
                    .putObject("subject")
                    .put("child.id", one.nationalId()));
            rows.addObject().put("row", "x").set("subject", byNumber());
            schools.send("education.school-meals", "batch", content);
        }

        /** The number with another's birth date is nobody's, and names the child all the same. */
        private void nobody() {
            ObjectNode subject = byNumber().put("child.birthDate", "1999-01-01");
            schools.send("health.enrolment-check", "query", Busy.question(subject, "school nurse", "", "PUBHLTH"));
        }

        private void movesWhileTheRecipientIsStopped() throws Exception {
            assertThat(hub("recipient", "stop", "health/register", "--reason", "test")
                            .exit())
                    .isZero();
            EmisStudent here = EmisRecords.student(child).orElseThrow();
            EmisStudent there = sandbox.country()
                    .children()
                    .flatMap(one -> EmisRecords.student(one).stream())
                    .filter(one ->
                            one.status().equals("enrolled") && !one.schoolId().equals(here.schoolId()))
                    .findFirst()
                    .orElseThrow();
            EmisStudent moved = in(here, there.schoolId(), there.classId());
            sandbox.deliver(
                    "application/zip", EmisRecords.register(sandbox.country()).delta(List.of(moved), List.of()));
            assertThat(hub("message", "list", "--state", "pending", "--json").out())
                    .contains("health.child-enrolled");
        }

        private static EmisStudent in(EmisStudent one, String school, String schoolClass) {
            return new EmisStudent(
                    one.id(),
                    one.number(),
                    one.nationalId(),
                    one.name(),
                    one.birthDate(),
                    one.sex(),
                    one.language(),
                    one.nationality(),
                    one.district(),
                    one.address(),
                    one.phone(),
                    one.sealed(),
                    school,
                    schoolClass,
                    one.grade(),
                    one.enrolledFrom(),
                    one.enrolledTo(),
                    one.status(),
                    one.repeated(),
                    one.support(),
                    one.guardians());
        }
    }

    /** At the log of the child. */
    private static void look(String person) {
        ChildUsage.Looker looker = new ChildUsage.Looker(person, Invented.PORTAL.id(), "");
        assertThat(sandbox.hub()
                        .part(ChildUsage.class)
                        .look(looker, child.nationalId(), UsageQuery.ALL)
                        .total())
                .isZero();
    }

    private static Map<String, Set<String>> openableNow() throws SQLException {
        Map<String, Set<String>> found = new TreeMap<>();
        openable.all().forEach((column, plain) -> {
            Set<String> here = needles.in(plain);
            if (!here.isEmpty()) {
                found.put(column, here);
            }
        });
        return found;
    }

    @Test
    @Order(1)
    void before_it_the_values_can_be_opened_in_many_places() throws SQLException {
        assertThat(planted).hasSizeGreaterThan(4).contains(child.nationalId());
        assertThat(log).hasSizeGreaterThan(12);
        assertThat(openableNow())
                .containsKeys(
                        "ledger_entry.side",
                        "education_child.sealed",
                        "inbox.ciphertext",
                        "outbox.payload",
                        "outbox.receipt");
    }

    @Test
    @Order(2)
    void erasing_ends_what_is_on_its_way_and_says_what_it_deleted() {
        Ran ran = hub(
                "child",
                "erase",
                "--child",
                child.nationalId(),
                "--reason",
                "consent-withdrawn",
                "--by",
                "officer",
                "--json");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        JsonNode done = MAPPER.readTree(ran.out());
        assertThat(done.path("changed").asBoolean()).isTrue();
        assertThat(done.path("keys")).isNotEmpty();
        for (String kind :
                List.of("letters", "messages", "caseload", "guardianship", "birth_date", "kept by adapters")) {
            assertThat(done.path("deleted").path(kind).asInt()).as(kind).isPositive();
        }
        assertThat(hub("message", "list", "--state", "pending", "--json").out()).contains("\"messages\":[]");
        assertThat(hub("child", "erase", "--child", child.nationalId(), "--reason", "UNLAWFUL")
                        .out())
                .contains("Nothing is kept of this child.");
        look(child.nationalId());
        look(child.guardians().get(0).nationalId());
    }

    @Test
    @Order(3)
    void no_value_is_left_in_anything_that_the_hubs_keys_can_open() throws SQLException {
        assertThat(openableNow()).isEmpty();
        for (Entry entry : log) {
            try (Connection connection = sandbox.hub().part(DataSource.class).getConnection()) {
                assertThat(Tombstones.of(connection, entry.side()))
                        .hasValueSatisfying(stone -> assertThat(stone.reason()).isEqualTo("CONSENT_WITHDRAWN"));
            }
        }
    }

    @Test
    @Order(4)
    void no_value_is_in_files_logs_or_a_dump_of_the_database() throws Exception {
        String dump = Openable.dump(sandbox.hub().part(DataSource.class));
        assertThat(dump).contains("-- ledger_entry").contains("-- tombstone");
        assertThat(needles.in(dump.getBytes(ISO_8859_1))).isEmpty();
        assertThat(hub(
                                "ledger",
                                "export",
                                "-o",
                                sandbox.config()
                                        .data()
                                        .resolve("printed-export")
                                        .toString())
                        .exit())
                .isZero();
        Needles.Found files = needles.in(sandbox.config().data());
        assertThat(files.bytes()).isGreaterThan(20_000_000);
        assertThat(files.found()).isEmpty();
    }

    @Test
    @Order(5)
    void no_value_is_in_what_the_hub_exports_or_shows() throws IOException {
        List<String> told = new ArrayList<>();
        Path pack = data.resolve("pack.zip");
        for (String command : List.of(
                "register --format json",
                "message list --json",
                "package list --json",
                "recipient list --json",
                "codes unmapped --json",
                "breakglass list --json",
                "anomaly list --json",
                "child erasures --json",
                "retention show --json",
                "retention show",
                "audit feed export",
                "usage --as child --child " + child.nationalId(),
                "usage --json --as guardian:" + child.guardians().get(0).nationalId() + " --child "
                        + child.nationalId(),
                "consent list --json --child " + child.nationalId(),
                "evidence export --json --agreement needs.enrolment -o " + pack)) {
            told.add(said(hub(command.split(" ")), command, 0, 1));
        }
        for (Entry entry : log) {
            String[] replay = {"decision", "replay", "--json", "--entry", Long.toString(entry.sequence())};
            // 3: it cannot be made again, for what it saw is erased.
            told.add(said(hub(replay), "decision replay", 0, 3));
        }
        assertThat(told)
                .allSatisfy(text -> assertThat(needles.in(text.getBytes(UTF_8))).isEmpty());
        assertThat(needles.in(Files.readAllBytes(pack))).isEmpty();
    }

    /** A command that failed says nothing, in which nothing can be found. */
    private static String said(Ran ran, String command, Integer... exits) {
        assertThat(ran.exit()).as("%s: %s", command, ran.err()).isIn((Object[]) exits);
        assertThat(ran.out()).as(command).isNotBlank();
        return ran.out();
    }

    @Test
    @Order(6)
    void every_proof_holds_also_one_that_was_handed_out_before() throws SQLException {
        assertThat(hub("ledger", "verify").exit()).isZero();
        assertThat(proofs).hasSameSizeAs(log);
        for (Entry entry : log) {
            Entry now = entries.find(entry.sequence()).orElseThrow();
            assertThat(now.intact()).isTrue();
            assertThat(verifies(proofs.get(entry.sequence()), leafHash(entry.sequence())))
                    .isTrue();
        }
        String again = proofs().proof(log.get(0).sequence());
        assertThat(verifies(again, leafHash(log.get(0).sequence()))).isTrue();
    }

    private static byte[] leafHash(long sequence) throws SQLException {
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select sha256('\\x00'::bytea || leaf) from ledger_entry where sequence = " + sequence)) {
            row.next();
            return row.getBytes(1);
        }
    }

    /** By the text of C2SP tlog-proof@v1 alone. */
    private static boolean verifies(String proof, byte[] leafHash) {
        String[] halves = proof.split("\n\n", 2);
        String[] head = halves[0].split("\n");
        long index = Long.parseLong(head[1].substring("index ".length()));
        List<byte[]> path =
                Arrays.stream(head).skip(2).map(Base64.getDecoder()::decode).toList();
        String[] note = halves[1].split("\n");
        return MerkleProofs.included(
                leafHash,
                index,
                Long.parseLong(note[1]),
                path,
                Base64.getDecoder().decode(note[2]));
    }

    @Test
    @Order(7)
    void the_hub_tells_nothing_of_the_child_any_more_and_goes_on() {
        HubProtocolClient casework = sandbox.clients().hubProtocol(Invented.CASEWORK);
        ObjectNode subject = MAPPER.createObjectNode().put("child.id", child.nationalId());
        assertThat(casework.send("needs.enrolment", "query", Busy.question(subject, "social worker", CASE, "CAREMGT"))
                        .refusal())
                .isEqualTo("NO_DATA");
        assertThat(hub("ledger", "verify").exit()).isZero();
    }

    /** Every table and every file of the hub has its line in the inventory; a new one without a line stops the build. */
    @Test
    @Order(8)
    void the_inventory_names_every_table_and_every_file() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("emishub.root"), "deployment/docs/evidence.md"));
        List<String> lines = page.substring(page.indexOf("### Inventory"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        Set<String> named = new TreeSet<>();
        lines.forEach(line -> Arrays.stream(line.split("\\|", -1)[1].split(","))
                .map(name -> name.strip().replace("`", ""))
                .forEach(named::add));
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(Openable.tables(statement)).allSatisfy(table -> assertThat(named)
                    .as("a line of the inventory in deployment/docs/evidence.md")
                    .contains(table));
        }
        try (Stream<Path> files = Files.list(sandbox.config().data())) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()) + (Files.isDirectory(file) ? "/" : ""))
                            .filter(name -> !name.startsWith("printed")))
                    .allSatisfy(name -> assertThat(named)
                            .as("a line of the inventory in deployment/docs/evidence.md")
                            .contains(name));
        }
    }
}
