package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.operation.Operations;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Opened;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Without an agreement, a purpose, a basis, a case or a consent: no, and an entry that says which was missing, at whichever door. */
class AlwaysRefusedTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String CARE = "needs.enrolment";
    private static final String CONSENTED = "needs.health";
    private static final String ENDED = "needs.benefits";

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static String child;

    @BeforeAll
    static void start() throws IOException {
        Path agreements = Files.createDirectories(folder.resolve("agreements"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("emishub.root"), "routes", "agreements"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*(?<!\\.cases)\\.yaml"))
                    .toList()) {
                Files.copy(file, agreements.resolve(file.getFileName()));
            }
        }
        change(
                agreements,
                CONSENTED,
                t -> t.replaceFirst(
                        "(?m)^consent: .*",
                        "consent: { needed: true, of: guardian, childFrom: 14, withdrawalStopsQueued: true }"));
        change(agreements, ENDED, t -> t.replaceFirst("(?m)^inForce: .*", "inForce: 2020-01-01 .. 2020-12-31")
                .replaceFirst("(?m)^reviewBy: .*", "reviewBy: 2020-06-01"));
        study(agreements, "study.first", "first", "");
        study(agreements, "study.second", "second", "translates: [study.first]\n");
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        sandbox = Sandbox.start(HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings)
                .withAgreements(agreements));
        sandbox.load();
        child = sandbox.cast().cared().nationalId();
        facts().openCase("C-open", Cast.CARE_WORKER + "@" + Invented.CASEWORK.id(), child, Instant.now());
    }

    private static void change(Path agreements, String id, UnaryOperator<String> change) throws IOException {
        Path file = agreements.resolve(id + ".yaml");
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    /** An event that tells a researcher of enrolments under a name of its own. */
    private static void study(Path agreements, String id, String domain, String more) throws IOException {
        String text = Files.readString(agreements.resolve("health.child-enrolled.yaml"))
                .replace("agreement: health.child-enrolled", "agreement: " + id)
                .replace("client: health/register", "client: statistics/committee")
                .replace("about: enrolment", "about: study-" + domain)
                .replaceFirst(
                        "(?s)\\ndiscloses:.*?\\nwithholds:",
                        "\ndiscloses:\n  child.id: pseudonym for " + domain + "\n  enrolment.grade: as is\nwithholds:")
                .replaceFirst("(?m)^withholds:\\R", more + "withholds:\n");
        Files.writeString(agreements.resolve(id + ".yaml"), text);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static StoredFacts facts() {
        return sandbox.hub().part(HubRoutes.class).facts();
    }

    private static ObjectNode question(String about, String user, String role, String caseId, String purpose) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", purpose);
        content.putObject("subject").put("child.id", about);
        content.putObject("asker").put("user", user).put("role", role).put("case", caseId);
        return content;
    }

    private static ObjectNode complete(String about) {
        return question(about, Cast.CARE_WORKER, "social worker", "C-open", "CAREMGT");
    }

    /** The codes of the refusals that were entered meanwhile, each once. */
    private static Set<String> entered(long since) {
        Set<String> codes = new TreeSet<>();
        sandbox.ledger().since(since).stream()
                .filter(entry -> entry.event().equals("REFUSED"))
                .forEach(entry -> codes.add(entry.code()));
        return codes;
    }

    private static String asked(Invented by, String agreement, ObjectNode content, String entered) {
        long before = sandbox.ledger().size();
        HubProtocolClient.Answer answer = sandbox.clients().hubProtocol(by).send(agreement, "query", content);
        assertThat(answer.content().path("fields").isMissingNode()).isTrue();
        assertThat(entered(before)).containsExactly(entered);
        assertThat(sandbox.ledger().since(before))
                .noneMatch(entry -> entry.event().equals("RELEASED"));
        return answer.refusal();
    }

    @Test
    void the_question_that_lacks_nothing_is_answered() {
        HubProtocolClient.Answer answer =
                sandbox.clients().hubProtocol(Invented.CASEWORK).send(CARE, "query", complete(child));

        assertThat(answer.refusal()).isEmpty();
        assertThat(answer.content().path("fields").isEmpty()).isFalse();
    }

    @Test
    void without_an_agreement_in_force_with_this_client() {
        assertThat(asked(Invented.CASEWORK, "no.such-agreement", complete(child), "NOT_AGREED"))
                .isEqualTo("NOT_AGREED");
        assertThat(asked(Invented.CASEWORK, ENDED, complete(child), "NOT_AGREED"))
                .isEqualTo("NOT_AGREED");
        assertThat(asked(Invented.SCHOOLS, CARE, complete(child), "NOT_AGREED")).isEqualTo("NOT_AGREED");
    }

    @Test
    void without_the_purpose_that_is_the_basis() {
        for (String purpose : List.of("", " ", "HMARKT", "caremgt")) {
            ObjectNode content = question(child, Cast.CARE_WORKER, "social worker", "C-open", purpose);
            assertThat(asked(Invented.CASEWORK, CARE, content, "NO_LEGAL_BASIS"))
                    .as(purpose)
                    .isEqualTo("NO_LEGAL_BASIS");
        }
    }

    @Test
    void without_a_named_user_in_an_agreed_role() {
        for (String user : List.of("", " ")) {
            ObjectNode content = question(child, user, "social worker", "C-open", "CAREMGT");
            assertThat(asked(Invented.CASEWORK, CARE, content, "NOT_AGREED")).isEqualTo("NOT_AGREED");
        }
        for (String role : List.of("", "accountant")) {
            ObjectNode content = question(child, Cast.CARE_WORKER, role, "C-open", "CAREMGT");
            assertThat(asked(Invented.CASEWORK, CARE, content, "NOT_AGREED")).isEqualTo("NOT_AGREED");
        }
    }

    @Test
    void without_an_open_case_of_this_user_for_this_child() {
        for (String caseId : List.of("", " ", "C-other")) {
            ObjectNode content = question(child, Cast.CARE_WORKER, "social worker", caseId, "CAREMGT");
            assertThat(asked(Invented.CASEWORK, CARE, content, "NO_CASE")).isEqualTo("NO_DATA");
        }
        ObjectNode colleague = question(child, "b.saidov", "social worker", "C-open", "CAREMGT");
        assertThat(asked(Invented.CASEWORK, CARE, colleague, "NO_CASE")).isEqualTo("NO_DATA");
        String other = sandbox.cast().other().nationalId();
        assertThat(asked(Invented.CASEWORK, CARE, complete(other), "NO_CASE")).isEqualTo("NO_DATA");
    }

    @Test
    void without_consent_and_of_a_sealed_child() {
        assertThat(asked(Invented.CASEWORK, CONSENTED, complete(child), "NO_CONSENT"))
                .isEqualTo("NO_DATA");
        facts().seal(child);
        try {
            assertThat(asked(Invented.CASEWORK, CARE, complete(child), "SEALED"))
                    .isEqualTo("NO_DATA");
        } finally {
            facts().unseal(child);
        }
    }

    @Test
    void all_that_depends_on_the_child_has_the_same_bytes_but_for_ids_and_signatures() throws Exception {
        String nobody = "9000000000001";
        facts().openCase("C-open", Cast.CARE_WORKER + "@" + Invented.CASEWORK.id(), nobody, Instant.now());
        Map<String, ObjectNode> questions = new LinkedHashMap<>();
        questions.put("NO_CASE", question(child, Cast.CARE_WORKER, "social worker", "C-gone", "CAREMGT"));
        questions.put("UNKNOWN_CHILD", complete(nobody));
        Set<String> seen = new TreeSet<>();
        questions.forEach((code, content) -> seen.add(bytes(CARE, content, code)));
        facts().seal(child);
        try {
            seen.add(bytes(CARE, complete(child), "SEALED"));
        } finally {
            facts().unseal(child);
        }
        assertThat(seen).hasSize(1);
        assertThat(seen.iterator().next()).contains("NO_DATA");
    }

    /** Status, headers with the length as sealed, and the opened content, without what is another each time. */
    private static String bytes(String agreement, ObjectNode content, String code) {
        long before = sandbox.ledger().size();
        HubProtocolClient client = sandbox.clients().hubProtocol(Invented.CASEWORK);
        String id = UUID.randomUUID().toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + sandbox.config().doors().http() + "/exchange"))
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(client.seal(id, agreement, "query", content)))
                .build();
        try {
            HttpResponse<byte[]> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(entered(before)).containsExactly(code);
            Map<String, List<String>> headers =
                    new java.util.TreeMap<>(response.headers().map());
            headers.remove("date");
            return response.statusCode() + " " + headers + " " + answered(client.envelopes(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The opened content, of whose receipt only what is no id, no number of its own and no signature. */
    private static String answered(Envelopes envelopes, byte[] sealed) {
        Opened opened = ((Outcome.Ok<Opened>) envelopes.open(sealed)).value();
        ObjectNode content = (ObjectNode) opened.message().content();
        byte[] receipt = content.path("receipt").asString("").getBytes(StandardCharsets.US_ASCII);
        ObjectNode claims = (ObjectNode) ((Outcome.Ok<Envelopes.Signed>) envelopes.verify(receipt))
                .value()
                .claims();
        List.of("jti", "sha256", "seq", "leaf", "iat").forEach(claims::remove);
        content.set("receipt", claims);
        return content.toString();
    }

    private static String dci(String about, String user, String role, String caseId, String purpose, String entered)
            throws Exception {
        long before = sandbox.ledger().size();
        DciClientSimulator.Answer answer = sandbox.clients()
                .dci()
                .ask(new DciClientSimulator.Question(
                        about, LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30), user, role, caseId, purpose));
        assertThat(answer.records()).isEmpty();
        assertThat(entered(before)).containsExactly(entered);
        return answer.http() + " " + answer.signed() + " " + answer.status() + " " + answer.reason() + " "
                + answer.message();
    }

    @Test
    void at_a_native_door_too() throws Exception {
        String granted = sandbox.cast().granted().nationalId();
        String other = sandbox.cast().other().nationalId();
        String worker = Cast.GRANT_WORKER;
        facts().openCase("G-other", worker + "@" + Invented.MIS.id(), other, Instant.now());

        assertThat(dci(granted, worker, "case worker", Cast.GRANT_CASE, "HMARKT", "NO_LEGAL_BASIS"))
                .contains("NO_LEGAL_BASIS");
        assertThat(dci(granted, worker, "accountant", Cast.GRANT_CASE, "HPAYMT", "NOT_AGREED"))
                .contains("NOT_AGREED");
        String withoutCase = dci(granted, worker, "case worker", "G-gone", "HPAYMT", "NO_CASE");
        String notOfThePopulation = dci(other, worker, "case worker", "G-other", "HPAYMT", "NO_CASE");
        assertThat(withoutCase).contains("NO_DATA").isEqualTo(notOfThePopulation);
    }

    @Test
    void a_pseudonym_becomes_anothers_only_where_that_is_agreed_and_never_without_an_entry() {
        HmacPseudonyms pseudonyms = sandbox.hub().part(HmacPseudonyms.class);
        SystemId committee = SystemId.of("statistics/committee");
        String first = pseudonyms.of(committee, "first", child);
        String second = pseudonyms.of(committee, "second", child);
        Operations operations = sandbox.hub().part(Operations.class);
        long before = sandbox.ledger().size();

        JsonNode told =
                operations.run("pseudonym.translate", translate("study.first", "study.second", first, "A".repeat(52)));

        assertThat(told.path("translated").path(0).path("becomes").asString("")).isEqualTo(second);
        assertThat(told.path("translated").path(1).has("becomes")).isFalse();
        assertThat(translated(before)).containsExactly("OK", "UNKNOWN_CHILD");

        long again = sandbox.ledger().size();
        ObjectNode back = translate("study.second", "study.first", second);
        assertThatThrownBy(() -> operations.run("pseudonym.translate", back)).isInstanceOf(NotPossible.class);
        assertThat(translated(again)).containsExactly("NOT_AGREED");

        facts().seal(child);
        try {
            long sealed = sandbox.ledger().size();
            JsonNode nothing = operations.run("pseudonym.translate", translate("study.first", "study.second", first));
            assertThat(nothing.path("translated").path(0).has("becomes")).isFalse();
            assertThat(translated(sealed)).containsExactly("SEALED");
        } finally {
            facts().unseal(child);
        }
    }

    private static ObjectNode translate(String from, String to, String... names) {
        ObjectNode arguments = MAPPER.createObjectNode()
                .put("from", from)
                .put("to", to)
                .put("by", "a.auditor")
                .put("reason", "study 12");
        arguments.putArray("children").add("9000000000001").add(child);
        List.of(names).forEach(arguments.putArray("pseudonyms")::add);
        return arguments;
    }

    private static List<String> translated(long since) {
        return sandbox.ledger().since(since).stream()
                .filter(entry -> entry.event().equals("TRANSLATED"))
                .map(LedgerEntry::code)
                .toList();
    }
}
