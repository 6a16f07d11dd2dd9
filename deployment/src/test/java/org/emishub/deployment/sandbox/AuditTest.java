package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.anomaly.AnomalyWatch;
import org.emishub.routes.store.AgreementTexts;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Ledger;
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
import tools.jackson.databind.node.ObjectNode;

/** What an auditor can do on a running hub after a day of exchanges, by the command line. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ZoneId DUSHANBE = ZoneId.of("Asia/Dushanbe");
    private static final String NEEDS = "needs.enrolment";

    @TempDir
    static Path folder;

    private static Path agreements;
    private static Sandbox sandbox;
    /** On which the hub was started, and none ran before. */
    private static LocalDate today;

    private static EntryReader entries;
    private static String hubYaml;

    private record Ran(int exit, String out, String err) {}

    private static Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", hubYaml));
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private static JsonNode json(String... arguments) {
        Ran ran = hub(arguments);
        assertThat(ran.err()).isEmpty();
        return MAPPER.readTree(ran.out());
    }

    @BeforeAll
    static void play_a_day() throws Exception {
        Path root = Path.of(System.getProperty("emishub.root"));
        agreements = Files.createDirectory(folder.resolve("agreements"));
        try (Stream<Path> files = Files.list(root.resolve("routes/agreements"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, agreements.resolve(String.valueOf(file.getFileName())));
            }
        }
        today = LocalDate.now(ZoneOffset.UTC);
        // The hours in which this test runs are its night.
        LocalTime now = LocalTime.now(DUSHANBE).withSecond(0).withNano(0);
        String rules = Files.readString(root.resolve("routes/anomalies.yaml"));
        assertThat(rules).contains("22:00 .. 05:00");
        Files.writeString(
                folder.resolve("anomalies.yaml"),
                rules.replace("22:00 .. 05:00", now.minusHours(2) + " .. " + now.plusHours(3)));
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_ANOMALIES", folder.resolve("anomalies.yaml").toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1500");
        sandbox = Sandbox.start(HubConfig.read(Optional.empty(), root, settings).withAgreements(agreements));
        HubConfig.Doors doors = sandbox.config().doors();
        hubYaml = Files.writeString(
                        folder.resolve("hub.yaml"),
                        "data: data\nagreements: agreements\ndoors: { host: 127.0.0.1, http: " + doors.http()
                                + ", management: " + doors.management() + " }\n")
                .toString();
        entries = new EntryReader(
                sandbox.hub().part(DataSource.class), sandbox.hub().part(FileChildVault.class));
        // Each list looks anew; one look a minute more could find a behaviour that is just being seeded, when half of
        // it is there.
        sandbox.hub().part(AnomalyWatch.class).close();
        sandbox.load();
        new Scenarios(sandbox).play().forEach(played -> assertThat(played.objection())
                .as(played.title())
                .isEmpty());
    }

    @AfterAll
    static void stop() {
        try {
            LeafScan.nothingPersonal(sandbox.hub());
        } finally {
            sandbox.close();
        }
    }

    private static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        entries.forEach(0, all::add);
        return all;
    }

    private static Entry newest(String event, String agreement) {
        return all().stream()
                .filter(entry -> entry.event().equals(event))
                .filter(entry -> entry.agreement()
                        .filter(ref -> ref.id().equals(agreement))
                        .isPresent())
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no " + event + " of " + agreement));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    @Order(1)
    void normal_play_raises_no_anomaly_though_it_is_night() {
        long before = sandbox.ledger().size();
        JsonNode found = json("anomaly", "list", "--json");

        assertThat(found.path("rules")).hasSize(6);
        assertThat(found.path("anomalies")).isEmpty();
        assertThat(all())
                .filteredOn(entry -> entry.sequence() >= before)
                .extracting(Entry::event)
                .contains("LOOKED_UP");
    }

    @Test
    @Order(2)
    void every_release_and_every_refusal_of_a_decision_is_decided_the_same_again() {
        Set<String> seen = new HashSet<>();
        for (Entry entry : all()) {
            if (entry.event().equals("RELEASED") || entry.event().equals("REFUSED")) {
                Ran ran = hub("decision", "replay", "--json", "--entry", Long.toString(entry.sequence()));
                JsonNode replay = MAPPER.readTree(ran.out());
                boolean undecided = replay.path("why").asString("").equals("the entry rests on no decision");
                assertThat(
                                undecided && entry.agreement().isEmpty()
                                        ? "same"
                                        : replay.path("result").asString(""))
                        .as("%s %s: %s", entry, entry.rule(), replay)
                        .isEqualTo("same");
                assertThat(ran.exit()).isEqualTo(undecided ? 3 : 0);
                seen.add(entry.event() + " " + entry.code());
            }
        }
        assertThat(seen).contains("RELEASED OK", "REFUSED NO_CASE", "REFUSED NO_LEGAL_BASIS", "REFUSED SEALED");
        assertThat(newest("RELEASED", "health.child-enrolled").fields())
                .as("an event that was delivered later")
                .isNotEmpty();
    }

    @Test
    @Order(3)
    void the_text_that_every_entry_names_is_kept_under_its_hash() {
        DataSource database = sandbox.hub().part(DataSource.class);
        Set<String> hashes = new HashSet<>();
        all().forEach(entry -> entry.agreement().ifPresent(ref -> hashes.add(ref.bundleHash())));

        assertThat(hashes).hasSizeGreaterThan(5).allSatisfy(hash -> assertThat(AgreementTexts.text(database, hash))
                .isPresent());
    }

    @Test
    @Order(4)
    void a_changed_agreement_file_does_not_change_what_was_decided_and_the_difference_is_told_in_words()
            throws Exception {
        Entry before = newest("RELEASED", NEEDS);
        Path file = agreements.resolve(NEEDS + ".yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("(?m)^(  enrolment\\.grade: ).*\\R", ""));
        assertThat(Files.readString(file)).isNotEqualTo(text);
        TakenOver.await(sandbox.hub(), agreements);
        sandbox.hub().part(HubRoutes.class).refresh();
        ask("after.change", "C-none", sandbox.cast().cared().nationalId(), "");

        Ran replay = hub("decision", "replay", "--entry", Long.toString(before.sequence()));

        assertThat(replay.exit()).as(replay.out()).isZero();
        assertThat(replay.out()).contains("same", "decided about the child").doesNotContain(child());
        Entry changed = newest("AGREEMENT_CHANGED", NEEDS);
        assertThat(changed.agreement().orElseThrow().bundleHash())
                .isNotEqualTo(before.agreement().orElseThrow().bundleHash());

        JsonNode changes = json(
                "register",
                "--json",
                "--from",
                today.minusDays(1).toString(),
                "--to",
                today.plusDays(1).toString());
        assertThat(changes.path("came")).as("before yesterday's end no hub ran").hasSize(9);
        // As if the hub had run since a week, with the first text until yesterday.
        execute("update agreement_period set since = since - interval '7 days' where until is not null");
        execute("update agreement_period set until = now() - interval '20 hours' where until is not null");
        execute("update agreement_period set since = since - interval '7 days' where until is null and agreement <> '"
                + NEEDS + "'");
        JsonNode words = json(
                "register",
                "--json",
                "--from",
                today.minusDays(3).toString(),
                "--to",
                today.plusDays(1).toString());
        assertThat(words.path("came")).isEmpty();
        assertThat(words.path("changed")).hasSize(1);
        assertThat(words.path("changed").path(0).path("changes").toString())
                .contains("enrolment.grade leaves no more.");
        assertThat(hub("register", "--from", today.minusDays(3).toString()).out())
                .contains("leaves no more");
    }

    private static String child() {
        return sandbox.cast().cared().nationalId();
    }

    private static void ask(String user, String openCase, String child, String name) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", "CAREMGT");
        content.putObject("subject").put("child.id", child);
        ObjectNode asker = content.putObject("asker")
                .put("user", user)
                .put("role", "social worker")
                .put("case", openCase);
        if (!name.isEmpty()) {
            asker.put("name", name);
        }
        sandbox.clients().hubProtocol(Invented.CASEWORK).send(NEEDS, "query", content);
    }

    private static void askWithCase(String user, SyntheticChild child, String name) {
        String openCase = "C-" + user + child.index();
        sandbox.hub()
                .part(HubRoutes.class)
                .facts()
                .openCase(openCase, user + "@" + Invented.CASEWORK.id(), child.nationalId(), Instant.now());
        ask(user, openCase, child.nationalId(), name);
    }

    @Test
    @Order(5)
    void seeded_behaviour_is_found_by_every_rule_once_and_names_no_child() {
        List<SyntheticChild> pupils = sandbox.country()
                .children()
                .filter(child -> !child.sealed()
                        && child.index() != sandbox.cast().sealed().index()
                        && child.asEmis()
                                .filter(view -> view.nationalId().isPresent()
                                        && view.status().equals("enrolled"))
                                .isPresent())
                .limit(60)
                .toList();
        pupils.forEach(child -> askWithCase("b.reader", child, ""));
        for (int i = 0; i < 10; i++) {
            ask("n.case", "C-none", pupils.get(i).nationalId(), "");
        }
        SyntheticChild own = pupils.get(0);
        askWithCase("o.name", own, "Zarina " + own.name().family());
        askWithCase("p.name", pupils.get(1), "Somebody Else");
        for (int i = 0; i < 5; i++) {
            askWithCase("w.many" + i, pupils.get(59), "");
        }

        JsonNode found = json("anomaly", "list", "--json", "--by", "an auditor");

        String text = found.toString();
        assertThat(found.path("anomalies")
                        .valueStream()
                        .map(one -> one.path("rule").asString("") + " "
                                + one.path("actor").asString("").replace("@social-protection/casework", "")))
                .containsExactlyInAnyOrder(
                        "bulk reading b.reader",
                        "many districts b.reader",
                        "night b.reader",
                        "night n.case",
                        "no case n.case",
                        "own surname o.name",
                        "one child by many ");
        assertThat(text).contains("w.many0@", "w.many4@");
        pupils.forEach(child ->
                assertThat(text).doesNotContain(child.nationalId(), child.name().family()));
        assertThat(json("anomaly", "list", "--json").path("anomalies"))
                .as("raised once")
                .hasSize(7);
        assertThat(all().stream().filter(entry -> entry.event().equals("ANOMALY")))
                .hasSize(7);
        JsonNode bulk = found.path("anomalies")
                .valueStream()
                .filter(one -> one.path("rule").asString("").equals("bulk reading"))
                .findFirst()
                .orElseThrow();
        assertThat(bulk.path("why").asString("")).contains("60 children within an hour");
        assertThat(bulk.path("entries")).hasSize(60);
    }

    @Test
    @Order(6)
    void the_matrix_counts_what_left_and_says_what_was_never_used() {
        JsonNode matrix = json("register", "--matrix", "--json");

        assertThat(matrix).hasSize(9);
        JsonNode needs = matrix.valueStream()
                .filter(one -> one.path("agreement").asString("").equals(NEEDS))
                .findFirst()
                .orElseThrow();
        assertThat(needs.path("fields").valueStream()).anySatisfy(field -> {
            assertThat(field.path("delivered").asLong()).isGreaterThan(60);
            assertThat(field.path("verdict").asString("")).isEqualTo("used");
        });
        assertThat(hub("register", "--matrix").out())
                .contains("Minimisation matrix", "never used in 90 days", "<th scope=\"col\">");
        assertThat(hub("register", "--matrix", "--format", "csv").out()).startsWith("\"agreement\"");
    }

    @Test
    @Order(7)
    void the_facts_for_an_assessment_are_drawn_from_agreement_and_ledger() {
        JsonNode dpia = json("register", "--dpia", NEEDS, "--json");

        assertThat(dpia.path("volumes").path("Releases").asLong()).isGreaterThan(60);
        assertThat(dpia.path("refusals").path("NO_CASE").asLong()).isGreaterThanOrEqualTo(11);
        assertThat(dpia.path("forTheAuthors")).isNotEmpty();
        assertThat(hub("register", "--dpia", NEEDS).out()).contains("8. For the authors", "Systematic description");
        assertThat(hub("register", "--dpia", "needs.enrolmet").exit()).isEqualTo(2);
        assertThat(hub("register", "--dpia", "needs.enrolmet").err()).contains("needs.enrolment");
    }

    @Test
    @Order(8)
    void a_tampered_text_is_told_an_erased_child_cannot_be_decided_and_an_unknown_entry_is_wrong_usage()
            throws Exception {
        Entry released = newest("RELEASED", NEEDS);
        String hash = released.agreement().orElseThrow().bundleHash();
        String number = Long.toString(released.sequence());
        assertThat(hub("decision", "replay", "--entry", number).exit()).isZero();

        execute("update agreement_bundle set text = text || '# widened'::bytea where bundle_hash = '" + hash + "'");
        Ran tampered = hub("decision", "replay", "--entry", number);
        assertThat(tampered.exit()).isEqualTo(1);
        assertThat(tampered.out()).contains("differs", "was changed");

        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection()) {
            String child = entries.side(released).child();
            int year = released.time().atZone(ZoneOffset.UTC).getYear();
            assertThat(sandbox.hub().part(FileChildVault.class).destroy(connection, child, year))
                    .isTrue();
        }
        Ran erased = hub("decision", "replay", "--entry", number);
        assertThat(erased.exit()).isEqualTo(3);
        assertThat(erased.out()).contains("cannot decide", "erased");

        assertThat(hub("decision", "replay", "--entry", "99999999").exit()).isEqualTo(2);
        assertThat(json("anomaly", "list", "--json").path("anomalies")).hasSize(7);
        assertThat(sandbox.hub().part(Ledger.class).verify().problem()).isEmpty();
    }

    @Test
    @Order(9)
    void no_side_or_table_of_all_this_is_readable_without_the_keys() throws IOException, SQLException {
        try (Connection connection = sandbox.hub().part(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select leaf from ledger_entry")) {
            while (rows.next()) {
                String leaf = new String(rows.getBytes(1), java.nio.charset.StandardCharsets.UTF_8);
                assertThat(leaf).doesNotContain("b.reader", "o.name", child());
            }
        }
    }
}
