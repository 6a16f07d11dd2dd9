package org.emishub.routes.needs;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.exchange.LetterIds;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.system.Period;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.member.SystemId;

/**
 * Scatter-Gather over every query agreement in force of one client.
 *
 * <p>Each answer is filtered and released under its own agreement before the answers are put together; one that comes too late is never released.
 */
public final class NeedsView implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final Gateway gateway;
    private final Supplier<Agreements> agreements;
    private final Duration patience;
    private final Predicate<SystemId> away;
    private final Clock clock;
    private final ExecutorService scatter = Executors.newFixedThreadPool(AT_ONCE, NeedsView::thread);

    /**
     * Makes it.
     *
     * @param patience how long to wait for each provider
     * @param away which provider answers nobody now
     */
    public NeedsView(
            Gateway gateway,
            Supplier<Agreements> agreements,
            Duration patience,
            Predicate<SystemId> away,
            Clock clock) {
        this.gateway = gateway;
        this.agreements = agreements;
        this.patience = patience;
        this.away = away;
        this.clock = clock;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "needs-view");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Asks every provider that has an agreement with the client.
     *
     * @param messageId of this view; the same view asked again gives what was released then
     * @return one need per agreement, by agreement id
     * @throws HubUnavailable when nothing can be released now
     */
    public List<Need> ask(
            SystemId client, String messageId, ChildRecord subject, Optional<Period> period, Asker asker) {
        List<Agreement> asked = agreements.get().inForce(clock.instant()).stream()
                .filter(agreement -> agreement.exchange() == Agreement.Kind.QUERY
                        && agreement.client().equals(client))
                .toList();
        List<Future<Reply>> replies = new ArrayList<>();
        for (Agreement agreement : asked) {
            NativeQuestion question = question(agreement, messageId, subject, period, asker);
            replies.add(scatter.submit(() -> gateway.ask(question)));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        List<Need> needs = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            needs.add(gather(asked.get(i), replies.get(i), deadline));
        }
        return needs;
    }

    private static NativeQuestion question(
            Agreement agreement, String messageId, ChildRecord subject, Optional<Period> period, Asker asker) {
        String id = LetterIds.of(agreement.client() + "\n" + messageId + "\n" + agreement.id())
                .toString();
        return new NativeQuestion(
                agreement.client(),
                id,
                Questions.bytes(subject, period, asker),
                agreement.about(),
                subject,
                period,
                asker,
                agreement.purposeOfUse());
    }

    private Need gather(Agreement agreement, Future<Reply> future, long deadline) {
        try {
            Reply reply = future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return need(agreement, reply);
        } catch (TimeoutException e) {
            future.cancel(false);
            if (!away.test(agreement.provider())) {
                // It answers others: that it does not answer about this child would tell that it was asked.
                return nothing(agreement);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HubUnavailable unavailable) {
                throw unavailable;
            }
        }
        return new Need.NotAvailable(agreement.id(), agreement.provider(), agreement.about());
    }

    private static Need need(Agreement agreement, Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            byte[] wire = Questions.answer(answered.disclosure());
            if (answered.release().record(wire).isEmpty()) {
                return Questions.known(agreement, wire);
            }
        }
        if (reply instanceof Reply.Repeated repeated) {
            return Questions.known(agreement, repeated.wire());
        }
        return nothing(agreement);
    }

    private static Need nothing(Agreement agreement) {
        return new Need.NothingShared(agreement.id(), agreement.provider(), agreement.about());
    }

    @Override
    public void close() {
        scatter.shutdownNow();
    }
}
