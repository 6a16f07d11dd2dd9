package org.emishub.security.ledger;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Checks proofs by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2; the hashes are those of RFC 6962. Whatever is not a hash of 32 bytes is refused. */
public final class MerkleProofs {
    private MerkleProofs() {}

    /** Whether the leaf stands at {@code index} in the tree of {@code size} leaves with this root. */
    public static boolean included(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || leafHash.length != Merkle.HASH_BYTES || !hashes(path)) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Merkle.node(sibling, hash);
                int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= up;
                last >>= up;
            } else {
                hash = Merkle.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /**
     * Whether the tree of {@code oldSize} leaves with {@code oldRoot} is the beginning of that of {@code size} with {@code root}.
     *
     * <p>A proof from the empty tree to another proves nothing and is refused; trees of the same size are the same when their roots are.
     */
    public static boolean consistent(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> proof) {
        if (oldSize < 0 || oldSize > size || !hashes(proof)) {
            return false;
        }
        if (oldSize == size) {
            return proof.isEmpty() && Arrays.equals(oldRoot, root);
        }
        if (oldSize == 0) {
            return false;
        }
        int up = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >> up;
        long last = (size - 1) >> up;
        Iterator<byte[]> hashes = proof.iterator();
        if (node > 0 && !hashes.hasNext()) {
            return false;
        }
        byte[] first = node == 0 ? oldRoot : hashes.next();
        byte[] old = first;
        byte[] current = first;
        while (hashes.hasNext()) {
            byte[] hash = hashes.next();
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                old = Merkle.node(hash, old);
                current = Merkle.node(hash, current);
                int skip = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= skip;
                last >>= skip;
            } else {
                current = Merkle.node(current, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(old, oldRoot) && Arrays.equals(current, root);
    }

    private static boolean hashes(List<byte[]> proof) {
        return proof.stream().allMatch(hash -> hash.length == Merkle.HASH_BYTES);
    }
}
