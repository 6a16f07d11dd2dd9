package org.emishub.routes.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.RecipientStops;
import org.emishub.routes.store.RecipientStops.Stop;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;

/** Who is delivered to: how that goes, and an operator's button that stops it. */
public final class Recipients {
    private final HubParts parts;
    private final TreeSet<SystemId> systems;
    private final Breakers breakers;
    private final Runnable wake;
    private final RecipientStops stops = new RecipientStops();

    Recipients(HubParts parts, Set<SystemId> systems, Breakers breakers, Runnable wake) {
        this.parts = parts;
        this.systems = new TreeSet<>(systems);
        this.breakers = breakers;
        this.wake = wake;
    }

    /**
     * How it goes with one.
     *
     * @param breaker this node's: {@code CLOSED}, {@code OPEN} (left alone for a while) or {@code HALF_OPEN} (tried with a few)
     * @param open letters that are still to be delivered
     * @param dead letters that were given up
     */
    public record Recipient(SystemId id, String breaker, Optional<Stop> stop, long open, long dead) {}

    /** All that the hub can deliver to, by name. */
    public List<Recipient> list() {
        try (Connection connection = parts.dataSource().getConnection()) {
            Map<SystemId, Stop> stopped = stops.all(connection);
            Map<SystemId, RecipientStops.Waiting> waiting = stops.waiting(connection);
            List<Recipient> all = new ArrayList<>();
            for (SystemId id : systems) {
                RecipientStops.Waiting letters = waiting.getOrDefault(id, RecipientStops.Waiting.NONE);
                all.add(new Recipient(
                        id, breakers.state(id), Optional.ofNullable(stopped.get(id)), letters.open(), letters.dead()));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox cannot be read", e);
        }
    }

    /** Each recipient's breaker on this node: {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}; asks no database. */
    public String breaker(SystemId recipient) {
        return breakers.state(recipient);
    }

    /** The names alone; asks no database. */
    public Set<SystemId> ids() {
        return Set.copyOf(systems);
    }

    /**
     * Delivers nothing more to a recipient, on any node and after any restart, until {@link #start}; what is just being handed over ends by itself.
     *
     * @param by who stops it
     * @param why in words; goes into the sealed side of the entry
     * @return false when it was stopped already: nothing was changed
     */
    public boolean stop(SystemId recipient, String by, String why) {
        Instant now = parts.clock().instant();
        return parts.ledger().commit((connection, appender) -> {
            boolean stopped = stops.stop(connection, recipient, new Stop(now, by, why));
            if (stopped) {
                appender.append(entry(Event.STOPPED, recipient, by, why));
            }
            return stopped;
        });
    }

    /** Delivers to a recipient again; false when it was not stopped. */
    public boolean start(SystemId recipient, String by) {
        boolean started = parts.ledger().commit((connection, appender) -> {
            boolean wasStopped = stops.start(connection, recipient);
            if (wasStopped) {
                appender.append(entry(Event.STARTED, recipient, by, ""));
            }
            return wasStopped;
        });
        wake.run();
        return started;
    }

    private static EntryDraft entry(Event event, SystemId recipient, String by, String why) {
        return new EntryDraft(
                event,
                recipient.toString(),
                Optional.empty(),
                "OK",
                "delivery: by an operator",
                Optional.empty(),
                Optional.of(recipient),
                List.of(),
                0,
                "",
                new Side("", by, why));
    }
}
