package org.emishub.routes.audit;

import java.util.List;

/** Somebody outside who is told what the ledger holds. */
public interface AuditSink {
    /** By which its cursor is found again; stays the same over restarts. */
    String name();

    /** How many records it takes at once. */
    int most();

    /**
     * Tells it; returns once it has them. May be told the same again.
     *
     * @return those that it will never take, each for its own sake
     * @throws org.emishub.routes.system.SystemFault when it cannot be said that it has them all
     */
    List<Refused> send(List<AuditRecord> records);

    /**
     * A record that is not taken.
     *
     * @param reason class of the reason, {@code HTTP_422}; nothing of what the other side wrote
     */
    record Refused(long sequence, String reason) {}
}
