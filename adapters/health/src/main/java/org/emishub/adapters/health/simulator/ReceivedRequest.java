package org.emishub.adapters.health.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One request as it reached the register, kept so that what was told to it can be looked at.
 *
 * @param target path and query, as sent
 * @param headers by lower-case name; several values of one joined with a comma
 */
public record ReceivedRequest(String method, String target, Map<String, String> headers, byte[] body) {
    /** Everything that was told, as one text to search in. */
    public String text() {
        return method + " " + target + "\n" + decoded() + "\n" + headers + "\n"
                + new String(body, StandardCharsets.UTF_8);
    }

    private String decoded() {
        try {
            return URLDecoder.decode(target, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return target;
        }
    }

    /** The line without what was told. */
    @Override
    public String toString() {
        return "ReceivedRequest[" + method + ", " + body.length + " bytes]";
    }
}
