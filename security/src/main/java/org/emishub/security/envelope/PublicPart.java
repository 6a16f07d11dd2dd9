package org.emishub.security.envelope;

import java.security.PublicKey;

/** A member's public key, parsed once for the provider that computes with it. */
record PublicPart(String kid, Curve curve, PublicKey key) {}
