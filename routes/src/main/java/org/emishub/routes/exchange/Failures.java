package org.emishub.routes.exchange;

import java.time.Clock;
import org.emishub.mappings.codes.Mapping;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

/**
 * The one place where exceptions end.
 *
 * <p>A code that nobody has mapped is a refusal; everything else is a fault, goes back to the door as it is, and nothing leaves.
 */
final class Failures {
    private final Ledger ledger;
    private final UnmappedCodes unmappedCodes;
    private final Clock clock;

    Failures(Ledger ledger, UnmappedCodes unmappedCodes, Clock clock) {
        this.ledger = ledger;
        this.unmappedCodes = unmappedCodes;
        this.clock = clock;
    }

    /** Runs a step; puts an unmapped code on the work queue. */
    <T> Outcome<T> guard(Step<T> step, T passage) {
        try {
            return step.apply(passage);
        } catch (UnmappedCode e) {
            return unmapped(e.unmapped(), passage instanceof Passage one && one.isAsked());
        }
    }

    /** Of what the provider holds it depends on the child: to say so would tell that there is one. */
    private <T> Outcome<T> unmapped(Mapping.Unmapped unmapped, boolean answer) {
        ledger.commit((connection, appender) -> {
            unmappedCodes.seen(connection, unmapped, clock.instant());
            return unmapped;
        });
        return Outcome.refused(answer ? Code.UNMAPPED_ANSWER : Code.UNMAPPED_CODE, "code list: " + unmapped.list());
    }
}
