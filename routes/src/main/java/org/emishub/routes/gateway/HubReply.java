package org.emishub.routes.gateway;

import org.emishub.security.refusal.Code;

/** What the hub-protocol door writes back. */
public sealed interface HubReply {
    /** {@code application/jose}: a sealed answer or a signed receipt. */
    record Sealed(byte[] jose) implements HubReply {}

    /**
     * A no for somebody whose message could not be opened or decided.
     *
     * @param code already the one the asker may see
     * @param retrySeconds after which the same message may be sent again; 0 where waiting does not help
     */
    record Refused(Code code, int retrySeconds) implements HubReply {
        public Refused(Code code) {
            this(code, 0);
        }
    }
}
