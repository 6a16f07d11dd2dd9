package org.emishub.adapters.socialprotection.dci;

import org.emishub.security.refusal.Code;
import tools.jackson.databind.node.JsonNodeFactory;

/** A message that nobody can be held to: answered on the HTTP layer ({@code HttpErrorResponse} with a code of DCI's {@code Error}), unsigned. */
final class NotAMember extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final Code code;

    NotAMember(int status, String error, Code code, String rule) {
        super(rule, null, false, false);
        this.status = status;
        this.error = error;
        this.code = code;
    }

    int status() {
        return status;
    }

    Code code() {
        return code;
    }

    /** What was wrong, without a value of the message. */
    String rule() {
        return String.valueOf(getMessage());
    }

    byte[] body() {
        return body(error, code + ": " + code.remedy());
    }

    static byte[] body(String error, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors").addObject().put("code", error).put("message", message);
        return DciJson.MAPPER.writeValueAsBytes(body);
    }
}
