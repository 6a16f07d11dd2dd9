package org.emishub.routes.exchange;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Message;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes and seals what the hub answers to members of its own protocol. */
final class Answers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** How long an answer may be opened: as long as it is kept for a repetition. */
    private static final Duration VALID = Duration.ofHours(24);

    private final SystemId hub;
    private final Envelopes envelopes;
    private final Receipts receipts;
    private final Clock clock;

    Answers(SystemId hub, Envelopes envelopes, Receipts receipts, Clock clock) {
        this.hub = hub;
        this.envelopes = envelopes;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** The sealed answer that discloses. */
    byte[] disclosed(Passage passage) {
        ObjectNode content = Content.disclosed(passage.disclosure());
        content.put("receipt", receipts.receipt(passage.inbound(), passage.received(), "answered"));
        return seal(passage, "answer", content);
    }

    /** The sealed answer that says no; every no that depends on the child has this one form. */
    byte[] refused(Passage passage, Code shown) {
        ObjectNode content = refused(shown);
        content.put("receipt", receipts.receipt(passage.inbound(), passage.received(), "refused"));
        return seal(passage, "answer", content);
    }

    static ObjectNode refused(Code shown) {
        return JSON.objectNode().put("refusal", shown.name()).put("remedy", shown.remedy());
    }

    /** The sealed verdicts on a batch. */
    byte[] verdicts(Passage passage, Iterable<? extends JsonNode> rows) {
        ObjectNode content = JSON.objectNode();
        rows.forEach(content.withArray("rows")::add);
        content.put("receipt", receipts.receipt(passage.inbound(), passage.received(), "answered"));
        return seal(passage, "verdicts", content);
    }

    /** A sealed answer about a package. */
    byte[] aboutPackage(Passage passage, String kind, ObjectNode content) {
        return seal(passage, passage.message().orElseThrow().agreementId(), kind, content);
    }

    private byte[] seal(Passage passage, String kind, JsonNode content) {
        return seal(passage, passage.inbound().agreement(), kind, content);
    }

    private byte[] seal(Passage passage, String agreement, String kind, JsonNode content) {
        Instant now = clock.instant();
        return envelopes.seal(new Message(
                UUID.randomUUID().toString(),
                hub,
                passage.inbound().sender(),
                agreement,
                kind,
                now,
                now.plus(VALID),
                passage.inbound().payloadHash(),
                content));
    }
}
