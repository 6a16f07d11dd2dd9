package org.emishub.routes.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditRecord.Outcome;
import org.emishub.routes.audit.AuditRecord.Person;

/**
 * A record as the XML that an IHE ATNA repository takes over syslog: DICOM PS3.15 A.5, with IHE's PurposeOfUse.
 *
 * <p>It says what the AuditEvent says, in fewer words; both name the same entry of the ledger.
 */
public final class DicomAudit {
    /** Says in a syslog header that the message is one of these. */
    public static final String MESSAGE_ID = "DICOM+RFC3881";

    private static final String DICOM = "DCM";
    private static final String OURS = "EMIS Hub";
    private static final String URI = "5";

    private final XMLStreamWriter xml;

    private DicomAudit(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** One message, in UTF-8. */
    public static byte[] message(AuditRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
            new DicomAudit(xml).write(record);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("an audit message could not be written", e);
        }
        return bytes.toByteArray();
    }

    private void write(AuditRecord record) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("AuditMessage");
        event(record);
        participant(record.from(), false, coded("110153", DICOM, "Source Role ID"));
        participant(record.to(), false, coded("110152", DICOM, "Destination Role ID"));
        if (record.user().isPresent()) {
            participant(
                    record.user().get().value(), true, coded("IRCP", "HL7 ParticipationType", "information recipient"));
        }
        xml.writeStartElement("AuditSourceIdentification");
        xml.writeAttribute("AuditSourceID", record.hub());
        element("AuditSourceTypeCode", coded("4", DICOM, "Application Server"));
        xml.writeEndElement();
        objects(record);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void event(AuditRecord record) throws XMLStreamException {
        xml.writeStartElement("EventIdentification");
        xml.writeAttribute("EventActionCode", action(record.kind()));
        xml.writeAttribute("EventDateTime", record.at().toString());
        xml.writeAttribute("EventOutcomeIndicator", outcome(record.outcome()));
        element("EventID", id(record));
        element("EventTypeCode", coded(record.event(), OURS, record.event().toLowerCase(Locale.ROOT)));
        text("EventOutcomeDescription", record.reason());
        Optional<String> purpose =
                record.terms().map(AuditRecord.Terms::purposeOfUse).filter(code -> !code.isEmpty());
        if (purpose.isPresent()) {
            element("PurposeOfUse", coded(purpose.get(), "HL7 ActReason", purpose.get()));
        }
        xml.writeEndElement();
    }

    private static Code id(AuditRecord record) {
        return switch (record.kind()) {
            case DISCLOSURE, READ -> coded("110106", DICOM, "Export");
            case CREATE ->
                record.to().equals(record.hub()) ? coded("110107", DICOM, "Import") : coded("110106", DICOM, "Export");
            case QUERY -> coded("110112", DICOM, "Query");
            case UPDATE, DELETE ->
                record.child().isPresent()
                        ? coded("110110", DICOM, "Patient Record")
                        : coded("110100", DICOM, "Application Activity");
            case DECISION, ALERT -> coded("110113", DICOM, "Security Alert");
        };
    }

    private static String action(Kind kind) {
        return switch (kind) {
            case CREATE -> "C";
            case READ, DISCLOSURE -> "R";
            case UPDATE -> "U";
            case DELETE -> "D";
            case QUERY, DECISION, ALERT -> "E";
        };
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "0";
            case REFUSED -> "4";
            case FAILED -> "8";
        };
    }

    private void participant(String name, boolean requestor, Code role) throws XMLStreamException {
        String known = name.isEmpty() ? "unknown" : name;
        xml.writeStartElement("ActiveParticipant");
        xml.writeAttribute("UserID", known);
        xml.writeAttribute("UserIsRequestor", String.valueOf(requestor));
        if (!requestor) {
            xml.writeAttribute("NetworkAccessPointID", "urn:emishub:system:" + known);
            xml.writeAttribute("NetworkAccessPointTypeCode", URI);
        }
        element("RoleIDCode", role);
        xml.writeEndElement();
    }

    private void objects(AuditRecord record) throws XMLStreamException {
        if (record.child().isPresent()) {
            Person child = record.child().get();
            open(child.value(), "1", "1", coded("2", "RFC-3881", "Patient Number"));
            text("ParticipantObjectName", child.naming().name().toLowerCase(Locale.ROOT));
            xml.writeEndElement();
        }
        if (record.terms().isPresent()) {
            AuditRecord.Terms terms = record.terms().get();
            open(terms.id() + "/" + terms.version(), "2", "13", coded("agreement", OURS, "exchange agreement"));
            text("ParticipantObjectName", terms.id());
            detail("hash", terms.bundleHash());
            xml.writeEndElement();
        }
        open(record.entry(), "2", "13", coded("ledger-entry", OURS, "ledger entry"));
        if (record.kind() == Kind.QUERY) {
            xml.writeStartElement("ParticipantObjectQuery");
            xml.writeCharacters(base64(String.join(",", record.fields())));
            xml.writeEndElement();
        } else {
            text("ParticipantObjectName", record.event());
        }
        detail("id", record.id());
        detail("fields", String.join(",", record.fields()));
        detail("message-id-hash", record.messageIdHash());
        detail("content-hash", record.contentHash());
        xml.writeEndElement();
    }

    private void open(String id, String type, String role, Code kind) throws XMLStreamException {
        xml.writeStartElement("ParticipantObjectIdentification");
        xml.writeAttribute("ParticipantObjectID", id);
        xml.writeAttribute("ParticipantObjectTypeCode", type);
        xml.writeAttribute("ParticipantObjectTypeCodeRole", role);
        element("ParticipantObjectIDTypeCode", kind);
    }

    private void detail(String type, String value) throws XMLStreamException {
        if (!value.isEmpty()) {
            xml.writeEmptyElement("ParticipantObjectDetail");
            xml.writeAttribute("type", type);
            xml.writeAttribute("value", base64(value));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void text(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    /** A coded value, as this schema has them. */
    private record Code(String code, String system, String meaning) {}

    private static Code coded(String code, String system, String meaning) {
        return new Code(code, system, meaning);
    }

    private void element(String name, Code code) throws XMLStreamException {
        xml.writeEmptyElement(name);
        xml.writeAttribute("csd-code", code.code());
        xml.writeAttribute("codeSystemName", code.system());
        xml.writeAttribute("originalText", code.meaning());
    }
}
