package org.emishub.deployment.door;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.emishub.security.refusal.Code;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A refusal as problem details (RFC 9457); it says what to do and nothing about what exists. */
final class Problem {
    private static final int RETRY_SECONDS = 5;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Problem() {}

    static void write(HttpServletResponse response, Code code) throws IOException {
        write(response, status(code), code.name(), code.remedy());
    }

    /** A no that may become a yes after a while. */
    static void write(HttpServletResponse response, Code code, int retrySeconds) throws IOException {
        if (retrySeconds > 0) {
            response.setIntHeader("Retry-After", retrySeconds);
        }
        write(response, code);
    }

    /** The hub could not do its part now; nothing has left. */
    static void unavailable(HttpServletResponse response) throws IOException {
        unavailable(response, RETRY_SECONDS);
    }

    static void unavailable(HttpServletResponse response, int retrySeconds) throws IOException {
        response.setIntHeader("Retry-After", retrySeconds);
        write(
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "Send the same message again later.");
    }

    private static void write(HttpServletResponse response, int status, String code, String remedy) throws IOException {
        ObjectNode problem = MAPPER.createObjectNode()
                .put("type", "urn:emishub:refusal:" + code)
                .put("title", code)
                .put("status", status)
                .put("code", code)
                .put("remedy", remedy);
        byte[] body = MAPPER.writeValueAsBytes(problem);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static int status(Code code) {
        return switch (code) {
            case UNKNOWN_MEMBER, BAD_SIGNATURE -> HttpServletResponse.SC_UNAUTHORIZED;
            case TOO_LARGE -> HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
            case MALFORMED, NOT_FOR_US, EXPIRED -> HttpServletResponse.SC_BAD_REQUEST;
            case REPLAYED, SUPERSEDED, TOLD_BY_DIFFERENCE -> HttpServletResponse.SC_CONFLICT;
            case UNMAPPED_CODE -> 422;
            case LIMIT_REACHED, TOO_MANY_REQUESTS -> 429;
            case NOT_AGREED, NO_LEGAL_BASIS -> HttpServletResponse.SC_FORBIDDEN;
            case PROVIDER_AWAY -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            // All that depends on the child looks the same.
            default -> HttpServletResponse.SC_NOT_FOUND;
        };
    }
}
