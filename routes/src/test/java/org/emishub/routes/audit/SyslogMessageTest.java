package org.emishub.routes.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditRecord.Naming;
import org.emishub.routes.audit.AuditRecord.Outcome;
import org.emishub.routes.audit.AuditRecord.Person;
import org.emishub.routes.audit.AuditRecord.Terms;
import org.emishub.routes.audit.AuditRecord.Thing;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SyslogMessageTest {
    static AuditRecord record(Kind kind, Outcome outcome) {
        return new AuditRecord(
                "5b3c1c6e-0000-8000-8000-000000000001",
                12,
                Instant.parse("2026-11-22T08:15:30.250Z"),
                "RELEASED",
                kind,
                outcome,
                "OK: a rule with <angle> & \"quotes\"",
                "hub/exchange",
                "hub/exchange",
                "",
                "education/emis",
                Optional.of(new Person(Naming.COMMITMENT, "ab12")),
                Optional.of(new Person(Naming.COMMITMENT, "cd34")),
                Optional.of(new Terms("health.enrolled", 2, "ef56", "HPAYMT")),
                Thing.RECORD,
                List.of("child.name"),
                1,
                "0123",
                "4567");
    }

    @Test
    void has_the_header_that_atna_asks_for_and_counts_octets() {
        SyslogMessage message =
                new SyslogMessage(record(Kind.DISCLOSURE, Outcome.SUCCESS), "DICOM+RFC3881", "ж".getBytes(UTF_8));
        assertThat(new String(message.message(), ISO_8859_1))
                .startsWith(
                        "<85>1 2026-11-22T08:15:30.250Z hub.exchange emis-hub - DICOM+RFC3881 - \u00ef\u00bb\u00bf");
        String frame = new String(message.frame(), ISO_8859_1);
        int length = Integer.parseInt(frame.substring(0, frame.indexOf(' ')));
        assertThat(frame.length()).isEqualTo(frame.indexOf(' ') + 1 + length);
    }

    @Test
    void warns_where_something_was_refused_or_failed() {
        byte[] message = new SyslogMessage(record(Kind.DECISION, Outcome.REFUSED), "X", new byte[0]).message();
        assertThat(new String(message, UTF_8)).startsWith("<84>1 ");
    }

    @Test
    void every_kind_is_a_dicom_audit_message() throws Exception {
        for (Kind kind : Kind.values()) {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(DicomAudit.message(record(kind, Outcome.SUCCESS))));
            Element root = document.getDocumentElement();
            assertThat(root.getTagName()).isEqualTo("AuditMessage");
            assertThat(root.getElementsByTagName("EventID").getLength()).isEqualTo(1);
            assertThat(root.getElementsByTagName("ActiveParticipant").getLength())
                    .isEqualTo(3);
            assertThat(root.getElementsByTagName("AuditSourceIdentification").getLength())
                    .isEqualTo(1);
            assertThat(root.getElementsByTagName("ParticipantObjectIdentification")
                            .getLength())
                    .isEqualTo(3);
            assertThat(root.getElementsByTagName("EventOutcomeDescription")
                            .item(0)
                            .getTextContent())
                    .contains("<angle> & \"quotes\"");
        }
    }
}
