package org.emishub.adapters.socialprotection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.sql.DataSource;
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
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** The hub behind a door, as a test decides it: what it was asked, what it answers, and what it was told would leave. */
public final class Hub implements Gateway {
    public final List<NativeQuestion> asked = new ArrayList<>();
    public final List<byte[]> released = new ArrayList<>();
    public final List<Refusal> refusals = new ArrayList<>();
    /** Whether the ledger can be written. */
    public boolean ledger = true;

    /** Where the door keeps what was accepted. */
    public @Nullable DataSource database;
    /** Whether there is an agreement. */
    public boolean agreed = true;
    /** The bytes of each message that was accepted to be answered later, by its id. */
    public final Map<String, byte[]> accepted = new HashMap<>();
    /** What was put into the outbox. */
    public final List<LateAnswer> answers = new CopyOnWriteArrayList<>();
    /** What stops a late answer at the last moment. */
    public Function<LateAnswer, Optional<Code>> stops = answer -> Optional.empty();

    /** What became of a message. */
    public Function<String, MessageStatus> statuses = MessageStatus::unknown;

    private Function<NativeQuestion, Reply> replies = question -> new Reply.Refused(Code.NO_DATA);

    /** As on the first day. */
    public void forget() {
        ledger = true;
        asked.clear();
        released.clear();
        refusals.clear();
        replies = question -> new Reply.Refused(Code.NO_DATA);
    }

    public Hub answering(Function<NativeQuestion, Reply> with) {
        replies = with;
        return this;
    }

    public Hub disclosing(Disclosure disclosure) {
        return answering(question -> new Reply.Answered(disclosure, this::release));
    }

    public Optional<Code> release(byte[] wire) {
        released.add(wire);
        return Optional.empty();
    }

    @Override
    public synchronized Reply ask(NativeQuestion question) {
        asked.add(question);
        return replies.apply(question);
    }

    @Override
    public void refused(String source, Refusal refusal) {
        if (!ledger) {
            throw new IllegalStateException("PLANTED: no ledger");
        }
        refusals.add(refusal);
    }

    @Override
    public Acceptance accept(NativeEvent event) {
        throw new AssertionError("no door of social protection brings events");
    }

    @Override
    public Acceptance received(SystemId provider, String messageId, String payloadHash) {
        throw new AssertionError("no door of social protection brings packages");
    }

    @Override
    public String verdicts(SystemId provider, String messageId, String payloadHash, RowVerdicts verdicts) {
        throw new UnsupportedOperationException("nobody sends packages here");
    }

    @Override
    public synchronized Acceptance acceptQuestions(NativeMessage message, Keeping keeping) {
        if (!ledger) {
            throw new IllegalStateException("PLANTED: no ledger");
        }
        byte[] before = accepted.get(message.messageId());
        if (before != null) {
            return Arrays.equals(before, message.payload())
                    ? new Acceptance.Accepted("e30.e30.c2ln", true)
                    : new Acceptance.Refused(Code.REPLAYED);
        }
        if (agreed) {
            commit(keeping);
            accepted.put(message.messageId(), message.payload());
        }
        return agreed ? new Acceptance.Accepted("e30.e30.c2ln", false) : new Acceptance.Refused(Code.NOT_AGREED);
    }

    private boolean commit(Keeping keeping) {
        try (Connection connection = Objects.requireNonNull(database).getConnection()) {
            return keeping.keep(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized Optional<byte[]> acceptedQuestions(SystemId client, String messageId) {
        return Optional.ofNullable(accepted.get(messageId));
    }

    @Override
    public Optional<Code> answer(LateAnswer answer, Keeping keeping) {
        Optional<Code> no = stops.apply(answer);
        if (no.isEmpty() && commit(keeping)) {
            answers.add(answer);
        }
        return no;
    }

    @Override
    public HubReply exchange(byte[] sealed) {
        throw new AssertionError("no door of social protection speaks the hub protocol");
    }

    @Override
    public List<MessageStatus> status(SystemId sender, List<String> messageIds) {
        return messageIds.stream().map(statuses).toList();
    }
}
