package org.emishub.routes.delivery;

import jakarta.jms.JMSException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.jms.JmsComponent;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Facts;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/** Keeps the outbox moving: relays what is due, expires what is late, wakes what an operator wants tried again. */
public final class Deliveries implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

    private final HubParts parts;
    private final Outbox outbox = new Outbox();
    private final Relay relay;
    private final Expiry expiry;
    private final DeliverySteps steps;
    private final TreeSet<SystemId> recipients = new TreeSet<>();
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread thread;

    private Deliveries(HubParts parts, Facts facts) {
        this.parts = parts;
        this.relay = new Relay(parts.dataSource(), parts.broker(), outbox, parts.clock());
        this.expiry = new Expiry(parts, outbox);
        Map<SystemId, Handover> records = new HashMap<>();
        Map<SystemId, Handover> tables = new HashMap<>();
        Map<SystemId, Handover> answers = new HashMap<>();
        for (ConnectedSystem system : parts.systems()) {
            system.receiver().ifPresent(receiver -> records.put(system.id(), receiver::deliver));
            system.tableReceiver().ifPresent(receiver -> tables.put(system.id(), receiver::deliver));
            system.answerReceiver().ifPresent(receiver -> answers.put(system.id(), receiver::deliver));
        }
        recipients.addAll(records.keySet());
        recipients.addAll(tables.keySet());
        recipients.addAll(answers.keySet());
        this.steps = new DeliverySteps(
                parts.dataSource(),
                parts.ledger(),
                outbox,
                parts.atRest(),
                parts.agreements(),
                facts,
                records,
                tables,
                answers,
                parts.settings(),
                parts.clock());
    }

    public static Deliveries create(HubParts parts, Facts facts) {
        return new Deliveries(parts, facts);
    }

    /** Adds one route per recipient, not started, and the component {@code jms}. */
    public void addRoutes() {
        JmsComponent jms = JmsComponent.jmsComponent(parts.broker());
        jms.setAcceptMessagesWhileStopping(false);
        parts.camel().addComponent("jms", jms);
        try {
            parts.camel()
                    .addRoutes(new DeliveryRoutes(
                            steps, List.copyOf(recipients), parts.settings().consumers()));
        } catch (Exception e) {
            throw new IllegalStateException("the delivery routes cannot be added", e);
        }
    }

    /**
     * Starts to deliver; the Camel context must be started.
     *
     * @param everyMinute called for what has to happen when a day begins
     */
    public synchronized void start(Runnable everyMinute) {
        try {
            for (SystemId recipient : recipients) {
                parts.camel().getRouteController().startRoute(Queues.of(recipient));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the delivery routes cannot be started", e);
        }
        Thread relaying = new Thread(() -> run(everyMinute), "outbox-relay");
        relaying.setDaemon(true);
        thread = relaying;
        relaying.start();
    }

    /** Says that something was put into the outbox. */
    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run(Runnable everyMinute) {
        Instant housekeeping = Instant.MIN;
        boolean restarted = false;
        while (thread == Thread.currentThread()) {
            try {
                if (!restarted) {
                    relay.restarted();
                    restarted = true;
                }
                if (relay.relay()) {
                    continue;
                }
                if (parts.clock().instant().isAfter(housekeeping)) {
                    housekeeping = parts.clock().instant().plus(HOUSEKEEPING);
                    everyMinute.run();
                    expiry.run();
                }
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | JMSException | RuntimeException e) {
                faulted(e);
            }
        }
    }

    private void pause() throws InterruptedException {
        if (woken.tryAcquire(parts.settings().poll().toMillis(), TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
    }

    /** Database or broker is away: says so, and tries again after a moment. */
    private void faulted(Exception e) {
        if (thread == null) {
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "the outbox cannot be relayed now: " + e.getClass().getName());
        try {
            Thread.sleep(parts.settings().poll().toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What came of a wish to try a dead letter again. */
    public enum Retried {
        /** It waits for its next attempt. */
        WAITING,
        /** It is not dead, or there is none of that id. */
        NOT_DEAD,
        /** Its payload is past its time: its sender has to send again. */
        EXPIRED,
        /** Its agreement is no longer the one it was made under: its sender has to send again. */
        AGREEMENT_CHANGED
    }

    /** Tries a dead letter again, under today's agreement and consent; it then has all its attempts before it. */
    public Retried retry(UUID id) {
        Instant now = parts.clock().instant();
        try (Connection connection = parts.dataSource().getConnection()) {
            Optional<Letter> dead = outbox.find(connection, id).filter(letter -> letter.state() == Letter.State.DEAD);
            if (dead.isEmpty()) {
                return Retried.NOT_DEAD;
            }
            if (!sameAgreement(dead.get())) {
                return Retried.AGREEMENT_CHANGED;
            }
            if (!dead.get().deadline().isAfter(now) || !outbox.retry(connection, id, now)) {
                return Retried.EXPIRED;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be written", e);
        }
        wake();
        return Retried.WAITING;
    }

    private boolean sameAgreement(Letter letter) {
        Optional<Agreement> today = parts.agreements().get().byId(letter.agreement());
        return today.filter(agreement -> agreement.version() == letter.agreementVersion())
                .isPresent();
    }

    /** Stops relaying; what is under way ends by itself, what waits goes on after the next start. */
    @Override
    public synchronized void close() {
        Thread relaying = thread;
        thread = null;
        if (relaying != null) {
            relaying.interrupt();
            try {
                relaying.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
