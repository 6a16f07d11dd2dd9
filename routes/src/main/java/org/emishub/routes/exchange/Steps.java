package org.emishub.routes.exchange;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.emishub.routes.gateway.RowVerdicts;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.security.hash.Sha256;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;

/** The steps by name, and how Camel runs one. */
final class Steps {
    static final Refusal NOT_AGREED = new Refusal(Code.NOT_AGREED, "no agreement in force");

    final QuerySteps query;
    final BatchSteps batch;
    final EventSteps event;
    final TableSteps table;
    private final Receiving receiving;
    private final Releasing releasing;
    private final Accepting accepting;
    private final Answers answers;
    private final Refusals refusals;
    private final Failures failures;

    Steps(
            QuerySteps query,
            BatchSteps batch,
            EventSteps event,
            TableSteps table,
            Receiving receiving,
            Releasing releasing,
            Accepting accepting,
            Answers answers,
            Refusals refusals,
            Failures failures) {
        this.query = query;
        this.batch = batch;
        this.event = event;
        this.table = table;
        this.receiving = receiving;
        this.releasing = releasing;
        this.accepting = accepting;
        this.answers = answers;
        this.refusals = refusals;
        this.failures = failures;
    }

    /** A body that the order of the route promises. */
    static <T> T body(Exchange exchange, Class<T> type) {
        return type.cast(Objects.requireNonNull(exchange.getMessage().getBody(), "body"));
    }

    static boolean goesOn(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof Passage;
    }

    /** Runs a step on what is still on its way. */
    Processor named(Step<Passage> step) {
        return exchange -> {
            if (exchange.getMessage().getBody() instanceof Passage passage) {
                exchange.getMessage().setBody(go(step, passage));
            }
        };
    }

    private Object go(Step<Passage> step, Passage passage) {
        Outcome<Passage> outcome = failures.guard(step, passage);
        if (outcome instanceof Outcome.Refused<Passage> no) {
            if (no.refusal().code().dependsOnChild()) {
                query.beforeRefusing(passage);
            }
            return refusals.render(passage, no.refusal());
        }
        return ((Outcome.Ok<Passage>) outcome).value();
    }

    /** Idempotent Receiver and record of receipt; a repetition ends here with what it got the first time. */
    Processor recordReceipt() {
        return exchange -> {
            exchange.getMessage().setBody(received(body(exchange, Passage.class)));
        };
    }

    private Object received(Passage passage) {
        Receiving.Receipt receipt = receiving.receive(passage);
        if (receipt instanceof Receiving.Receipt.Repeated repeated) {
            return repeated.kept();
        }
        if (receipt instanceof Receiving.Receipt.New fresh) {
            Passage received = passage.received(fresh.entry());
            return fresh.withinLimit()
                    ? received
                    : refusals.render(received, Receiving.limitReached(received.agreement()));
        }
        return new No(Code.REPLAYED, null);
    }

    /** Idempotent Receiver of what has expired: it ends with what it got when it had not, or as expired. */
    Optional<Object> before(Passage passage) {
        return receiving
                .before(passage)
                .map(receipt -> receipt instanceof Receiving.Receipt.Repeated repeated
                        ? repeated.kept()
                        : new No(Code.REPLAYED, null));
    }

    static Outcome<Passage> notAgreed(Passage passage) {
        return Outcome.refused(NOT_AGREED.code(), NOT_AGREED.rule());
    }

    /** Seals the answer once; a native door writes its own protocol's bytes instead. */
    Outcome<Passage> seal(Passage passage) {
        if (passage.message().isEmpty()) {
            return Outcome.ok(passage);
        }
        byte[] sealed = answers.disclosed(passage);
        return Outcome.ok(passage.sealed(new Sealed(sealed, Sha256.hex(sealed))));
    }

    /** Validity, case, consent and sealing once more; for a native door when it records its release. */
    Outcome<Passage> checkAgain(Passage passage) {
        return passage.message().isEmpty() ? Outcome.ok(passage) : query.checkAgain(passage);
    }

    /** The entry is durable before the first byte leaves; a native door calls back with its bytes. */
    Processor recordRelease() {
        return exchange -> {
            if (exchange.getMessage().getBody() instanceof Passage passage
                    && passage.message().isPresent()) {
                Sealed sealed = passage.sealed();
                Optional<Kept> before = releasing.release(passage, sealed.bytes(), sealed.wireHash());
                before.ifPresent(exchange.getMessage()::setBody);
            }
        };
    }

    /** Takes responsibility for a message of one part. */
    Processor accept() {
        return exchange -> {
            Object part = body(exchange, Object.class);
            Passage whole = part instanceof PartRefused no ? no.passage() : (Passage) part;
            exchange.getMessage().setBody(accept(whole, List.of(part)));
        };
    }

    Accepting.Accepted accept(Passage whole, List<?> parts) {
        return accepting.accept(whole, parts, Sha256.hex(whole.inbound().ciphertext()));
    }

    String verdicts(Inbound inbound, RowVerdicts verdicts) {
        return accepting.verdicts(inbound, verdicts);
    }
}
