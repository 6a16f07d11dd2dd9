package org.emishub.routes.exchange;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;

/** Keeps the routes in step with the agreements: what is in force has one, what is not has none. */
public final class RouteTable {
    private final CamelContext camel;
    private final ProducerTemplate template;
    private final Steps steps;
    private final Supplier<Agreements> agreements;
    private final Clock clock;
    private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

    RouteTable(CamelContext camel, Steps steps, Supplier<Agreements> agreements, Clock clock) {
        this.camel = camel;
        this.template = camel.createProducerTemplate();
        this.steps = steps;
        this.agreements = agreements;
        this.clock = clock;
    }

    /** Adds and removes routes after agreements were reloaded or a day has begun; changes nothing when all is as it was. */
    public synchronized void refresh() {
        Set<String> wanted = new LinkedHashSet<>();
        wanted.add(Exchanges.NO_AGREEMENT);
        List<Agreement> newAgreements = new ArrayList<>();
        Set<Door> newDoors = new LinkedHashSet<>();
        for (Agreement agreement : agreements.get().inForce(clock.instant())) {
            wanted.add(routeId(agreement));
            if (agreement.exchange() == Agreement.Kind.BATCH) {
                wanted.add(Exchanges.rowsOf(agreement.id()));
            }
            if (agreement.exchange() != Agreement.Kind.EVENT) {
                newAgreements.add(agreement);
            } else {
                newDoors.add(Door.of(agreement));
            }
        }
        newAgreements.removeIf(agreement -> endpoints.containsKey(agreement.id()));
        newDoors.removeIf(door -> endpoints.containsKey(door.routeId()));
        remove(wanted);
        add(new Exchanges(steps, newAgreements, List.copyOf(newDoors), endpoints.isEmpty()));
        wanted.forEach(id -> endpoints.computeIfAbsent(id, this::endpoint));
    }

    private Endpoint endpoint(String routeId) {
        return camel.getEndpoint(Exchanges.uri(routeId));
    }

    private void add(Exchanges exchanges) {
        try {
            camel.addRoutes(exchanges);
        } catch (Exception e) {
            throw new IllegalStateException("the routes cannot be added", e);
        }
    }

    private void remove(Set<String> wanted) {
        for (String id : Set.copyOf(endpoints.keySet())) {
            if (!wanted.contains(id)) {
                endpoints.remove(id);
                try {
                    camel.getRouteController().stopRoute(id);
                    camel.removeRoute(id);
                } catch (Exception e) {
                    throw new IllegalStateException("route " + id + " cannot be removed", e);
                }
            }
        }
    }

    /** The route an agreement's messages take: its own, or its door's. */
    static String routeId(Agreement agreement) {
        return agreement.exchange() == Agreement.Kind.EVENT ? Door.of(agreement).routeId() : agreement.id();
    }

    /** The routes there are, by id. */
    public Set<String> ids() {
        return Set.copyOf(endpoints.keySet());
    }

    /** Sends a passage through a route, or through that for messages without an agreement; gives what it ended as. */
    Object run(String routeId, Passage passage) {
        Endpoint own = endpoints.get(routeId);
        Endpoint endpoint = own != null ? own : Objects.requireNonNull(endpoints.get(Exchanges.NO_AGREEMENT));
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(passage);
        template.send(endpoint, exchange);
        if (exchange.getException() != null) {
            throw fault(exchange.getException());
        }
        return Steps.body(exchange, Object.class);
    }

    /** A fault as the step threw it, without Camel's wrapping. */
    private static RuntimeException fault(Exception thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel.")) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException fault ? fault : new IllegalStateException("a step failed", cause);
    }
}
