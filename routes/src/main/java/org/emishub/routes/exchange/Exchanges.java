package org.emishub.routes.exchange;

import java.util.List;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.emishub.security.agreement.Agreement;

/**
 * One route shape per exchange kind, each a flat list of named steps.
 *
 * <p>A body is a {@link Passage} until a step says no; then it is what its asker gets, and the steps that follow let it through. No header is read or set.
 */
final class Exchanges extends RouteBuilder {
    /** The route of messages that name no agreement in force. */
    static final String NO_AGREEMENT = "no-agreement";

    private static final String WHOLE = "whole";

    private final Steps steps;
    private final List<Agreement> asked;
    private final List<Door> doors;
    private final boolean first;

    /**
     * @param asked agreements that get their route now
     * @param doors doors that get their route now
     * @param first true once, for the route of messages without an agreement
     */
    Exchanges(Steps steps, List<Agreement> asked, List<Door> doors, boolean first) {
        this.steps = steps;
        this.asked = List.copyOf(asked);
        this.doors = List.copyOf(doors);
        this.first = first;
    }

    static String uri(String routeId) {
        return "direct:" + routeId;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        if (first) {
            noAgreement();
        }
        doors.forEach(this::event);
        for (Agreement agreement : asked) {
            switch (agreement.exchange()) {
                case QUERY -> query(agreement.id());
                case BATCH -> {
                    batch(agreement.id());
                    row(agreement.id());
                }
                case STATISTIC -> statistic(agreement.id());
                case EVENT -> {}
            }
        }
    }

    private void noAgreement() {
        from(uri(NO_AGREEMENT))
                .routeId(NO_AGREEMENT)
                .process(steps.recordReceipt())
                .process(steps.named(Steps::notAgreed));
    }

    private void query(String id) {
        from(uri(id))
                .routeId(id)
                .process(steps.recordReceipt())
                .process(steps.named(steps.query::translateRequest))
                .process(steps.named(steps.query::decide))
                .process(steps.named(steps.query::available))
                .process(steps.named(steps.query::identify))
                .process(steps.named(steps.query::decideChild))
                .process(steps.named(steps.query::fetch))
                .process(steps.named(steps.query::disclose))
                .process(steps.named(steps::seal))
                .process(steps.named(steps::checkAgain))
                .process(steps.recordRelease());
    }

    private void batch(String id) {
        from(uri(id))
                .routeId(id)
                .process(steps.recordReceipt())
                .process(steps.named(steps.batch::translateRequest))
                .process(steps.named(steps.query::decide))
                .filter(Steps::goesOn)
                .setProperty(WHOLE, body())
                .split(parts(steps.batch::rows), together())
                .stopOnException()
                .to(uri(rowsOf(id)))
                .end()
                .process(whole((passage, rows) -> steps.batch.release(passage, rows)));
    }

    /** One row, of a batch that is answered at once or of a package. */
    private void row(String id) {
        from(uri(rowsOf(id)))
                .routeId(rowsOf(id))
                .process(steps.named(steps.query::translateRequest))
                .process(steps.named(steps.query::available))
                .process(steps.named(steps.query::identify))
                .process(steps.named(steps.query::decideChild))
                .process(steps.named(steps.query::fetch))
                .process(steps.named(steps.query::disclose));
    }

    /** The route that the rows of a batch agreement take, one by one. */
    static String rowsOf(String id) {
        return id + ".rows";
    }

    private void event(Door door) {
        from(uri(door.routeId()))
                .routeId(door.routeId())
                .setProperty(WHOLE, body())
                .process(steps.named(steps.event::translateRecord))
                .process(steps.named(steps.query::identify))
                .process(steps.named(steps.event::requireChild))
                .split(parts(passage -> steps.event.underEachAgreement(passage, door)), together())
                .stopOnException()
                .process(steps.named(steps.query::decide))
                .process(steps.named(steps.query::decideChild))
                .process(steps.named(steps.query::disclose))
                .process(steps.named(steps.event::seal))
                .end()
                .process(whole(steps::accept));
    }

    private void statistic(String id) {
        from(uri(id))
                .routeId(id)
                .process(steps.named(steps.query::decide))
                .process(steps.named(steps.table::count))
                .process(steps.accept());
    }

    /** What to do with a whole message once all of its parts have come back. */
    @FunctionalInterface
    private interface Together {
        Object apply(Passage whole, List<?> parts);
    }

    @FunctionalInterface
    private interface Parts {
        List<?> of(Passage whole);
    }

    private static Processor whole(Together together) {
        return exchange -> {
            Passage whole = Objects.requireNonNull(exchange.getProperty(WHOLE, Passage.class), WHOLE);
            List<?> parts = Steps.body(exchange, List.class);
            exchange.getMessage().setBody(together.apply(whole, parts));
        };
    }

    private static AggregationStrategy together() {
        return new GroupedBodyAggregationStrategy();
    }

    private static Expression parts(Parts parts) {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                Object body = Steps.body(exchange, Object.class);
                return body instanceof Passage whole ? parts.of(whole) : List.of(body);
            }
        };
    }
}
