package org.emishub.adapters.socialprotection.dci;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emishub.routes.gateway.Reply;
import tools.jackson.databind.JsonNode;

/** The answer to a message that was answered before: the stored bytes, if every search they answer really was released with them. */
final class DciRepetition {
    private DciRepetition() {}

    static List<Reply.Repeated> in(List<Reply> replies) {
        return replies.stream()
                .filter(Reply.Repeated.class::isInstance)
                .map(Reply.Repeated.class::cast)
                .toList();
    }

    /** Empty when the body carries an answer whose release was stopped: then these bytes never left and must not leave now. */
    static Optional<byte[]> sameAnswer(List<Reply.Repeated> repeated) {
        byte[] wire = repeated.get(0).wire();
        boolean same = repeated.stream().allMatch(r -> Arrays.equals(r.wire(), wire));
        return same && answered(wire) == repeated.size() ? Optional.of(wire) : Optional.empty();
    }

    private static long answered(byte[] wire) {
        JsonNode responses = DciJson.MAPPER.readTree(wire).path("message").path("search_response");
        return responses
                .valueStream()
                .filter(response -> response.path("status").asString("").equals("succ"))
                .count();
    }
}
