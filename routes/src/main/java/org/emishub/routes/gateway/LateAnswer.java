package org.emishub.routes.gateway;

import java.time.Instant;
import java.util.List;
import org.emishub.routes.system.Wire;
import org.emishub.security.member.SystemId;

/**
 * The answer to a {@link NativeMessage}, ready to leave.
 *
 * @param acceptedAt when the message was accepted; what it is answered is kept as long after it as any payload
 * @param answered those of its questions on which something is disclosed in {@code wire}; none when it says no to all
 * @param wire the exact bytes that will leave
 */
public record LateAnswer(
        SystemId client, String messageId, String about, Instant acceptedAt, List<Reply.Answered> answered, Wire wire) {
    public LateAnswer {
        answered = List.copyOf(answered);
    }
}
