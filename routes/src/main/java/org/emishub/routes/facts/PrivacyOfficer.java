package org.emishub.routes.facts;

import java.io.IOException;
import java.time.Instant;

/** Whoever has to be told at once that somebody looked without a case. */
@FunctionalInterface
public interface PrivacyOfficer {
    /**
     * What they are told; of the child they read in the hub itself.
     *
     * @param reviewer as the agreement names them
     */
    record Notice(long number, String agreementId, String reviewer, Instant opened, Instant reviewBy) {}

    /**
     * Tells them; on return it is durable. Told twice rather than not at all: the number says that it is the same.
     *
     * @throws IOException when it could not be done; it is tried again
     */
    void tell(Notice notice) throws IOException;
}
