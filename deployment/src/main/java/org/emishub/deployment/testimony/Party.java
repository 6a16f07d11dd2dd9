package org.emishub.deployment.testimony;

import java.time.Instant;
import java.util.Optional;
import org.emishub.routes.system.SystemFault;

/** An outside party that vouches for checkpoints. */
interface Party {
    /** {@code witness} or {@code timestamp}. */
    String kind();

    /** Who it is, as metrics and commands call it. */
    String name();

    /** The newest checkpoint that it vouched for. */
    Optional<Vouched> vouched();

    /**
     * Asks it to vouch for a checkpoint; what it says is kept when this returns.
     *
     * @throws SystemFault with the reason why it did not
     */
    void ask(NewestNote newest);

    /**
     * What was vouched for.
     *
     * @param size of the checkpoint
     * @param at as the party says
     */
    record Vouched(long size, Instant at) {}
}
