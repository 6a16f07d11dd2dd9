package org.emishub.adapters.health.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditRecord.Person;
import org.emishub.routes.audit.AuditRecord.Terms;
import org.emishub.routes.audit.AuditRecord.Thing;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** What an event was about: the child, the data, the message, and the ledger's own entry. */
final class Entities {
    private static final String NAMES = "https://emishub.org/fhir/sid/";
    private static final String PERSON = "1";
    private static final String SYSTEM_OBJECT = "2";
    private static final String OTHER = "4";
    private static final String PATIENT = "1";
    private static final String REPORT = "3";
    private static final String DOMAIN_RESOURCE = "4";
    private static final String SECURITY_RESOURCE = "13";
    private static final String QUERY = "24";

    private Entities() {}

    static void add(AuditEvent event, AuditRecord record) {
        record.child().ifPresent(child -> entity(event, PERSON, PATIENT)
                .setWhat(person(child).setType("Patient")));
        if (Balp.isDecision(record)) {
            // This profile takes no other entities: what proves it stands with the agreement.
            evidence(agreement(event, record.terms().orElseThrow()), record);
            return;
        }
        data(event, record);
        if (!record.messageIdHash().isEmpty()) {
            event.addEntity().setType(message()).setWhat(named("message-id-hash", record.messageIdHash()));
        }
        record.terms().ifPresent(terms -> agreement(event, terms));
        evidence(entity(event, OTHER, SECURITY_RESOURCE).setWhat(named("ledger-entry", record.entry())), record);
    }

    private static void data(AuditEvent event, AuditRecord record) {
        if (record.kind() == Kind.QUERY) {
            entity(event, SYSTEM_OBJECT, QUERY).setQuery(question(record));
            return;
        }
        boolean report = Balp.isReport(record);
        entity(event, SYSTEM_OBJECT, report ? REPORT : DOMAIN_RESOURCE).setWhat(thing(record));
    }

    /** Names of what was asked for or asked with; no value. */
    private static byte[] question(AuditRecord record) {
        String about = record.terms().map(Terms::id).orElse(word(record.thing()));
        return (about + "?fields=" + String.join(",", record.fields())).getBytes(UTF_8);
    }

    private static Reference thing(AuditRecord record) {
        if (record.thing() == Thing.AGREEMENT && record.terms().isPresent()) {
            return agreement(record.terms().get());
        }
        String name = record.contentHash().isEmpty() ? record.messageIdHash() : record.contentHash();
        return named(word(record.thing()), name.isEmpty() ? record.entry() : name);
    }

    private static String word(Thing thing) {
        return thing.name().toLowerCase(Locale.ROOT);
    }

    private static AuditEventEntityComponent agreement(AuditEvent event, Terms terms) {
        return event.addEntity()
                .setType(new Coding("http://hl7.org/fhir/resource-types", "Consent", null))
                .setWhat(agreement(terms));
    }

    private static Coding message() {
        return new Coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", null);
    }

    private static Reference agreement(Terms terms) {
        return named("agreement", terms.id() + "/" + terms.version());
    }

    private static void evidence(AuditEventEntityComponent entity, AuditRecord record) {
        detail(entity, "ledger-entry", record.entry());
        detail(entity, "fields", String.join(",", record.fields()));
        detail(entity, "withheld", record.withheld() == 0 ? "" : String.valueOf(record.withheld()));
        detail(entity, "content-hash", record.contentHash());
        detail(entity, "agreement-hash", record.terms().map(Terms::bundleHash).orElse(""));
    }

    private static void detail(AuditEventEntityComponent entity, String type, String value) {
        if (!value.isEmpty()) {
            entity.addDetail().setType(type).setValue(new StringType(value));
        }
    }

    private static AuditEventEntityComponent entity(AuditEvent event, String type, String role) {
        return event.addEntity().setType(Codes.hl7("audit-entity-type", type)).setRole(Codes.hl7("object-role", role));
    }

    static Reference person(Person person) {
        return named(
                switch (person.naming()) {
                    case COMMITMENT -> "ledger-commitment";
                    case PSEUDONYM -> "audit-pseudonym";
                    case IDENTIFIER -> "identifier";
                },
                person.value());
    }

    /** A logical reference: an audit repository holds none of these. */
    static Reference named(String kind, String value) {
        return new Reference()
                .setIdentifier(new Identifier().setSystem(NAMES + kind).setValue(value));
    }
}
