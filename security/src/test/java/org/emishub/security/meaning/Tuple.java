package org.emishub.security.meaning;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * One (agreement, record, asker, time).
 *
 * @param agreement the agreement file's text
 * @param held the provider's record by concrete path
 * @param subject what the client says of the child it asks about
 */
record Tuple(
        String agreement,
        Asker asker,
        String child,
        World world,
        Instant at,
        LocalDate asOf,
        Map<String, Object> held,
        Map<String, Object> subject) {
    record Asker(
            String sender,
            String purpose,
            boolean purposeHasPlace,
            String user,
            String role,
            String caseId,
            int rows) {}
}
