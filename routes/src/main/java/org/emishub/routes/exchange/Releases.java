package org.emishub.routes.exchange;

import java.util.Optional;
import org.emishub.routes.store.Inbound;
import org.emishub.security.hash.Sha256;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;

/** Records the release of an answer whose bytes a native door has written. */
final class Releases {
    private final QuerySteps query;
    private final Releasing releasing;
    private final Refusals refusals;
    private final AtRest atRest;

    Releases(QuerySteps query, Releasing releasing, Refusals refusals, AtRest atRest) {
        this.query = query;
        this.releasing = releasing;
        this.refusals = refusals;
        this.atRest = atRest;
    }

    /** Checks once more, then makes the release durable; a code when the bytes may not leave. */
    Optional<Code> release(Passage passage, byte[] wire) {
        if (query.checkAgain(passage) instanceof Outcome.Refused<Passage> no) {
            return Optional.of(refusals.answer(passage, no.refusal()).code());
        }
        byte[] kept = atRest.seal(context(passage.inbound()), wire);
        return releasing.release(passage, kept, Sha256.hex(wire)).map(before -> Code.REPLAYED);
    }

    static String context(Inbound inbound) {
        return "answer/" + inbound.sender() + "/" + inbound.messageId();
    }
}
