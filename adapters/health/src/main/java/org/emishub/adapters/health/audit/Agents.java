package org.emishub.adapters.health.audit;

import static org.emishub.adapters.health.audit.Codes.concept;
import static org.emishub.adapters.health.audit.Codes.dicom;
import static org.emishub.adapters.health.audit.Codes.hl7;

import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;

/** Who took part in an event. */
final class Agents {
    private Agents() {}

    static void add(AuditEvent event, AuditRecord record) {
        if (Balp.isDecision(record)) {
            decision(event, record);
            return;
        }
        boolean delete = record.kind() == Kind.DELETE;
        system(event, record.from(), delete ? application() : dicom("110153", "Source Role ID"));
        system(
                event,
                record.to(),
                delete ? hl7("provenance-participant-type", "custodian") : dicom("110152", "Destination Role ID"));
        if (record.kind() == Kind.DISCLOSURE
                && !Balp.isReport(record)
                && !record.custodian().isEmpty()) {
            event.addAgent()
                    .setType(concept(recordOwner()))
                    .setWho(who(record.custodian()))
                    .setRequestor(false);
        }
        if (record.user().isPresent()) {
            user(event, record, userRole(record.kind()));
        }
    }

    /** The client, its user and organisation, and the hub that decides; this profile wants all four. */
    private static void decision(AuditEvent event, AuditRecord record) {
        system(event, record.from(), application());
        user(event, record, hl7("v3-ParticipationType", "IRCP"));
        AuditEventAgentComponent organisation = event.addAgent()
                .setType(concept(hl7("v3-RoleClass", "PROV")))
                .setWho(organisation(record.from()))
                .setRequestor(false);
        purpose(organisation, record);
        event.addAgent()
                .setType(concept(hl7("extra-security-role-type", "authserver")))
                .setWho(who(record.hub()))
                .setRequestor(false);
    }

    private static Coding application() {
        return dicom("110150", "Application");
    }

    private static Coding recordOwner() {
        return new Coding("http://snomed.info/sct", "159541003", null);
    }

    /** BALP names whoever asks a receiver of information, and whoever writes its author. */
    private static Coding userRole(Kind kind) {
        return switch (kind) {
            case CREATE, UPDATE, DELETE -> hl7("v3-ParticipationType", "AUT");
            case READ, QUERY, DISCLOSURE, DECISION, ALERT -> hl7("v3-ParticipationType", "IRCP");
        };
    }

    private static void system(AuditEvent event, String name, Coding role) {
        AuditEventAgentComponent agent =
                event.addAgent().setType(concept(role)).setWho(who(name)).setRequestor(false);
        // The ledger keeps no network addresses: a system is reached by its name in the registry of members.
        agent.getNetwork()
                .setAddress("urn:emishub:system:" + (name.isEmpty() ? "unknown" : name))
                .setType(AuditEventAgentNetworkType._5);
    }

    private static void user(AuditEvent event, AuditRecord record, Coding role) {
        AuditEventAgentComponent user = event.addAgent()
                .setType(concept(role))
                .setWho(record.user().map(Entities::person).orElseGet(() -> new Reference().setDisplay("not named")))
                .setRequestor(true);
        record.terms().ifPresent(terms -> user.addPolicy("urn:emishub:agreement:" + terms.id()));
        purpose(user, record);
    }

    private static void purpose(AuditEventAgentComponent agent, AuditRecord record) {
        record.terms()
                .filter(terms -> !terms.purposeOfUse().isEmpty())
                .ifPresent(terms -> agent.addPurposeOfUse(concept(hl7("v3-ActReason", terms.purposeOfUse()))));
    }

    static Reference who(String system) {
        return system.isEmpty() ? new Reference().setDisplay("unknown system") : Entities.named("system", system);
    }

    private static Reference organisation(String system) {
        return system.isEmpty()
                ? new Reference().setDisplay("unknown organisation")
                : Entities.named("organisation", system.split("/", 2)[0]);
    }
}
