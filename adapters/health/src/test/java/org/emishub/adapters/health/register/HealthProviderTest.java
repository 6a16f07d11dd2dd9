package org.emishub.adapters.health.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.FhirChecks;
import org.emishub.adapters.health.SandboxChildren;
import org.emishub.adapters.health.TomcatPort;
import org.emishub.adapters.health.simulator.HealthChild;
import org.emishub.adapters.health.simulator.HealthRegisterSimulator;
import org.emishub.adapters.health.simulator.ReceivedRequest;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthProviderTest {
    private static final Map<String, Object> FIRDAVS = Map.of(
            "child.id", "1204567890123",
            "child.familyName", "Шарипов",
            "child.givenName", "Фирдавс",
            "child.birthDate", LocalDate.of(2019, 11, 20),
            "child.sex", "male");

    private HealthRegisterSimulator simulator;
    private TomcatPort port;
    private HealthRegister register;
    private HealthProvider provider;

    @BeforeEach
    void start() throws Exception {
        serve(SandboxChildren.all());
    }

    private void serve(List<HealthChild> children) throws Exception {
        simulator = new HealthRegisterSimulator(children, false, Exchanges.CLOCK);
        port = new TomcatPort(simulator.servlet());
        register = HealthRegister.open(
                RegisterSettings.of(SystemId.of("health/register"), port.base(), IdentifierSystems.sandbox()),
                SSLContext.getDefault());
        provider = new HealthProvider(register, Exchanges.CLOCK);
    }

    @AfterEach
    void stop() throws Exception {
        register.close();
        port.close();
    }

    @Test
    void knows_whether_the_register_answers_without_asking_about_anybody() {
        provider.probe();
        assertThat(simulator.received()).singleElement().satisfies(request -> assertThat(request.text())
                .contains("$match", "\"value\":\"0\"")
                .doesNotContain("family"));
    }

    @Test
    void finds_the_child_and_what_is_held_of_it() {
        ChildRecord record = match(FIRDAVS);
        assertThat(record.source()).isEqualTo("health/register");
        assertThat(record.asOf()).isEqualTo(Exchanges.TODAY);
        assertThat(record.text("child.healthId")).contains("H-1");
        assertThat(record.text("healthCheck.fit")).contains("yes");
        assertThat(record.value("healthCheck.examDate")).contains(LocalDate.of(2026, 8, 12));
        assertThat(record.text("immunization[0].vaccine")).contains("BCG");
        assertThat(record.text("immunizationStatus.upToDate")).contains("no");
        assertThat(record.text("missingVaccine[1].group")).contains("DTP");
        assertThat(record.text("healthCheck.diagnosis")).contains("астма");
        assertThat(record.text("disability.kind")).contains("visual");
    }

    @Test
    void asks_in_two_requests() {
        match(FIRDAVS);
        assertThat(simulator.received()).hasSize(2);
    }

    @Test
    void asks_in_valid_fhir() {
        match(FIRDAVS);
        for (ReceivedRequest request : simulator.received()) {
            FhirChecks.assertValid(new String(request.body(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void names_the_question_for_the_registers_own_log() {
        match(FIRDAVS);
        assertThat(simulator.received())
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("x-request-id", "q-1"));
    }

    @Test
    void finds_by_name_and_day_of_birth_where_the_register_has_no_number() {
        assertThat(find(without(FIRDAVS, "child.id"))).isInstanceOf(Found.Match.class);
    }

    @Test
    void two_of_the_same_name_and_day_release_nothing() {
        assertThat(find(named("Назарова", "Зарина", LocalDate.of(2018, 3, 3), "female")))
                .isInstanceOf(Found.Multiple.class);
    }

    @Test
    void a_twin_is_told_from_the_other() {
        Found found = find(named("Раҳимов", "Ҳасан", LocalDate.of(2017, 5, 5), "male"));
        assertThat(((Found.Match) found).record().text("child.healthId")).contains("H-4");
    }

    @Test
    void a_twin_whom_the_register_does_not_know_is_not_the_other() {
        assertThat(find(named("Раҳимов", "Нигора", LocalDate.of(2017, 5, 5), "female")))
                .isInstanceOf(Found.None.class);
    }

    @Test
    void nobody_fits() {
        assertThat(find(named("Каримов", "Алишер", LocalDate.of(2017, 5, 5), "male")))
                .isInstanceOf(Found.None.class);
    }

    @Test
    void the_same_number_with_another_day_of_birth_is_vetoed() {
        Map<String, Object> other = new HashMap<>(FIRDAVS);
        other.put("child.birthDate", LocalDate.of(2018, 11, 20));
        assertThat(find(other)).isInstanceOf(Found.Vetoed.class);
        assertThat(simulator.received())
                .as("nothing more is asked of a vetoed child")
                .hasSize(1);
    }

    @Test
    void the_same_name_and_day_with_the_other_sex_is_vetoed() {
        Map<String, Object> other = new HashMap<>(without(FIRDAVS, "child.id"));
        other.put("child.sex", "female");
        assertThat(find(other)).isInstanceOf(Found.Vetoed.class);
    }

    @Test
    void a_vaccine_nobody_has_mapped_refuses_the_record() throws Exception {
        stop();
        serve(List.of(new HealthChild(
                "c1",
                SandboxChildren.FIRDAVS.person(),
                List.of(new HealthChild.Dose("999", LocalDate.of(2020, 1, 1), 1, true)),
                List.of(),
                java.util.Optional.empty(),
                "",
                "",
                "")));
        assertThatThrownBy(() -> find(FIRDAVS)).isInstanceOf(UnmappedCode.class);
    }

    @Test
    void what_is_not_held_is_unknown() {
        ChildRecord record =
                ((Found.Match) find(named("Раҳимов", "Ҳусейн", LocalDate.of(2017, 5, 5), "male"))).record();
        assertThat(record.values().keySet()).allMatch(path -> path.startsWith("child."));
    }

    @Test
    void tells_the_register_only_what_the_agreement_lets_it_ask_with() {
        Map<String, Object> planted = new HashMap<>(FIRDAVS);
        planted.putAll(Map.of(
                "child.patronymic", "PLANTED-patronymic",
                "child.address", "PLANTED-address",
                "child.phone", "PLANTED-phone",
                "child.emisId", "PLANTED-emis",
                "enrolment.schoolName", "PLANTED-school",
                "household.income", new java.math.BigDecimal("987654.32"),
                "guardian[0].name", "PLANTED-guardian"));
        match(planted);
        for (ReceivedRequest request : simulator.received()) {
            assertThat(request.text()).doesNotContain("PLANTED", "987654");
        }
        assertThat(simulator.received().get(0).text()).contains("1204567890123", "Шарипов", "2019-11-20", "male");
    }

    private Found find(Map<String, ?> subject) {
        return provider.find(Exchanges.healthQuestion(subject));
    }

    private ChildRecord match(Map<String, ?> subject) {
        return ((Found.Match) find(subject)).record();
    }

    private static Map<String, Object> named(String family, String given, LocalDate born, String sex) {
        return Map.of("child.familyName", family, "child.givenName", given, "child.birthDate", born, "child.sex", sex);
    }

    private static Map<String, Object> without(Map<String, Object> subject, String path) {
        Map<String, Object> less = new HashMap<>(subject);
        less.remove(path);
        return less;
    }
}
