package org.emishub.routes.gateway;

import org.emishub.security.refusal.Code;

/** What the hub-protocol door writes back. */
public sealed interface HubReply {
    /** {@code application/jose}: a sealed answer or a signed receipt. */
    record Sealed(byte[] jose) implements HubReply {}

    /** A no for somebody whose message could not be opened or decided; already the code the asker may see. */
    record Refused(Code code) implements HubReply {}
}
