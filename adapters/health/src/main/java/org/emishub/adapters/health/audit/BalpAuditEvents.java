package org.emishub.adapters.health.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.emishub.adapters.health.audit.Codes.concept;
import static org.emishub.adapters.health.audit.Codes.dicom;
import static org.emishub.adapters.health.audit.Codes.hl7;
import static org.emishub.adapters.health.audit.Codes.interaction;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditTranslator;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.InstantType;

/** Records as FHIR R4 AuditEvents that follow IHE BALP 1.1, alone or in the batch of IHE ITI-20. */
public final class BalpAuditEvents implements AuditTranslator {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String mediaType() {
        return "application/fhir+json";
    }

    @Override
    public byte[] event(AuditRecord record) {
        return FHIR.newJsonParser().encodeResourceToString(translate(record)).getBytes(UTF_8);
    }

    @Override
    public byte[] batch(List<AuditRecord> records) {
        Bundle bundle = new Bundle().setType(BundleType.BATCH);
        for (AuditRecord record : records) {
            bundle.addEntry()
                    .setResource(translate(record))
                    .getRequest()
                    .setMethod(HTTPVerb.POST)
                    .setUrl("AuditEvent");
        }
        return FHIR.newJsonParser().encodeResourceToString(bundle).getBytes(UTF_8);
    }

    @Override
    public List<Integer> statuses(byte[] answer) {
        try {
            Bundle bundle = FHIR.newJsonParser().parseResource(Bundle.class, new String(answer, UTF_8));
            return bundle.getEntry().stream()
                    .map(entry -> status(String.valueOf(entry.getResponse().getStatus())))
                    .toList();
        } catch (DataFormatException e) {
            throw new SystemFault("BAD_ANSWER", "not a Bundle", false);
        }
    }

    /** {@code 201 Created}. */
    private static int status(String line) {
        String code = line.split(" ", 2)[0];
        return code.matches("[1-5][0-9]{2}") ? Integer.parseInt(code) : 500;
    }

    private static AuditEvent translate(AuditRecord record) {
        AuditEvent event = new AuditEvent();
        event.setId(record.id());
        Balp.profile(record).ifPresent(event.getMeta()::addProfile);
        what(event, record);
        event.setRecordedElement(new InstantType(TIME.format(record.at())));
        event.setOutcome(
                switch (record.outcome()) {
                    case SUCCESS -> AuditEventOutcome._0;
                    case REFUSED -> AuditEventOutcome._4;
                    case FAILED -> AuditEventOutcome._8;
                });
        event.setOutcomeDesc(record.reason());
        record.terms()
                .filter(terms -> !terms.purposeOfUse().isEmpty())
                .ifPresent(terms -> event.addPurposeOfEvent(concept(hl7("v3-ActReason", terms.purposeOfUse()))));
        Agents.add(event, record);
        event.getSource()
                .setSite(record.hub())
                .setObserver(Agents.who(record.hub()))
                .addType(hl7("security-source-type", "4"));
        Entities.add(event, record);
        return event;
    }

    private static void what(AuditEvent event, AuditRecord record) {
        Kind kind = Balp.isReport(record) ? Kind.READ : record.kind();
        switch (kind) {
            case CREATE -> rest(event, "create", AuditEventAction.C);
            case READ -> rest(event, "read", AuditEventAction.R);
            case QUERY -> rest(event, "search", AuditEventAction.E);
            case UPDATE -> rest(event, "update", AuditEventAction.U);
            case DELETE -> rest(event, "delete", AuditEventAction.D);
            case DISCLOSURE ->
                event.setType(dicom("110106", "Export"))
                        .setAction(AuditEventAction.R)
                        .addSubtype(hl7("iso-21089-lifecycle", "disclose"));
            case DECISION, ALERT -> alert(event, record);
        }
        if (!Balp.isDecision(record)) {
            event.addSubtype(Codes.ours("ledger-event", record.event().toLowerCase(Locale.ROOT)));
        }
    }

    private static void rest(AuditEvent event, String interaction, AuditEventAction action) {
        event.setType(Codes.rest()).setAction(action).addSubtype(interaction(interaction));
    }

    private static void alert(AuditEvent event, AuditRecord record) {
        event.setType(dicom("110113", "Security Alert")).setAction(AuditEventAction.E);
        if (Balp.isDecision(record)) {
            event.addSubtype()
                    .setSystem("https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType")
                    .setCode("AuthZ-Consent");
        }
    }
}
