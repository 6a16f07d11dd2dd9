package org.emishub.routes.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.emishub.routes.gateway.RowVerdicts;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.hash.Sha256;
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

    /** The batch receipt of a package: {@code jti, iss, sub, sha256}, the SHA-256 of its first receipt, {@code accepted, refused} and the SHA-256 of the report. */
    String verdicts(Inbound inbound, Kept kept, RowVerdicts verdicts) {
        return envelopes.sign(JsonNodeFactory.instance
                .objectNode()
                .put("jti", inbound.messageId())
                .put("iss", hub.toString())
                .put("sub", inbound.sender().toString())
                .put("sha256", inbound.payloadHash())
                .put("receiptSha256", Sha256.hex(kept.receipt().getBytes(StandardCharsets.US_ASCII)))
                .put("accepted", verdicts.accepted())
                .put("refused", verdicts.refused())
                .put("reportSha256", verdicts.reportSha256())
                .put("outcome", "verdicts"));
    }
}
