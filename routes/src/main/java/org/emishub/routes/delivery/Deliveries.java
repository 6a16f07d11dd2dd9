package org.emishub.routes.delivery;

import jakarta.jms.JMSException;
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
import org.emishub.routes.facts.FactSource;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/** Keeps the outbox moving: relays what is due, expires what is late, wakes what an operator wants tried again. */
public final class Deliveries implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    /** Letters that come together are relayed together. */
    private static final long GATHER_MILLIS = 2;

    private final HubParts parts;
    private final Relay relay;
    private final Expiry expiry;
    private final DeadLetters deadLetters;
    private final Recipients recipients;
    private final Breakers breakers;
    private final DeliverySteps steps;
    private final TreeSet<SystemId> systems = new TreeSet<>();
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean brokerInDoubt = true;
    private volatile @Nullable Thread thread;

    private Deliveries(HubParts parts, FactSource facts) {
        this.parts = parts;
        Outbox outbox = new Outbox();
        this.relay = new Relay(parts.dataSource(), parts.broker());
        this.expiry = new Expiry(parts, outbox, this::wake);
        this.deadLetters = new DeadLetters(parts, outbox, this::wake);
        Map<SystemId, Handover> records = new HashMap<>();
        Map<SystemId, Handover> tables = new HashMap<>();
        Map<SystemId, Handover> answers = new HashMap<>();
        for (ConnectedSystem system : parts.systems()) {
            system.receiver().ifPresent(receiver -> records.put(system.id(), receiver::deliver));
            system.tableReceiver().ifPresent(receiver -> tables.put(system.id(), receiver::deliver));
            system.answerReceiver().ifPresent(receiver -> answers.put(system.id(), receiver::deliver));
        }
        systems.addAll(records.keySet());
        systems.addAll(tables.keySet());
        systems.addAll(answers.keySet());
        this.breakers = new Breakers(systems, parts.settings(), this::wake);
        this.recipients = new Recipients(parts, systems, breakers, this::wake);
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
                breakers,
                this::wake,
                parts.settings(),
                parts.clock());
    }

    public static Deliveries create(HubParts parts, FactSource facts) {
        return new Deliveries(parts, facts);
    }

    /** Adds one route per recipient, not started, and the component {@code jms}. */
    public void addRoutes() {
        JmsComponent jms = JmsComponent.jmsComponent(parts.broker());
        jms.setAcceptMessagesWhileStopping(false);
        jms.setExceptionListener(e -> brokerRestarted());
        parts.camel().addComponent("jms", jms);
        try {
            parts.camel()
                    .addRoutes(new DeliveryRoutes(
                            steps, List.copyOf(systems), parts.settings().consumers()));
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
            for (SystemId recipient : systems) {
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

    /** Says that something was put into the outbox, or that something in it has become due. */
    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    /** Says that the broker was away or lost what it had: everything that was sent and not yet claimed is sent once more. */
    public void brokerRestarted() {
        brokerInDoubt = true;
        wake();
    }

    private void run(Runnable everyMinute) {
        Instant housekept = Instant.EPOCH;
        long look = System.nanoTime();
        while (thread == Thread.currentThread()) {
            try {
                if (brokerInDoubt) {
                    brokerInDoubt = false;
                    relay.reconnect();
                }
                if (System.nanoTime() - look >= 0) {
                    look = System.nanoTime() + parts.settings().poll().toNanos();
                    relay.lookForUnheard();
                }
                relay.relay(room());
                Instant now = parts.clock().instant();
                // A clock that was set back must not put it off.
                if (Duration.between(housekept, now).abs().compareTo(HOUSEKEEPING) >= 0) {
                    housekept = now;
                    everyMinute.run();
                    relay.lookForTooLate(longestWait());
                    expiry.run();
                }
                pause();
            } catch (InterruptedException e) {
                break;
            } catch (SQLException | JMSException | RuntimeException e) {
                faulted(e);
            }
        }
        relay.close();
    }

    private Map<SystemId, Integer> room() {
        Map<SystemId, Integer> room = new HashMap<>();
        for (SystemId recipient : systems) {
            int most = breakers.room(recipient, parts.settings().window());
            if (most > 0) {
                room.put(recipient, most);
            }
        }
        return room;
    }

    /** No letter ever waits longer for anything. */
    private Duration longestWait() {
        return parts.settings()
                .longestDelay()
                .multipliedBy(2)
                .plus(parts.settings().lease());
    }

    private void pause() throws InterruptedException {
        if (woken.tryAcquire(parts.settings().poll().toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(GATHER_MILLIS);
            woken.drainPermits();
        }
    }

    /** Database or broker is away: says so, and tries again after a moment. */
    private void faulted(Exception e) {
        if (thread == null) {
            return;
        }
        brokerInDoubt = true;
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
        AGREEMENT_CHANGED,
        /** A newer fact about the same child was accepted, which it must not follow. */
        SUPERSEDED
    }

    /** Tries a dead letter again, under today's agreement and consent; it then has all its attempts before it. */
    public Retried retry(UUID id) {
        return deadLetters.retry(id);
    }

    /**
     * Tries again all that died of one cause.
     *
     * @param reason class of the fault
     * @param recipient only its letters, when given
     * @return how many letters came to what
     */
    public Map<Retried, Integer> retryAll(String reason, Optional<SystemId> recipient) {
        return deadLetters.retryAll(reason, recipient);
    }

    /** Who is delivered to, how that goes, and who was stopped. */
    public Recipients recipients() {
        return recipients;
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
