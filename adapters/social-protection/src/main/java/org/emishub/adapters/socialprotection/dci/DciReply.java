package org.emishub.adapters.socialprotection.dci;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;

/** Reads a registry's answer: certainly its own, certainly to this question, certainly of now. */
final class DciReply {
    private static final String TOO_MANY = "rjct.search.too_many_records_found";

    private final ProtocolVerifier verifier;
    private final SystemId hub;
    private final SystemId registry;

    DciReply(ProtocolVerifier verifier, SystemId hub, SystemId registry) {
        this.verifier = verifier;
        this.hub = hub;
        this.registry = registry;
    }

    /** What a registry answered: the records, or that there are too many to give. */
    record Records(List<JsonNode> groups, boolean tooMany) {}

    /**
     * The records of an answer.
     *
     * @throws SystemFault {@code BAD_ANSWER} when it is not what DCI says or not signed by the registry, {@code REJECTED} when the registry says no
     */
    Records groups(byte[] body, String transaction, Instant now) {
        try {
            DciMessage answer = DciMessage.read(body);
            verify(answer, now);
            return records(answer, transaction);
        } catch (Malformed e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private void verify(DciMessage answer, Instant now) throws Malformed {
        DciSignature signature =
                DciSignature.read(answer.signature().orElseThrow(() -> bad("the answer is not signed")));
        Optional<SystemId> signer =
                verifier.signer(signature.keyId(), signature.signingString(answer.signed()), signature.value());
        DciHeader header = DciHeader.read(answer.header());
        if (!signer.equals(Optional.of(registry))
                || !header.sender().equals(registry.toString())
                || !header.receiver().equals(hub.toString())) {
            throw bad("the answer is not the registry's to us");
        }
        if (!header.timely(now) || !signature.usableAt(now, DciHeader.WINDOW)) {
            throw bad("the answer is not of now");
        }
        if (!header.action().equals("on-search") || header.encrypted()) {
            throw bad("the answer is not an on-search message");
        }
        if (header.status().equals("rjct")) {
            throw new SystemFault("REJECTED", reason(header.reason()), true);
        }
    }

    private static Records records(DciMessage answer, String transaction) {
        JsonNode message = answer.message();
        JsonNode responses = message.path("search_response");
        JsonNode response = responses.path(0);
        if (!DciJson.text(message, "transaction_id").equals(Optional.of(transaction))
                || responses.size() != 1
                || !DciJson.text(response, "reference_id").equals(Optional.of("1"))) {
            throw bad("the answer is not to this question");
        }
        String status = DciJson.text(response, "status").orElse("");
        String reason = DciJson.text(response, "status_reason_code").orElse("");
        if (status.equals("rjct") && reason.equals(TOO_MANY)) {
            return new Records(List.of(), true);
        }
        if (!status.equals("succ")) {
            throw new SystemFault("REJECTED", reason(reason), true);
        }
        JsonNode records = response.path("data").path("reg_records");
        if (!records.isArray()) {
            throw bad("the answer has no reg_records");
        }
        return new Records(records.valueStream().toList(), false);
    }

    /** A peer's own words go no further than this when they are not a status reason code. */
    private static String reason(String code) {
        return code.matches("rjct\\.[a-z_.]{1,60}") ? code : "no known reason";
    }

    private static SystemFault bad(String what) {
        return new SystemFault("BAD_ANSWER", what, true);
    }
}
