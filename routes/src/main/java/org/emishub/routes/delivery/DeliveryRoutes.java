package org.emishub.routes.delivery;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsMessage;
import org.emishub.security.member.SystemId;

/**
 * One delivery route per recipient; the broker's message is acknowledged last, whatever came of it.
 *
 * <p>What fails here fails for want of a database: the row says what is to be done, and is looked at again when it was not heard of. A broker that sent the
 * message again at once would only turn a fault into a storm.
 */
final class DeliveryRoutes extends RouteBuilder {
    private static final System.Logger LOG = System.getLogger(DeliveryRoutes.class.getName());

    private final DeliverySteps steps;
    private final List<SystemId> recipients;
    private final int consumers;

    DeliveryRoutes(DeliverySteps steps, List<SystemId> recipients, int consumers) {
        this.steps = steps;
        this.recipients = List.copyOf(recipients);
        this.consumers = consumers;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        for (SystemId recipient : recipients) {
            String queue = Queues.of(recipient);
            from("jms:queue:" + queue + "?acknowledgementModeName=CLIENT_ACKNOWLEDGE&mapJmsMessage=false"
                            + "&cacheLevelName=CACHE_CONSUMER&concurrentConsumers=" + consumers)
                    .routeId(queue)
                    .autoStartup(false)
                    .process(this::open)
                    .process(step(steps::decideAgain))
                    .process(step(steps::recordRelease))
                    .process(step(delivery -> {
                        steps.deliver(delivery);
                        return Optional.empty();
                    }));
        }
    }

    private void open(Exchange exchange) throws JMSException {
        String id = Objects.requireNonNull(exchange.getMessage(JmsMessage.class))
                .getJmsMessage()
                .getStringProperty(Relay.LETTER);
        exchange.getMessage().setBody(guarded(() -> steps.open(UUID.fromString(id))));
    }

    /** A body that is no delivery has ended. */
    private static Processor step(Function<Delivery, Optional<Delivery>> step) {
        return exchange -> {
            if (exchange.getMessage().getBody() instanceof Delivery delivery) {
                exchange.getMessage().setBody(guarded(() -> step.apply(delivery)));
            }
        };
    }

    private static @org.jspecify.annotations.Nullable Delivery guarded(
            java.util.function.Supplier<Optional<Delivery>> step) {
        try {
            return step.get().orElse(null);
        } catch (RuntimeException e) {
            // No text of the exception: it may quote what was sent or held.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a delivery was interrupted: " + e.getClass().getName());
            return null;
        }
    }
}
