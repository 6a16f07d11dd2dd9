package org.emishub.routes.delivery;

import jakarta.jms.BytesMessage;
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

/** One delivery route per recipient; the broker's message is acknowledged last. */
final class DeliveryRoutes extends RouteBuilder {
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
            from("jms:queue:" + queue + "?transacted=true&lazyCreateTransactionManager=false&mapJmsMessage=false"
                            + "&cacheLevelName=CACHE_CONSUMER&concurrentConsumers=" + consumers)
                    .routeId(queue)
                    .autoStartup(false)
                    .process(this::open)
                    .process(step(steps::decideAgain))
                    .process(step(steps::recordRelease))
                    .process(this::deliver);
        }
    }

    private void open(Exchange exchange) throws JMSException {
        BytesMessage message = (BytesMessage)
                Objects.requireNonNull(exchange.getMessage(JmsMessage.class)).getJmsMessage();
        byte[] sealed = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(sealed);
        UUID id = UUID.fromString(message.getStringProperty(Relay.LETTER));
        exchange.getMessage().setBody(steps.open(id, sealed).orElse(null));
    }

    /** A body that is no delivery has ended. */
    private static Processor step(Function<Delivery, Optional<Delivery>> step) {
        return exchange -> {
            if (exchange.getMessage().getBody() instanceof Delivery delivery) {
                exchange.getMessage().setBody(step.apply(delivery).orElse(null));
            }
        };
    }

    private void deliver(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Delivery delivery) {
            steps.deliver(delivery);
        }
    }
}
