package org.emishub.security.envelope;

import java.time.Instant;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a member of the hub protocol answers to a delivery: signed by itself, which letter it has and in which bytes.
 *
 * <p>A compact JWS with the claims of the hub's own receipts: {@code jti, iss, sub, sha256, iat, outcome}.
 *
 * @param letter the message's id, which is also the {@code Idempotency-Key}
 * @param receiver who has it
 * @param sender who sent it: the hub
 * @param sha256 lower-case hex SHA-256 of the sealed bytes as they were posted
 */
public record DeliveryReceipt(String letter, SystemId receiver, SystemId sender, String sha256) {
    private static final String ACCEPTED = "accepted";

    /** Of a letter whose sealed bytes are these. */
    public static DeliveryReceipt of(String letter, SystemId receiver, SystemId sender, byte[] sealed) {
        return new DeliveryReceipt(letter, receiver, sender, Sha256.hex(sealed));
    }

    /** For the receiver to answer with, once what it was sent is durable there; a repetition gets the same or a new one. */
    public String signed(Envelopes own, Instant now) {
        return own.sign(JsonNodeFactory.instance
                .objectNode()
                .put("jti", letter)
                .put("iss", receiver.toString())
                .put("sub", sender.toString())
                .put("sha256", sha256)
                .put("iat", now.getEpochSecond())
                .put("outcome", ACCEPTED));
    }

    /** Whether this is what was signed, by the receiver itself; claims beside ours are its own affair. */
    public boolean isSaidBy(Envelopes.Signed answer) {
        JsonNode claims = answer.claims();
        return answer.signer().equals(receiver)
                && says(claims, "jti", letter)
                && says(claims, "iss", receiver.toString())
                && says(claims, "sub", sender.toString())
                && says(claims, "sha256", sha256)
                && says(claims, "outcome", ACCEPTED)
                && claims.path("iat").isIntegralNumber();
    }

    private static boolean says(JsonNode claims, String name, String value) {
        return claims.path(name).isString() && claims.path(name).stringValue().equals(value);
    }
}
