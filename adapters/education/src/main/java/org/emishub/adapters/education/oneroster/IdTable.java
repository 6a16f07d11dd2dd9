package org.emishub.adapters.education.oneroster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.emishub.security.hash.Sha256;

/**
 * Gives every identifier a number from 0 on, in 12 bytes each instead of a string's 100.
 *
 * <p>It keeps 64 bits of SHA-256 over a random salt and the identifier. Nobody who does not know the salt can prepare two identifiers that meet; two that meet by
 * chance (1 in 10 million packages of 1,000,000 children) look like a duplicate, which refuses a row and never joins two children.
 */
public final class IdTable {
    public static final int ABSENT = -1;

    private final MessageDigest digest = Sha256.digest();
    private final byte[] salt = new byte[16];
    private long[] hashes = new long[1 << 12];
    private int[] numbers = new int[1 << 12];
    private int size;

    public IdTable() {
        new SecureRandom().nextBytes(salt);
    }

    /** The identifier's number, or {@link #ABSENT}. */
    public int find(String id) {
        return numbers[slot(hash(id))] - 1;
    }

    /**
     * Gives a new identifier the next number.
     *
     * @return the number, or {@link #ABSENT} when it has one already
     */
    public int add(String id) {
        if (size > hashes.length / 10 * 7) {
            grow();
        }
        long hash = hash(id);
        int slot = slot(hash);
        if (numbers[slot] != 0) {
            return ABSENT;
        }
        hashes[slot] = hash;
        numbers[slot] = ++size;
        return size - 1;
    }

    int size() {
        return size;
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (numbers[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldNumbers = numbers;
        hashes = new long[oldHashes.length * 2];
        numbers = new int[oldNumbers.length * 2];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private long hash(String id) {
        digest.update(salt);
        byte[] bytes = digest.digest(id.getBytes(StandardCharsets.UTF_8));
        long hash = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = (hash << 8) | (bytes[i] & 0xFF);
        }
        return hash;
    }
}
