package org.emishub.adapters.socialprotection.dci;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes signed answers: {@code on-search} messages of DCI 1.0.0. */
final class DciAnswers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ProtocolSigner signer;
    private final SystemId hub;
    private final Clock clock;

    DciAnswers(ProtocolSigner signer, SystemId hub, Clock clock) {
        this.signer = signer;
        this.hub = hub;
        this.clock = clock;
    }

    /** One {@code search_response} that carries what was disclosed. */
    ObjectNode disclosed(JsonNode request, Disclosure disclosure) {
        ObjectNode response = response(request).put("status", "succ");
        ObjectNode data = response.putObject("data");
        data.put("version", "1.0.0")
                .put("reg_type", DciSearch.REGISTRY_TYPE)
                .put("reg_record_type", AttendanceRecord.TYPE)
                .putArray("reg_records")
                .add(AttendanceRecord.of(disclosure));
        return response;
    }

    /** One {@code search_response} that says no. */
    ObjectNode refused(JsonNode request, Code code) {
        return response(request)
                .put("status", "rjct")
                .put("status_reason_code", DciReason.search(code))
                .put("status_reason_message", DciReason.message(code));
    }

    private ObjectNode response(JsonNode request) {
        return JSON.objectNode()
                .put("reference_id", request.path("reference_id").asString(""))
                .put("timestamp", now());
    }

    /** The whole signed answer, searches in the order they were asked. */
    byte[] message(DciTo to, List<ObjectNode> responses) {
        ObjectNode header =
                header(to, "succ").put("total_count", responses.size()).put("completed_count", responses.size());
        return signed(to, header, body(to, responses));
    }

    /** The whole signed answer to a message none of whose searches was looked at. */
    byte[] rejected(DciTo to, String headerReason, Code code) {
        ObjectNode header = header(to, "rjct")
                .put("status_reason_code", headerReason)
                .put("status_reason_message", DciReason.message(code));
        return signed(to, header, body(to, List.of()));
    }

    /** The whole signed answer to a question for the status of one search. */
    byte[] status(DciTo to, String reference, DciStatusDoor.Status status) {
        ObjectNode header = header(to, "succ")
                .put("action", "txn-on-status")
                .put("total_count", 1)
                .put("completed_count", 1);
        return signed(to, header, status(to, List.of(of(reference, status))));
    }

    /** The whole signed answer to one that was not looked at. */
    byte[] statusRejected(DciTo to, String headerReason, Code code) {
        ObjectNode header = header(to, "rjct")
                .put("action", "txn-on-status")
                .put("status_reason_code", headerReason)
                .put("status_reason_message", DciReason.message(code));
        return signed(to, header, status(to, List.of()));
    }

    private ObjectNode of(String reference, DciStatusDoor.Status status) {
        ObjectNode response = JSON.objectNode()
                .put("reference_id", reference)
                .put("timestamp", now())
                .put("status", status.status());
        if (!status.why().isEmpty()) {
            response.put("status_reason_code", DciReason.search(Code.NO_DATA))
                    .put("status_reason_message", status.why());
        }
        return response;
    }

    private static ObjectNode status(DciTo to, List<ObjectNode> responses) {
        ObjectNode body =
                JSON.objectNode().put("transaction_id", to.transaction()).put("correlation_id", to.correlation());
        body.putObject("txnstatus_response").put("txn_type", "search").set("txn_status", body(to, responses));
        return body;
    }

    private ObjectNode header(DciTo to, String status) {
        return JSON.objectNode()
                .put("version", "1.0.0")
                .put("message_id", to.messageId())
                .put("message_ts", now())
                .put("action", "on-search")
                .put("status", status)
                .put("sender_id", hub.toString())
                .put("receiver_id", to.receiver())
                .put("is_msg_encrypted", false);
    }

    private static ObjectNode body(DciTo to, List<ObjectNode> responses) {
        ObjectNode body =
                JSON.objectNode().put("transaction_id", to.transaction()).put("correlation_id", to.correlation());
        body.putArray("search_response").addAll(responses);
        return body;
    }

    private byte[] signed(DciTo to, ObjectNode header, ObjectNode message) {
        byte[] head = DciJson.MAPPER.writeValueAsBytes(header);
        byte[] body = DciJson.MAPPER.writeValueAsBytes(message);
        String signature = DciSignature.sign(
                signer, hub.toString(), DciMessage.concatenate(head, body), clock.instant(), to.valid());
        return DciMessage.write(signature, head, body);
    }

    private String now() {
        return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
