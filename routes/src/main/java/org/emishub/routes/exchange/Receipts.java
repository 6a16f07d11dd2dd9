package org.emishub.routes.exchange;

import java.time.Instant;
import java.util.HexFormat;
import org.emishub.routes.store.Inbound;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.JsonNodeFactory;

/** Signs what the hub owes every sender: that it has the message, since when, and where the ledger says so. */
final class Receipts {
    private final SystemId hub;
    private final Envelopes envelopes;

    Receipts(SystemId hub, Envelopes envelopes) {
        this.hub = hub;
        this.envelopes = envelopes;
    }

    /**
     * A compact JWS with the claims {@code jti} (the message's id), {@code iss, sub, sha256, seq, leaf, iat, outcome}.
     *
     * @param outcome {@code accepted}, {@code answered} or {@code refused}
     */
    String receipt(Inbound inbound, Appended entry, String outcome) {
        Instant time = inbound.receivedAt();
        return envelopes.sign(JsonNodeFactory.instance
                .objectNode()
                .put("jti", inbound.messageId())
                .put("iss", hub.toString())
                .put("sub", inbound.sender().toString())
                .put("sha256", inbound.payloadHash())
                .put("seq", entry.sequence())
                .put("leaf", HexFormat.of().formatHex(entry.leafHash()))
                .put("iat", time.getEpochSecond())
                .put("outcome", outcome));
    }
}
