package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.adapters.health.simulator.HealthRegisterSimulator;
import org.emishub.adapters.socialprotection.simulator.Jwks;
import org.emishub.adapters.socialprotection.simulator.SocialRegistrySimulator;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.routes.HubRoutes;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shipped agreements with lines taken out at random, round after round, in one running hub: what is no longer allowed is in no answer a client opens, in no
 * request a system receives and in no line that is logged.
 */
class NothingElseLeavesTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int ROUNDS = 10;
    private static final long SEED = 20261121;
    private static final List<String> QUERIES =
            List.of("needs.enrolment", "needs.health", "needs.benefits", "health.enrolment-check");
    /** Without them FHIR cannot say of whom it tells, and what. */
    private static final Set<String> NEEDED = Set.of("  child.id: as is", "  enrolment.status: as is");

    private static final String MEALS = "education.school-meals";
    private static final String ENROLLED = "health.child-enrolled";

    @TempDir
    static Path folder;

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static final List<AutoCloseable> OPEN = new ArrayList<>();

    private static PrintStream out;
    private static PrintStream err;
    private static Path shipped;
    private static Path agreements;
    private static SyntheticCountry country;
    private static List<SyntheticChild> pupils;
    private static Recorder health;
    private static Recorder registry;
    private static RunningHub hub;
    private static Clients clients;
    private static LedgerReader ledger;
    private static Simulators simulators;

    @BeforeAll
    static void start_a_hub_whose_neighbours_keep_what_they_are_sent() throws Exception {
        out = System.out;
        err = System.err;
        PrintStream captured = new PrintStream(PRINTED, true, UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        Path root = Path.of(System.getProperty("emishub.root"));
        shipped = root.resolve("routes/agreements");
        agreements = Files.createDirectories(folder.resolve("agreements"));
        try (Stream<Path> files = Files.list(shipped)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, agreements.resolve(String.valueOf(file.getFileName())));
            }
        }
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        HubConfig config = HubConfig.read(Optional.empty(), root, settings).withAgreements(agreements);
        country = Sandbox.country(config);
        pupils = country.children()
                .filter(NothingElseLeavesTest::knownEverywhere)
                .limit(2L * ROUNDS)
                .toList();
        neighbours(config);
        hub = RunningHub.start(config);
        OPEN.add(0, hub);
        ledger = new LedgerReader(hub.part(DataSource.class));
        Set<Integer> later =
                pupils.stream().skip(ROUNDS).map(SyntheticChild::index).collect(Collectors.toSet());
        deliver(EmisRecords.register(country, child -> !later.contains(child.index()))
                .bulk());
    }

    private static boolean knownEverywhere(SyntheticChild child) {
        return !child.sealed()
                && child.asEmis()
                        .filter(e -> e.nationalId().isPresent() && e.status().equals("enrolled"))
                        .isPresent()
                && child.asHealth().filter(h -> h.nationalId().isPresent()).isPresent();
    }

    private static void neighbours(HubConfig config) {
        SandboxKeys keys = SandboxRegistry.prepare(config);
        simulators = new Simulators(config, keys, country);
        OPEN.add(simulators);
        clients = new Clients(config, keys);
        health = new Recorder(
                new HealthRegisterSimulator(HealthRecords.children(country), true, Clock.systemUTC()).servlet());
        registry = new Recorder(new SocialRegistrySimulator(
                Simulators.identity(
                        Invented.SOCIAL_REGISTRY,
                        keys.of(Invented.SOCIAL_REGISTRY.id(), Invented.SOCIAL_REGISTRY.uses())),
                config.name().toString(),
                new Jwks(java.net.http.HttpClient.newHttpClient(), Simulators.published(config)),
                SocialRecords.households(country),
                Clock.systemUTC()));
        OPEN.add(ServletPort.open(
                config.simulators().health(),
                Optional.of(simulators.tls(Invented.HEALTH_REGISTER)),
                Map.of("/fhir/*", health)));
        OPEN.add(ServletPort.open(
                config.simulators().registry(),
                Optional.of(simulators.tls(Invented.SOCIAL_REGISTRY)),
                Map.of("/registry/sync/search", registry)));
    }

    private static void deliver(EmisSimulator.Content content) throws IOException, InterruptedException {
        EmisRecords.register(country)
                .post(
                        clients.https("/oneroster/packages"),
                        "application/zip",
                        content,
                        Optional.of(simulators.tls(Invented.EMIS).client()));
    }

    @AfterAll
    static void stop() throws Exception {
        System.setOut(out);
        System.setErr(err);
        for (AutoCloseable one : OPEN) {
            one.close();
        }
    }

    @Test
    void what_is_not_allowed_is_in_no_answer_no_request_and_no_log() throws Exception {
        Random random = new Random(SEED);
        Tally tally = new Tally();
        for (int round = 0; round < ROUNDS; round++) {
            Agreements now = agree(round == 0 ? Optional.empty() : Optional.of(random));
            SyntheticChild child = pupils.get(round);
            hub.part(HubRoutes.class)
                    .facts()
                    .openCase(
                            "C-" + round,
                            Cast.CARE_WORKER + "@" + Invented.CASEWORK.id(),
                            child.nationalId(),
                            Instant.now());
            for (String id : QUERIES) {
                query(now.byId(id).orElseThrow(), child, "C-" + round, tally);
            }
            meals(now.byId(MEALS).orElseThrow(), child, tally);
            enrolled(now.byId(ENROLLED).orElseThrow(), pupils.get(ROUNDS + round), tally);
        }
        String printed = PRINTED.toString(UTF_8);
        for (SyntheticChild child : pupils) {
            nothingOf(child, Set.of(), printed, "the log");
        }
        out.println("nothing else leaves: " + tally + ", " + printed.length() + " characters logged");
        assertThat(tally.answers).as("answers that disclosed").isGreaterThan(ROUNDS);
        assertThat(tally.untold).as("events that could not be told").isLessThan(ROUNDS / 2);
        assertThat(tally.requests).isGreaterThan(ROUNDS);
        assertThat(tally.allowedSeen).as("allowed values that were seen").isGreaterThan(2 * ROUNDS);
    }

    /** How much there was to look at: a test that sees nothing proves nothing. */
    private static final class Tally {
        private int answers;
        private int requests;
        private int allowedSeen;
        private int looked;
        private int untold;

        @Override
        public String toString() {
            return ROUNDS + " rounds, " + answers + " answers that disclosed, " + requests
                    + " times that a system was written to, " + looked + " values looked for, " + allowedSeen
                    + " allowed ones seen, " + untold + " events that could not be told";
        }
    }

    /** Puts agreements in force that have a random part of the shipped lines; all of them without a random. */
    private static Agreements agree(Optional<Random> random) throws IOException, InterruptedException {
        for (String id :
                Stream.concat(QUERIES.stream(), Stream.of(MEALS, ENROLLED)).toList()) {
            List<String> lines = Files.readAllLines(shipped.resolve(id + ".yaml"));
            List<String> kept = random.isPresent() ? some(lines, random.get()) : lines;
            Files.writeString(agreements.resolve(id + ".yaml"), String.join("\n", kept) + "\n");
        }
        TakenOver.await(hub, agreements);
        return Agreements.load(agreements);
    }

    private static List<String> some(List<String> lines, Random random) {
        List<String> kept = new ArrayList<>();
        List<String> section = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (inside && !line.startsWith("  ")) {
                kept.addAll(part(section, random));
                section.clear();
                inside = false;
            }
            (inside ? section : kept).add(line);
            inside = inside || line.equals("asks:") || line.equals("discloses:");
        }
        return kept;
    }

    /** Any part but none, and always what the wire cannot do without; sometimes made coarser. */
    private static List<String> part(List<String> section, Random random) {
        List<String> part = section.stream()
                .filter(line -> NEEDED.contains(line) || random.nextInt(100) < 55)
                .map(line ->
                        line.endsWith("Date: as is") && random.nextBoolean() ? line.replace("as is", "year") : line)
                .toList();
        return part.isEmpty() ? List.of(section.get(random.nextInt(section.size()))) : part;
    }

    private static void query(Agreement agreement, SyntheticChild child, String openCase, Tally tally) {
        boolean needs = agreement.id().startsWith("needs.");
        ObjectNode subject = MAPPER.createObjectNode()
                .put("child.id", child.nationalId())
                .put("child.familyName", child.name().family())
                .put("child.givenName", child.name().given())
                .put("child.birthDate", child.birthDate().toString())
                .put("child.sex", child.sex());
        ObjectNode question = Busy.question(
                subject,
                needs ? "social worker" : "school nurse",
                needs ? openCase : "",
                needs ? "CAREMGT" : "PUBHLTH");
        exchange(agreement, needs ? Invented.CASEWORK : Invented.SCHOOLS, "query", question, child, tally);
    }

    private static void meals(Agreement agreement, SyntheticChild child, Tally tally) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", "ELIGDTRM");
        content.putObject("asker").put("user", "m.cook").put("role", "meals officer");
        content.putArray("rows")
                .addObject()
                .put("row", "1")
                .putObject("subject")
                .put("child.id", child.nationalId());
        exchange(agreement, Invented.SCHOOLS, "batch", content, child, tally);
    }

    private static void exchange(
            Agreement agreement, Invented client, String kind, ObjectNode content, SyntheticChild child, Tally tally) {
        health.taken();
        registry.taken();
        long before = ledger.size();
        HubProtocolClient.Answer answer = clients.hubProtocol(client).send(agreement.id(), kind, content);

        String told = health.taken() + registry.taken();
        tally.requests += told.isEmpty() ? 0 : 1;
        look(child, known(asIs(agreement.asks())), told, agreement.id() + ": what the provider was told", tally);

        Set<String> fields = fields(answer.content());
        assertThat(agreement.discloses().keySet()).as(agreement.id()).containsAll(fields);
        tally.answers += fields.isEmpty() ? 0 : 1;
        look(child, asIs(agreement.discloses()), opened(answer.content()), agreement.id() + ": the answer", tally);
        entered(agreement, before, fields);
    }

    /** A child enrols who was not there before: the health register is told, under what is agreed this round. */
    private static void enrolled(Agreement agreement, SyntheticChild child, Tally tally) throws Exception {
        health.taken();
        long before = ledger.size();
        try {
            deliver(EmisRecords.register(country)
                    .delta(EmisRecords.student(child).stream().toList(), List.of()));
        } catch (HubReceipt.Rejected notTranslatable) {
            // FHIR cannot say what is left of the agreement: then nothing may leave at all.
            tally.untold++;
            nothingOf(child, Set.of(), health.taken(), agreement.id() + ": could not be told");
            return;
        }
        long end = System.nanoTime() + 15_000_000_000L;
        while (System.nanoTime() < end && !settled(before)) {
            Thread.sleep(50);
        }
        String told = health.taken();
        tally.requests += told.isEmpty() ? 0 : 1;
        look(child, asIs(agreement.discloses()), told, agreement.id() + ": what the register was sent", tally);
        ledger.since(before).stream()
                .filter(entry -> entry.event().equals("RELEASED"))
                .forEach(entry -> assertThat(agreement.discloses().keySet()).containsAll(general(entry.fields())));
    }

    private static boolean settled(long before) {
        return ledger.since(before).stream()
                .anyMatch(entry -> !entry.agreement().isEmpty()
                        && !Set.of("RECEIVED", "ASKED", "RELEASED").contains(entry.event())
                        && !entry.event().equals("AGREEMENT_CHANGED"));
    }

    /** A register's own number of a child, by which it is asked for the rest, comes from the register itself. */
    private static Set<String> known(Set<String> asked) {
        Set<String> known = new TreeSet<>(asked);
        known.add("child.healthId");
        return known;
    }

    /** Paths whose values may appear as they are. */
    private static Set<String> asIs(Map<String, ?> lines) {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() instanceof org.emishub.security.agreement.Operation.AsIs)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static void entered(Agreement agreement, long before, Set<String> fields) {
        List<LedgerEntry> entries = ledger.since(before).stream()
                .filter(entry -> entry.agreement().equals(agreement.id()))
                .toList();
        TreeSet<String> released = new TreeSet<>();
        entries.stream()
                .filter(entry -> entry.event().equals("RELEASED"))
                .forEach(entry -> released.addAll(general(entry.fields())));
        assertThat(released).as(agreement.id() + " in the ledger").isEqualTo(fields);
    }

    private static Set<String> fields(JsonNode content) {
        TreeSet<String> names = new TreeSet<>();
        content.path("fields").properties().forEach(field -> names.add(field.getKey()));
        content.path("rows")
                .forEach(row -> row.path("fields").properties().forEach(field -> names.add(field.getKey())));
        return general(names);
    }

    private static Set<String> general(Iterable<String> paths) {
        TreeSet<String> general = new TreeSet<>();
        paths.forEach(path -> general.add(path.replaceAll("\\[[0-9]+]", "[*]")));
        return general;
    }

    /** The content, and what the receipt in it says. */
    private static String opened(JsonNode content) {
        String[] receipt = content.path("receipt").asString("").split("\\.");
        String claims = receipt.length == 3 ? new String(Base64.getUrlDecoder().decode(receipt[1]), UTF_8) : "";
        return content + "\n" + claims;
    }

    private static void look(SyntheticChild child, Set<String> allowed, String text, String where, Tally tally) {
        tally.looked += (int) Telling.values(child).count();
        tally.allowedSeen += (int) Telling.values(child)
                .filter(entry -> allowed.contains(entry.getKey()) && text.contains(entry.getValue()))
                .count();
        nothingOf(child, allowed, text, where);
    }

    private static void nothingOf(SyntheticChild child, Set<String> allowed, String text, String where) {
        Set<String> mayAppear = Telling.values(child)
                .filter(entry -> allowed.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        List<String> leaked = Telling.values(child)
                .filter(entry -> !allowed.contains(entry.getKey()))
                // A father's name within a patronymic, a school's number within its name.
                .filter(entry -> mayAppear.stream().noneMatch(value -> value.contains(entry.getValue())))
                .filter(entry -> text.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(leaked).as(where).isEmpty();
    }
}
