package org.emishub.routes.audit;

import java.util.List;

/**
 * Writes records as a repository's protocol has them; found through {@code META-INF/services/org.emishub.routes.audit.AuditTranslator}, as the hub itself
 * speaks no sector's language.
 */
public interface AuditTranslator {
    /** The media type of what it writes. */
    String mediaType();

    /** One event; the same bytes for the same record. */
    byte[] event(AuditRecord record);

    /** Many events in one request. */
    byte[] batch(List<AuditRecord> records);

    /**
     * The HTTP status of each event of a batch, in order.
     *
     * @throws org.emishub.routes.system.SystemFault when the answer is none to such a batch
     */
    List<Integer> statuses(byte[] answer);
}
