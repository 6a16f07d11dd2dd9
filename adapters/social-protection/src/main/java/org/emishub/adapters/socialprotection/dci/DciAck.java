package org.emishub.adapters.socialprotection.dci;

import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The acknowledgement of a message that is answered later ({@code Response}, DCI 1.0.0). */
record DciAck(ObjectNode message) {
    /** An answer will come. */
    static DciAck ack(Instant at, String correlation) {
        return of("ACK", at, correlation);
    }

    /** No answer will come; {@code error} is one of DCI's. */
    static DciAck no(String status, Instant at, String correlation, String error, String what) {
        DciAck no = of(status, at, correlation);
        no.message.putObject("error").put("code", error).put("message", what);
        return no;
    }

    private static DciAck of(String status, Instant at, String correlation) {
        return new DciAck(JsonNodeFactory.instance
                .objectNode()
                .put("ack_status", status)
                .put("timestamp", at.toString())
                .put("correlation_id", correlation));
    }

    byte[] bytes() {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.set("message", message);
        return DciJson.MAPPER.writeValueAsBytes(response);
    }
}
