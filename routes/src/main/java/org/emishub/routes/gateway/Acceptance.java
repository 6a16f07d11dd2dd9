package org.emishub.routes.gateway;

import org.emishub.security.refusal.Code;

/** What a sender gets back for an event or a package. */
public sealed interface Acceptance {
    /**
     * It is the hub's responsibility from here on.
     *
     * @param receipt compact JWS signed by the hub: message id, payload hash, ledger sequence and leaf hash, time
     * @param repeated true when it had been accepted before and nothing was done again
     */
    record Accepted(String receipt, boolean repeated) implements Acceptance {}

    /** A no; nothing was kept but the entry. */
    record Refused(Code code) implements Acceptance {}
}
