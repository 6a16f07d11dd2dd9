package org.emishub.adapters.socialprotection.dci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.socialprotection.Attendance;
import org.emishub.adapters.socialprotection.Server;
import org.emishub.adapters.socialprotection.simulator.Household;
import org.emishub.adapters.socialprotection.simulator.SocialRegistrySimulator;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.outside.OutsideMaterial;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DciRegistryProviderTest {
    private static final Instant NOW = Instant.parse("2026-10-02T06:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Household.Enrolment GRANT = enrolment("CCG-02", "1", "2026-01-01", "2026-12-31", "400.00");
    private static final Household.Enrolment MEALS = enrolment("MEA-08", "1", "2026-09-01", "2027-05-31", "");

    private final Member hub = Member.of("hub/emis-hub", "hub-key", "P-256");
    private final Member registry = Member.of("social-protection/registry", "registry-key", "Ed25519");
    private final List<Server> servers = new ArrayList<>();

    private static Household.Enrolment enrolment(
            String programme, String status, String from, String until, String amount) {
        return new Household.Enrolment(
                programme,
                "test",
                status,
                LocalDate.parse(from),
                Optional.of(LocalDate.parse(until)),
                Optional.of(amount).filter(a -> !a.isEmpty()).map(BigDecimal::new));
    }

    private static Household household(String number, Household.Member... members) {
        return new Household(
                number, "Рудаки 12", new BigDecimal("812.50"), "TJS", "2", LocalDate.of(2026, 9, 20), List.of(members));
    }

    private static Household.Member child(String uin, Household.Enrolment... programmes) {
        return new Household.Member(
                uin,
                "SR-" + uin,
                "Назарова",
                "Зарина",
                "Далеровна",
                LocalDate.of(2015, 3, 9),
                "female",
                List.of(programmes));
    }

    private static Household.Member mother() {
        return new Household.Member(
                "7700", "SR-7700", "Назарова", "Гулнора", "", LocalDate.of(1990, 1, 2), "female", List.of());
    }

    private SocialRegistrySimulator simulator(Household... households) {
        return new SocialRegistrySimulator(registry.identity(), "hub/emis-hub", hub.keys(), List.of(households), CLOCK);
    }

    private URI serve(HttpServlet servlet) {
        Server server = new Server().mount("/registry/sync/search", servlet).start();
        servers.add(server);
        return server.at("/registry/sync/search");
    }

    private DciRegistryProvider provider(URI at) {
        return provider(at, Duration.ofSeconds(60));
    }

    private DciRegistryProvider provider(URI at, Duration within) {
        return new DciRegistryProvider(
                new DciRegistryProvider.Peer(SystemId.of("social-protection/registry"), at, Optional.empty(), within),
                hub.signer(),
                Member.verifier(registry),
                hub.system(),
                CLOCK);
    }

    private static Question about(String part, Map<String, Object> subject) {
        return new Question("q-1", part, Attendance.question(subject), Optional.empty(), "Know what the child needs");
    }

    private ChildRecord match(String part, Household... households) {
        Found found = provider(serve(simulator(households))).find(about(part, Map.of("child.id", "880")));
        return ((Found.Match) found).record();
    }

    @AfterEach
    void stop() {
        servers.forEach(Server::close);
    }

    @Test
    void knows_whether_the_registry_answers_without_asking_about_anybody() {
        SocialRegistrySimulator full = simulator(household("HH-1", mother(), child("880", GRANT, MEALS)));
        assertThatCode(provider(serve(full))::probe).doesNotThrowAnyException();
        assertThatThrownBy(provider(serve(new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.sendError(503);
                    }
                }))::probe)
                .isInstanceOfSatisfying(
                        SystemFault.class, e -> assertThat(e.permanent()).isFalse());
        assertThatThrownBy(provider(URI.create("http://127.0.0.1:1/"))::probe).hasMessageStartingWith("UNREACHABLE");
    }

    @Test
    void translates_a_household_and_its_benefits() {
        ChildRecord record = match("benefits", household("HH-1", mother(), child("880", GRANT, MEALS)));

        assertThat(record)
                .isEqualTo(ChildRecord.from("social-protection/registry", LocalDate.of(2026, 9, 20))
                        .put("child.id", "880")
                        .put("child.socialId", "SR-880")
                        .put("child.familyName", "Назарова")
                        .put("child.givenName", "Зарина")
                        .put("child.patronymic", "Далеровна")
                        .put("child.birthDate", LocalDate.of(2015, 3, 9))
                        .put("child.sex", "female")
                        .put("household.id", "HH-1")
                        .put("household.address", "Рудаки 12")
                        .put("household.size", 2L)
                        .put("household.children", 1L)
                        .put("household.income", new BigDecimal("812.50"))
                        .put("household.category", "poor")
                        .put("household.receivesGrant", "yes")
                        .put("benefit[0].programme", "child-grant")
                        .put("benefit[0].status", "active")
                        .put("benefit[0].from", LocalDate.of(2026, 1, 1))
                        .put("benefit[0].until", LocalDate.of(2026, 12, 31))
                        .put("benefit[0].amount", new BigDecimal("400.00"))
                        .put("benefit[1].programme", "school-meals")
                        .put("benefit[1].status", "active")
                        .put("benefit[1].from", LocalDate.of(2026, 9, 1))
                        .put("benefit[1].until", LocalDate.of(2027, 5, 31))
                        .build());
    }

    @Test
    void derives_the_right_to_meals_and_tells_nothing_of_the_household() {
        ChildRecord record = match("meals", household("HH-1", child("880", MEALS)));

        assertThat(record.text("meals.eligible")).contains("eligible");
        assertThat(record.value("meals.validUntil")).contains(LocalDate.of(2027, 5, 31));
        assertThat(record.values().keySet())
                .noneMatch(path -> path.startsWith("household") || path.startsWith("benefit"));
    }

    @Test
    void says_not_eligible_where_the_programme_has_ended_or_is_another() {
        Household.Enrolment ended = enrolment("MEA-08", "1", "2025-09-01", "2026-05-31", "");
        Household.Enrolment suspended = enrolment("MEA-08", "4", "2026-09-01", "2027-05-31", "");

        assertThat(match("meals", household("HH-1", child("880", ended))).text("meals.eligible"))
                .contains("not eligible");
        assertThat(match("meals", household("HH-1", child("880", suspended))).text("meals.eligible"))
                .contains("not eligible");
        assertThat(match("meals", household("HH-1", child("880", GRANT))).value("meals.validUntil"))
                .isEmpty();
    }

    @Test
    void finds_by_name_and_birth_date_where_no_number_may_be_told() {
        Found found = provider(serve(simulator(household("HH-1", mother(), child("", MEALS)))))
                .find(about(
                        "meals",
                        Map.of(
                                "child.familyName", "Назарова",
                                "child.givenName", "Зарина",
                                "child.birthDate", LocalDate.of(2015, 3, 9))));

        assertThat(found).isInstanceOf(Found.Match.class);
    }

    @Test
    void tells_none_several_and_a_speaking_fact_apart() {
        Question known = about("benefits", Map.of("child.id", "880"));
        Question born = about("benefits", Map.of("child.id", "880", "child.birthDate", LocalDate.of(2014, 1, 1)));

        assertThat(provider(serve(simulator())).find(known)).isEqualTo(new Found.None());
        assertThat(provider(serve(simulator(household("HH-1", child("880")), household("HH-2", child("880")))))
                        .find(known))
                .isEqualTo(new Found.Multiple());
        assertThat(provider(serve(simulator(household("HH-1", child("880"))))).find(born))
                .isEqualTo(new Found.Vetoed());
    }

    @Test
    void never_guesses_an_unmapped_code() {
        URI registryAt = serve(
                simulator(household("HH-1", child("880", enrolment("XXX-99", "1", "2026-01-01", "2026-12-31", "")))));

        assertThatThrownBy(() -> provider(registryAt).find(about("benefits", Map.of("child.id", "880"))))
                .isInstanceOfSatisfying(
                        UnmappedCode.class, e -> assertThat(e.unmapped().code()).isEqualTo("XXX-99"));
    }

    @Test
    void faults_on_an_answer_that_another_key_signed() {
        Member impostor = Member.of("social-protection/registry", "registry-key", "Ed25519");
        URI at = serve(new SocialRegistrySimulator(impostor.identity(), "hub/emis-hub", hub.keys(), List.of(), CLOCK));

        fault(at, "BAD_ANSWER");
    }

    @Test
    void faults_on_a_registry_that_does_not_know_our_key() {
        Member other = Member.of("hub/emis-hub", "other", "P-256");
        URI at =
                serve(new SocialRegistrySimulator(registry.identity(), "hub/emis-hub", other.keys(), List.of(), CLOCK));

        fault(at, "REJECTED");
    }

    @Test
    void faults_on_a_registry_that_is_away_slow_or_endless() {
        fault(URI.create("http://127.0.0.1:1/registry/sync/search"), "UNREACHABLE");
        fault(provider(serve(new Misbehaving(5_000, 10)), Duration.ofSeconds(1)), "TIMEOUT");
        fault(serve(new Misbehaving(0, 3 * 1024 * 1024)), "TOO_LARGE");
    }

    @Test
    void faults_on_an_answer_to_another_question() throws Exception {
        // The registry's true answer to an earlier question, given again.
        SocialRegistrySimulator real = simulator(household("HH-1", child("880")));
        byte[] old = DciHttp.post(
                        serve(real),
                        new DciQuestion(hub.signer(), hub.system(), registry.system())
                                .write(about("benefits", Map.of("child.id", "880")), "earlier", NOW))
                .body();

        fault(serve(new Replaying(old)), "BAD_ANSWER");
    }

    @Test
    @OutsideMaterial
    void asks_and_is_answered_as_the_openapi_document_says() throws Exception {
        DciApi social = new DciApi("social_api_v1.0.0.yaml");
        DciQuestion questions = new DciQuestion(hub.signer(), hub.system(), registry.system());
        URI at = serve(simulator(household("HH-1", mother(), child("880", GRANT, MEALS))));
        byte[] byNumber = questions.write(about("benefits", Map.of("child.id", "880")), "t-1", NOW);
        byte[] byName = questions.write(
                about("meals", Map.of("child.familyName", "Назарова", "child.birthDate", LocalDate.of(2015, 3, 9))),
                "t-2",
                NOW);

        assertThat(social.faultsOfSearch(byNumber)).isEmpty();
        assertThat(social.faultsOfSearch(byName)).isEmpty();
        assertThat(social.faultsOfAnswer(DciHttp.post(at, byNumber).body())).isEmpty();
        assertThat(social.faultsOfAnswer(DciHttp.post(at, byName).body())).isEmpty();
    }

    private void fault(URI at, String reason) {
        fault(provider(at), reason);
    }

    private static void fault(DciRegistryProvider provider, String reason) {
        assertThatThrownBy(() -> provider.find(about("benefits", Map.of("child.id", "880"))))
                .isInstanceOfSatisfying(
                        SystemFault.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** A registry that takes its time, or does not stop. */
    private static final class Misbehaving extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final int delay;
        private final int size;

        private Misbehaving(int delay, int size) {
            this.delay = delay;
            this.size = size;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            response.getOutputStream().write(new byte[size]);
        }
    }

    /** A registry that gives one answer to everybody. */
    private static final class Replaying extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final byte[] answer;

        private Replaying(byte[] answer) {
            this.answer = answer;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().write(answer);
        }
    }
}
