package org.emishub.adapters.socialprotection.simulator;

import java.security.PublicKey;
import java.util.Optional;

/** Where a simulator finds the hub's public keys. */
@FunctionalInterface
public interface Keys {
    /** The signing key of that {@code kid}; empty when there is none. */
    Optional<PublicKey> find(String keyId);
}
