package org.emishub.adapters.health.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.FhirChecks;
import org.emishub.adapters.health.Golden;
import org.emishub.adapters.health.SandboxChildren;
import org.emishub.adapters.health.TomcatPort;
import org.emishub.adapters.health.register.HealthProvider;
import org.emishub.adapters.health.register.HealthRegister;
import org.emishub.adapters.health.register.IdentifierSystems;
import org.emishub.adapters.health.register.RegisterSettings;
import org.emishub.adapters.health.simulator.HealthRegisterSimulator;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.member.SystemId;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthReceiverTest {
    private static final Map<String, Object> ENROLLED = Golden.record("enrolment/enrolled.record.json");

    private HealthRegisterSimulator simulator;
    private TomcatPort port;
    private HealthRegister register;
    private HealthReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        simulator = new HealthRegisterSimulator(SandboxChildren.all(), false, Exchanges.CLOCK);
        port = new TomcatPort(simulator.servlet());
        register = HealthRegister.open(
                RegisterSettings.of(SystemId.of("health/register"), port.base(), IdentifierSystems.sandbox()),
                SSLContext.getDefault());
        receiver = new HealthReceiver(register);
    }

    @AfterEach
    void stop() throws Exception {
        register.close();
        port.close();
    }

    @Test
    void writes_the_golden_bundle() {
        Golden.assertSame("enrolment/enrolled.bundle.json", text(wire("m-1", ENROLLED)));
    }

    @Test
    void writes_the_same_bytes_every_time() {
        assertThat(wire("m-1", ENROLLED).bytes())
                .isEqualTo(wire("m-1", ENROLLED).bytes());
    }

    @Test
    void writes_what_the_validator_accepts() {
        FhirChecks.assertValid(text(wire("m-1", ENROLLED)));
        Map<String, Object> fewer = new HashMap<>(ENROLLED);
        fewer.keySet().removeIf(path -> path.startsWith("enrolment."));
        fewer.put("enrolment.status", "suspended");
        FhirChecks.assertValid(text(wire("m-1", fewer)));
    }

    @Test
    void writes_nothing_that_is_not_disclosed() {
        Map<String, Object> planted = new HashMap<>(ENROLLED);
        planted.putAll(Map.of(
                "child.address", "PLANTED-address",
                "child.phone", "PLANTED-phone",
                "child.emisId", "PLANTED-emis",
                "enrolment.className", "PLANTED-class",
                "support.conditions", "PLANTED-support",
                "guardian[0].name", "PLANTED-guardian"));
        assertThat(text(wire("m-1", planted))).doesNotContain("PLANTED");
    }

    @Test
    void attests_what_the_register_answered() {
        Delivered delivered = receiver.deliver("m-1", wire("m-1", ENROLLED));
        assertThat(delivered.signed()).isFalse();
        assertThat(delivered.peerCertificate()).isEmpty();
        assertThat(new String(delivered.receipt(), StandardCharsets.UTF_8)).contains("transaction-response", "201");
        FhirChecks.assertValid(new String(delivered.receipt(), StandardCharsets.UTF_8));
    }

    @Test
    void a_second_delivery_has_no_second_effect() {
        Wire wire = wire("m-1", ENROLLED);
        Delivered first = receiver.deliver("m-1", wire);
        Delivered second = receiver.deliver("m-1", wire);
        assertThat(new String(second.receipt(), StandardCharsets.UTF_8))
                .isEqualTo(new String(first.receipt(), StandardCharsets.UTF_8));
        assertThat(episodes()).hasSize(1);
    }

    @Test
    void even_under_another_key_nothing_is_there_twice() {
        receiver.deliver("m-1", wire("m-1", ENROLLED));
        Delivered again = receiver.deliver("m-2", wire("m-2", ENROLLED));
        assertThat(new String(again.receipt(), StandardCharsets.UTF_8))
                .as("nothing is made; its random ids may hold any digits")
                .doesNotContain("\"status\":\"201");
        assertThat(episodes()).hasSize(1);
    }

    @Test
    void the_same_key_with_other_bytes_is_refused_for_good() {
        receiver.deliver("m-1", wire("m-1", ENROLLED));
        Map<String, Object> other = new HashMap<>(ENROLLED);
        other.put("enrolment.grade", "grade-2");
        assertPermanent(() -> receiver.deliver("m-1", wire("m-1", other)), "HTTP 422, issues duplicate");
    }

    @Test
    void leaving_ends_the_same_episode() {
        receiver.deliver("m-1", wire("m-1", ENROLLED));
        Map<String, Object> left = new HashMap<>(ENROLLED);
        left.put("enrolment.status", "left");
        receiver.deliver("m-2", wire("m-2", left));
        assertThat(episodes())
                .singleElement()
                .satisfies(episode -> assertThat(episode.getStatus().toCode()).isEqualTo("finished"));
    }

    @Test
    void a_child_the_register_knows_keeps_what_the_register_holds() {
        Map<String, Object> known = new HashMap<>(ENROLLED);
        known.putAll(Map.of("child.id", "1204567890123", "child.familyName", "Другой"));
        receiver.deliver("m-1", wire("m-1", known));
        Map<String, Object> asked = new TreeMap<>(Map.of("child.id", "1204567890123"));
        Found found = new HealthProvider(register, Exchanges.CLOCK).find(Exchanges.healthQuestion(asked));
        assertThat(((Found.Match) found).record().text("child.familyName")).contains("Шарипов");
    }

    @Test
    void what_the_register_rejects_will_not_be_tried_again() {
        Map<String, Object> unborn = new HashMap<>(ENROLLED);
        unborn.put("child.birthDate", LocalDate.of(2031, 1, 1));
        assertPermanent(() -> receiver.deliver("m-1", wire("m-1", unborn)), "HTTP 422, issues business-rule");
        assertThat(episodes("1204567890123")).isEmpty();
    }

    @Test
    void a_child_without_a_number_cannot_be_told_of() {
        Map<String, Object> nameless = new HashMap<>(ENROLLED);
        nameless.remove("child.id");
        assertPermanent(() -> wire("m-1", nameless), "no identifier");
    }

    @Test
    void an_enrolment_without_a_status_is_not_guessed() {
        Map<String, Object> silent = new HashMap<>(ENROLLED);
        silent.remove("enrolment.status");
        assertPermanent(() -> wire("m-1", silent), "enrolment.status");
    }

    private static void assertPermanent(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SystemFault.class, fault -> {
            assertThat(fault.permanent()).isTrue();
            assertThat(fault).hasMessageContaining(words);
        });
    }

    private List<EpisodeOfCare> episodes() {
        return episodes(ENROLLED.get("child.id").toString());
    }

    private List<EpisodeOfCare> episodes(String number) {
        var client = register.fhir().newRestfulGenericClient(port.base().toString());
        Bundle patients = client.search()
                .byUrl("Patient?identifier=" + IdentifierSystems.sandbox().personalNumber() + "|" + number)
                .returnBundle(Bundle.class)
                .execute();
        return patients.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .flatMap(id -> client
                        .search()
                        .byUrl("EpisodeOfCare?patient=Patient/" + id)
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry()
                        .stream())
                .map(entry -> (EpisodeOfCare) entry.getResource())
                .toList();
    }

    private Wire wire(String messageId, Map<String, Object> record) {
        return receiver.translate(messageId, Exchanges.enrolment(record));
    }

    private static String text(Wire wire) {
        return new String(wire.bytes(), StandardCharsets.UTF_8);
    }
}
