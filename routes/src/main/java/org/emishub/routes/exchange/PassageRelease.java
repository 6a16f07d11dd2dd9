package org.emishub.routes.exchange;

import java.util.Optional;
import org.emishub.routes.gateway.Reply;
import org.emishub.security.refusal.Code;

/** The release of one question's answer: by itself, or by its passage together with others. */
record PassageRelease(Passage passage, Reply.Release alone) implements Reply.Release {
    @Override
    public Optional<Code> record(byte[] wire) {
        return alone.record(wire);
    }
}
