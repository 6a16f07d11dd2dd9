package org.emishub.security.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/** All of a tree that is needed to append to it: its size and the roots of the complete subtrees it consists of, largest first. */
final class Frontier {
    private long size;
    private final Deque<byte[]> peaks = new ArrayDeque<>();

    /** Told of each complete subtree of 2 to the power {@code level} leaves as it comes to be, the leaf itself (level 0) included. */
    @FunctionalInterface
    interface OnSubtree {
        void complete(int level, long index, byte[] root);
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException when it does not fit the size
     */
    static Frontier of(long size, byte[] bytes) {
        if (size < 0 || bytes.length != Long.bitCount(size) * Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("the frontier does not fit the size");
        }
        Frontier frontier = new Frontier();
        frontier.size = size;
        for (int at = 0; at < bytes.length; at += Merkle.HASH_BYTES) {
            frontier.peaks.addLast(Arrays.copyOfRange(bytes, at, at + Merkle.HASH_BYTES));
        }
        return frontier;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        peaks.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    long size() {
        return size;
    }

    void append(byte[] leafHash, OnSubtree onSubtree) {
        byte[] root = leafHash;
        int level = 0;
        onSubtree.complete(0, size, root);
        while ((size >> level & 1) == 1) {
            root = Merkle.node(peaks.removeLast(), root);
            level++;
            onSubtree.complete(level, size >> level, root);
        }
        peaks.addLast(root);
        size++;
    }

    /** The tree's root (RFC 6962, section 2.1). */
    byte[] root() {
        Iterator<byte[]> fromSmallest = peaks.descendingIterator();
        if (!fromSmallest.hasNext()) {
            return Merkle.empty();
        }
        byte[] root = fromSmallest.next();
        while (fromSmallest.hasNext()) {
            root = Merkle.node(fromSmallest.next(), root);
        }
        return root;
    }
}
