package org.emishub.security.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of a Merkle tree (RFC 6962, section 2.1), SHA-256. */
final class Merkle {
    static final int HASH_BYTES = 32;

    private Merkle() {}

    static byte[] leaf(byte[] data) {
        return sha256((byte) 0, data, new byte[0]);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256((byte) 1, left, right);
    }

    static byte[] empty() {
        return sha256(new byte[0]);
    }

    static byte[] sha256(byte[] data) {
        return digest().digest(data);
    }

    private static byte[] sha256(byte domain, byte[] first, byte[] second) {
        MessageDigest digest = digest();
        digest.update(domain);
        digest.update(first);
        return digest.digest(second);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
