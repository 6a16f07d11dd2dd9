package org.emishub.security.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Roots and proofs of a tree (RFC 6962, sections 2.1.1 and 2.1.2) at any size it has had, from its complete subtrees. */
final class MerkleTree {
    private final Subtrees subtrees;

    MerkleTree(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** Where roots of complete subtrees are found. */
    @FunctionalInterface
    interface Subtrees {
        /** The root over the leaves from {@code index << level} on, 2 to the power {@code level} of them. */
        byte[] root(int level, long index) throws SQLException;
    }

    byte[] root(long size) throws SQLException {
        return size == 0 ? Merkle.empty() : hash(0, size);
    }

    /** The audit path of a leaf in the tree of {@code size} leaves. */
    List<byte[]> inclusion(long leaf, long size) throws SQLException {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("there is no such leaf");
        }
        List<byte[]> path = new ArrayList<>();
        path(leaf, 0, size, path);
        return path;
    }

    private void path(long leaf, long start, long size, List<byte[]> path) throws SQLException {
        if (size == 1) {
            return;
        }
        long left = split(size);
        if (leaf < left) {
            path(leaf, start, left, path);
            path.add(hash(start + left, size - left));
        } else {
            path(leaf - left, start + left, size - left, path);
            path.add(hash(start, left));
        }
    }

    /** The proof that the tree of {@code oldSize} leaves is the beginning of that of {@code size}. */
    List<byte[]> consistency(long oldSize, long size) throws SQLException {
        if (oldSize < 1 || oldSize > size) {
            throw new IllegalArgumentException("a tree is consistent only with a smaller one that is not empty");
        }
        List<byte[]> proof = new ArrayList<>();
        subproof(oldSize, 0, size, true, proof);
        return proof;
    }

    private void subproof(long oldSize, long start, long size, boolean known, List<byte[]> proof) throws SQLException {
        if (oldSize == size) {
            if (!known) {
                proof.add(hash(start, size));
            }
            return;
        }
        long left = split(size);
        if (oldSize <= left) {
            subproof(oldSize, start, left, known, proof);
            proof.add(hash(start + left, size - left));
        } else {
            subproof(oldSize - left, start + left, size - left, false, proof);
            proof.add(hash(start, left));
        }
    }

    private byte[] hash(long start, long size) throws SQLException {
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return subtrees.root(level, start >> level);
        }
        long left = split(size);
        return Merkle.node(hash(start, left), hash(start + left, size - left));
    }

    /** The largest power of two smaller than {@code size}. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
