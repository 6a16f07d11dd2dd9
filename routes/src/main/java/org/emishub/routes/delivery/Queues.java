package org.emishub.routes.delivery;

import org.emishub.security.member.SystemId;

/** Names of queues: one per recipient, so that one that is down holds up no other. */
final class Queues {
    private Queues() {}

    static String of(SystemId recipient) {
        return "deliver." + recipient.organisation() + "." + recipient.system();
    }
}
