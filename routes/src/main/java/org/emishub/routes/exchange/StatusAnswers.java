package org.emishub.routes.exchange;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.emishub.routes.HubParts;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.StatusJson;
import org.emishub.routes.store.Outcomes;
import org.emishub.security.envelope.Message;
import org.emishub.security.envelope.Opened;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;

/**
 * Tells a sender what became of its own messages.
 *
 * <p>It changes nothing, tells nothing of a child and nothing of others, and so needs no agreement and leaves no entry and no row.
 */
final class StatusAnswers {
    static final String KIND = "status";
    /** How many messages one question may name. */
    static final int MOST = 100;

    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Duration VALID = Duration.ofHours(1);

    private final HubParts parts;
    private final Outcomes outcomes = new Outcomes();

    StatusAnswers(HubParts parts) {
        this.parts = parts;
    }

    /** The sealed answer to a question of kind {@code status}; {@code MALFORMED} for one that is not of its form. */
    Outcome<byte[]> answer(Opened question) {
        Message message = question.message();
        return ids(message).then(ids -> Outcome.ok(seal(question, of(message.sender(), ids))));
    }

    /**
     * What became of each of a sender's messages, in the order asked.
     *
     * @throws HubUnavailable when the database is away
     */
    List<MessageStatus> of(SystemId sender, List<String> ids) {
        Instant abandoned = parts.clock().instant().minus(parts.settings().keep());
        try (Connection connection = parts.dataSource().getConnection()) {
            return outcomes.of(connection, sender, ids, abandoned);
        } catch (SQLException e) {
            throw new HubUnavailable(e);
        }
    }

    private static Outcome<List<String>> ids(Message message) {
        JsonNode asked = message.content().path("messages");
        boolean formed = message.agreementId().equals(KIND)
                && message.content().size() == 1
                && asked.isArray()
                && !asked.isEmpty()
                && asked.size() <= MOST;
        if (!formed) {
            return Outcome.refused(Code.MALFORMED, "status: messages, at most " + MOST);
        }
        List<String> ids = new ArrayList<>(asked.size());
        for (JsonNode id : asked) {
            if (!id.isString() || !MESSAGE_ID.matcher(id.stringValue()).matches()) {
                return Outcome.refused(Code.MALFORMED, "status: message id");
            }
            ids.add(id.stringValue());
        }
        return Outcome.ok(ids);
    }

    private byte[] seal(Opened question, List<MessageStatus> messages) {
        Instant now = parts.clock().instant();
        return parts.envelopes()
                .seal(new Message(
                        UUID.randomUUID().toString(),
                        parts.hub(),
                        question.message().sender(),
                        KIND,
                        "answer",
                        now,
                        now.plus(VALID),
                        question.payloadHash(),
                        StatusJson.of(messages)));
    }
}
