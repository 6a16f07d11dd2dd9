package org.emishub.adapters.socialprotection.soap;

import java.time.Instant;
import org.apache.wss4j.common.cache.MemoryReplayCache;
import org.emishub.security.refusal.Code;

/** Remembers signed timestamps for as long as they are valid, and refuses one that comes again under its own code instead of as just another security fault. */
final class SeenOnce extends MemoryReplayCache {
    /** As long as a timestamp may live here, both clock differences added. */
    private static final long SECONDS = 600;

    @Override
    public synchronized void add(String identifier) {
        add(identifier, Instant.now().plusSeconds(SECONDS));
    }

    @Override
    public synchronized boolean contains(String identifier) {
        if (super.contains(identifier)) {
            throw new RefusedCall(Code.REPLAYED);
        }
        return false;
    }
}
