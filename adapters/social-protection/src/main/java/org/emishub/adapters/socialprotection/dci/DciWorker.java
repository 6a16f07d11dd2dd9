package org.emishub.adapters.socialprotection.dci;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.emishub.adapters.socialprotection.dci.DciQuestions.Waiting;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.system.Wire;
import org.emishub.security.refusal.Code;

/** Answers the messages that were accepted: takes one at a time from what all nodes share, and hands its answer to the outbox. */
final class DciWorker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DciWorker.class.getName());
    private static final int THREADS = 2;
    /** How long one search may take before another node takes the message over. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    /** After it the asker is told that there will be no answer; what is left of the day is for telling it. */
    private static final Duration PATIENCE = Duration.ofHours(12);

    private final Gateway gateway;
    private final DciConversation conversation;
    private final DciQuestions questions;
    private final Clock clock;
    private final Semaphore woken = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    DciWorker(Gateway gateway, DciConversation conversation, DciQuestions questions, Clock clock) {
        this.gateway = gateway;
        this.conversation = conversation;
        this.questions = questions;
        this.clock = clock;
    }

    synchronized void start() {
        running = true;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::run, "dci-answers-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Says that something was accepted. */
    void wake() {
        if (woken.availablePermits() < THREADS) {
            woken.release();
        }
    }

    private void run() {
        while (running) {
            try {
                if (!answerNext()) {
                    woken.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                faulted(e);
            }
        }
    }

    /** Database or ledger is away: what was taken is taken again when its lease is over. */
    private void faulted(RuntimeException e) {
        if (!running) {
            return;
        }
        LOG.log(
                Level.WARNING,
                "accepted questions cannot be answered now: {0}",
                e.getClass().getName());
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers the message that has waited longest; false when none waits. */
    boolean answerNext() {
        Instant now = clock.instant();
        Optional<Waiting> waiting = questions.take(now, now.plus(LEASE));
        waiting.ifPresent(this::answer);
        return waiting.isPresent();
    }

    private void answer(Waiting waiting) {
        Optional<byte[]> signed = gateway.acceptedQuestions(waiting.sender(), waiting.messageId());
        if (signed.isEmpty()) {
            questions.end(waiting, clock.instant());
            return;
        }
        try {
            answer(waiting, asked(waiting, signed.get()));
        } catch (RuntimeException e) {
            // A provider is away, or the ledger: nothing was released. The same is asked again after a while.
            LOG.log(
                    Level.WARNING,
                    "a question could not be answered yet: {0}",
                    e.getClass().getName());
            questions.again(waiting, clock.instant().plus(delay(waiting.attempts())));
        }
    }

    private void answer(Waiting waiting, DciAsked asked) {
        DciConversation.Leaving leaving = (answered, wire) -> leave(waiting, answered, wire);
        if (clock.instant().isAfter(waiting.acceptedAt().plus(PATIENCE))) {
            conversation.giveUp(asked, leaving);
            return;
        }
        try {
            conversation.answerLater(
                    asked,
                    leaving,
                    () -> questions.renew(waiting, clock.instant().plus(LEASE)));
        } catch (NotAMember e) {
            throw new IllegalStateException("accepted, and yet malformed", e);
        }
    }

    private static DciAsked asked(Waiting waiting, byte[] signed) {
        try {
            DciMessage message = DciMessage.ofSigned(signed);
            return new DciAsked(waiting.sender(), message, DciHeader.read(message.header()));
        } catch (Malformed e) {
            throw new IllegalStateException("accepted, and yet malformed", e);
        }
    }

    private Optional<Code> leave(Waiting waiting, List<Reply.Answered> answered, byte[] wire) {
        return gateway.answer(
                new LateAnswer(
                        waiting.sender(),
                        waiting.messageId(),
                        DciConversation.ABOUT,
                        waiting.acceptedAt(),
                        answered,
                        new Wire("application/json", wire)),
                connection -> questions.answered(connection, waiting, clock.instant()));
    }

    private static Duration delay(int attempts) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(attempts, 10));
        return doubled.compareTo(LONGEST_DELAY) < 0 ? doubled : LONGEST_DELAY;
    }

    @Override
    public synchronized void close() {
        running = false;
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }
}
