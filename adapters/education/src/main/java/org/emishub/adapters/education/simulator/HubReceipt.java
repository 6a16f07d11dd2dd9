package org.emishub.adapters.education.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the hub answered, as the register reads it.
 *
 * @param receipt compact JWS; to be kept as evidence
 */
public record HubReceipt(String receipt, boolean repeated, long rowsAccepted, long rowsRefused) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** The hub's answer is not what was agreed. */
    public static final class Rejected extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Rejected(String reason) {
            super(reason);
        }
    }

    /**
     * Reads the hub's answer and checks it by the register's own rules: a receipt of three parts, and a verdict on every row.
     *
     * @param rows how many rows were sent
     * @throws Rejected when the receipt is missing or rows are unaccounted for
     */
    public static HubReceipt check(String json, long rows) {
        JsonNode answer = MAPPER.readTree(json);
        String receipt = answer.path("receipt").asString("");
        if (!receipt.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")) {
            throw new Rejected("the answer has no signed receipt");
        }
        HubReceipt result = new HubReceipt(
                receipt,
                answer.path("repeated").asBoolean(false),
                answer.path("rowsAccepted").asLong(-1),
                answer.path("rowsRefused").asLong(-1));
        if (result.rowsAccepted() + result.rowsRefused() != rows) {
            throw new Rejected("the answer does not account for every row");
        }
        return result;
    }
}
