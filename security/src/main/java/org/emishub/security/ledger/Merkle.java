package org.emishub.security.ledger;

import org.emishub.security.hash.Sha256;

/** The hashes of a Merkle tree (RFC 6962, section 2.1), SHA-256. */
final class Merkle {
    static final int HASH_BYTES = 32;
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Merkle() {}

    static byte[] leaf(byte[] data) {
        return Sha256.of(LEAF, data);
    }

    static byte[] node(byte[] left, byte[] right) {
        return Sha256.of(NODE, left, right);
    }

    static byte[] empty() {
        return Sha256.of();
    }
}
