package org.emishub.adapters.education;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.Keeping;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.gateway.NativeMessage;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.gateway.RowVerdicts;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** Takes what the doors hand in, as the hub's contract says, and keeps it to be looked at. */
public final class TestGateway implements Gateway {
    public final List<NativeEvent> events = new ArrayList<>();
    public final List<Refusal> refusals = new ArrayList<>();
    private final Map<String, String> received = new HashMap<>();

    /** Thrown at the next event, once: the hub stops in the middle. */
    public RuntimeException fault;

    /** Called with every event first, by whichever thread brings it. */
    public volatile Consumer<NativeEvent> before = event -> {};

    @Override
    public Reply ask(NativeQuestion question) {
        throw new UnsupportedOperationException("a register asks nothing");
    }

    @Override
    public Acceptance accept(NativeEvent event) {
        before.accept(event);
        return accepted(event);
    }

    private synchronized Acceptance accepted(NativeEvent event) {
        if (fault != null) {
            RuntimeException now = fault;
            fault = null;
            throw now;
        }
        boolean repeated = events.stream().anyMatch(e -> e.messageId().equals(event.messageId()));
        if (!repeated) {
            events.add(event);
        }
        return new Acceptance.Accepted("e30.e30.c2ln", repeated);
    }

    @Override
    public Acceptance received(SystemId provider, String messageId, String payloadHash) {
        String before = received.putIfAbsent(messageId, payloadHash);
        return before == null || before.equals(payloadHash)
                ? new Acceptance.Accepted("e30.e30.c2ln", before != null)
                : new Acceptance.Refused(Code.REPLAYED);
    }

    @Override
    public String verdicts(SystemId provider, String messageId, String payloadHash, RowVerdicts verdicts) {
        if (!received.containsKey(messageId)) {
            throw new IllegalStateException("no such package was received");
        }
        return "e30." + verdicts.accepted() + "-" + verdicts.refused() + "-" + verdicts.reportSha256() + ".c2ln";
    }

    @Override
    public Acceptance acceptQuestions(NativeMessage message, Keeping keeping) {
        throw new UnsupportedOperationException("a register asks nothing");
    }

    @Override
    public Optional<byte[]> acceptedQuestions(SystemId client, String messageId) {
        throw new UnsupportedOperationException("a register asks nothing");
    }

    @Override
    public Optional<Code> answer(LateAnswer answer, Keeping keeping) {
        throw new UnsupportedOperationException("a register asks nothing");
    }

    @Override
    public HubReply exchange(byte[] sealed) {
        throw new UnsupportedOperationException("a register does not speak the hub protocol");
    }

    @Override
    public void refused(String source, Refusal refusal) {
        refusals.add(refusal);
    }

    @Override
    public List<MessageStatus> status(SystemId sender, List<String> messageIds) {
        return messageIds.stream().map(MessageStatus::unknown).toList();
    }
}
