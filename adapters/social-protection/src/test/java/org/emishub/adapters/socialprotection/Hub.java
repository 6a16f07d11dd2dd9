package org.emishub.adapters.socialprotection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.Keeping;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.gateway.NativeMessage;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** The hub behind a door, as a test decides it: what it was asked, what it answers, and what it was told would leave. */
public final class Hub implements Gateway {
    public final List<NativeQuestion> asked = new ArrayList<>();
    public final List<byte[]> released = new ArrayList<>();
    public final List<Refusal> refusals = new ArrayList<>();
    /** Whether the ledger can be written. */
    public boolean ledger = true;

    private Function<NativeQuestion, Reply> answers = question -> new Reply.Refused(Code.NO_DATA);

    /** As on the first day. */
    public void forget() {
        ledger = true;
        asked.clear();
        released.clear();
        refusals.clear();
        answers = question -> new Reply.Refused(Code.NO_DATA);
    }

    public Hub answering(Function<NativeQuestion, Reply> with) {
        answers = with;
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
        return answers.apply(question);
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
    public Acceptance acceptQuestions(NativeMessage message, Keeping keeping) {
        throw new AssertionError("not of this test");
    }

    @Override
    public Optional<byte[]> acceptedQuestions(SystemId client, String messageId) {
        throw new AssertionError("not of this test");
    }

    @Override
    public Optional<Code> answer(LateAnswer answer, Keeping keeping) {
        throw new AssertionError("not of this test");
    }

    @Override
    public HubReply exchange(byte[] sealed) {
        throw new AssertionError("no door of social protection speaks the hub protocol");
    }
}
