package org.emishub.adapters.health.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.ServiceLoader;
import org.emishub.adapters.health.FhirChecks;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditTranslator;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.ledger.Event;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BalpAuditEventsTest {
    private final AuditTranslator translator =
            ServiceLoader.load(AuditTranslator.class).findFirst().orElseThrow();

    private AuditEvent event(AuditRecord record) {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(AuditEvent.class, new String(translator.event(record), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "RELEASED, PrivacyDisclosure.Source, Read",
        "DEAD, PrivacyDisclosure.Source, ''",
        "ASKED, PatientQuery, Query",
        "RECEIVED, PatientQuery, Query",
        "DELIVERED, PatientCreate, Create",
        "VIEWED, PatientRead, Read",
        "CONSENT_CHANGED, PatientUpdate, Update",
        "AGREEMENT_CHANGED, PatientUpdate, Update",
        "ERASED, PatientDelete, Delete",
        "REFUSED, AuthZconsent, ''",
        "BREAK_GLASS, AuthZconsent, ''",
        "ANOMALY, '', ''"
    })
    void an_event_follows_the_profile_that_fits_it(Event event, String ofChild, String ofNone) {
        assertThat(profile(event(EveryEvent.of(event, true)))).isEqualTo(ofChild);
        assertThat(profile(event(EveryEvent.of(event, false)))).isEqualTo(ofNone);
    }

    private static String profile(AuditEvent event) {
        return event.getMeta().getProfile().stream()
                .map(url -> url.getValue()
                        .substring(url.getValue().indexOf("IHE.BasicAudit.") + "IHE.BasicAudit.".length()))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @EnumSource(Event.class)
    void every_event_says_when_who_told_it_and_which_entry_proves_it(Event kind) {
        AuditEvent event = event(EveryEvent.of(kind, true));
        assertThat(event.getRecordedElement().getValueAsString()).isEqualTo("2026-11-22T08:15:30.250Z");
        assertThat(event.getSource().getObserver().getIdentifier().getValue()).isEqualTo("hub/exchange");
        assertThat(event.getEntity().stream().flatMap(entity -> entity.getDetail().stream()))
                .anyMatch(detail -> detail.getValue().primitiveValue().equals("hub/exchange/ledger#7"));
    }

    @Test
    void purpose_and_agreement_stand_where_balp_has_them() {
        AuditEvent event = event(EveryEvent.of(Event.RELEASED, true));
        String purpose = event.getPurposeOfEventFirstRep().getCodingFirstRep().getCode();
        assertThat(purpose).isNotEmpty();
        AuditEventAgentComponent user = event.getAgent().stream()
                .filter(AuditEventAgentComponent::getRequestor)
                .findFirst()
                .orElseThrow();
        assertThat(user.getPurposeOfUseFirstRep().getCodingFirstRep().getCode()).isEqualTo(purpose);
        assertThat(user.getPolicy()).hasSize(1);
        assertThat(event.getAgent().get(0).getWho().equalsDeep(event.getSource().getObserver()))
                .isTrue();
    }

    @Test
    void broken_glass_is_told_as_such() {
        AuditEvent event = event(EveryEvent.of(Event.BREAK_GLASS, true));
        assertThat(event.getPurposeOfEventFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("BTG");
    }

    @Test
    void a_child_is_a_commitment_and_no_name() {
        AuditEventEntityComponent child =
                event(EveryEvent.of(Event.RELEASED, true)).getEntityFirstRep();
        assertThat(child.getWhat().getIdentifier().getSystem()).endsWith("/ledger-commitment");
        assertThat(child.hasName()).isFalse();
    }

    @Test
    void the_same_record_gives_the_same_bytes_and_another_entry_another_id() {
        assertThat(translator.event(EveryEvent.of(Event.DEAD, true)))
                .isEqualTo(translator.event(EveryEvent.of(Event.DEAD, true)));
        assertThat(event(EveryEvent.of(Event.DEAD, true)).getIdElement().getIdPart())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void many_are_a_batch_of_creations_whose_answer_is_read() {
        byte[] batch = translator.batch(List.of(EveryEvent.of(Event.ASKED, true), EveryEvent.of(Event.RELEASED, true)));
        Bundle bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, new String(batch, UTF_8));
        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.BATCH);
        assertThat(bundle.getEntry())
                .extracting(entry -> entry.getRequest().getUrl())
                .containsOnly("AuditEvent");
        String answer =
                """
                { "resourceType": "Bundle", "type": "batch-response", "entry": [
                  { "response": { "status": "201 Created" } }, { "response": { "status": "422" } }, { "response": {} } ] }""";
        assertThat(translator.statuses(answer.getBytes(UTF_8))).containsExactly(201, 422, 500);
        assertThatThrownBy(() -> translator.statuses("<html>".getBytes(UTF_8))).isInstanceOf(SystemFault.class);
    }

    @Test
    void every_kind_is_valid_as_plain_r4() {
        for (Event event : Event.values()) {
            assertThat(FhirChecks.errors(withoutProfile(EveryEvent.of(event, true))))
                    .as(event.name())
                    .isEmpty();
        }
    }

    private String withoutProfile(AuditRecord record) {
        AuditEvent event = event(record);
        event.setMeta(null);
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(event);
    }
}
