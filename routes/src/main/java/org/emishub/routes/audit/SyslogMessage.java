package org.emishub.routes.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.emishub.routes.audit.AuditRecord.Outcome;

/**
 * A syslog message by RFC 5424, with the header that IHE ATNA and DICOM PS3.15 A.6 ask for, in a frame of RFC 5425 (octet counting).
 *
 * @param id the header's MSGID: what the payload is
 * @param payload UTF-8
 */
record SyslogMessage(AuditRecord record, String id, byte[] payload) {
    /** Security and authorization messages. */
    private static final int FACILITY = 10;

    private static final int NOTICE = 5;
    private static final int WARNING = 4;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    byte[] message() {
        int severity = record.outcome() == Outcome.SUCCESS ? NOTICE : WARNING;
        String header = "<%d>1 %s %s emis-hub - %s - "
                .formatted(
                        FACILITY * 8 + severity,
                        TIME.format(record.at()),
                        record.hub().replace('/', '.'),
                        id);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header.getBytes(US_ASCII));
        bytes.writeBytes(BYTE_ORDER_MARK);
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    byte[] frame() {
        byte[] message = message();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((message.length + " ").getBytes(UTF_8));
        bytes.writeBytes(message);
        return bytes.toByteArray();
    }
}
