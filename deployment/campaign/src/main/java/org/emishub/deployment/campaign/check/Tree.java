package org.emishub.deployment.campaign.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the ledger's Merkle tree (RFC 6962) anew from the entries' bytes and compares it with every checkpoint anybody has seen. */
final class Tree {
    private static final int KEY_ID_BYTES = 4;

    private final Deque<byte[]> subtrees = new ArrayDeque<>();
    private long size;

    /** A checkpoint's size and root. */
    private record Said(long size, byte[] root) {}

    private Tree() {}

    /** What is wrong with the ledger. */
    static List<Finding> check(Rows rows, List<String> seen, PublicKey key) {
        List<Finding> findings = new ArrayList<>();
        Map<Long, List<byte[]>> said = new TreeMap<>();
        for (String note : seen) {
            try {
                Said one = read(note, key);
                said.computeIfAbsent(one.size(), s -> new ArrayList<>()).add(one.root());
            } catch (GeneralSecurityException | RuntimeException e) {
                findings.add(broken("a checkpoint that was seen is not signed by the ledger's key"));
            }
        }
        Tree tree = new Tree();
        tree.compare(said, findings);
        for (Rows.Entry entry : rows.entries()) {
            if (entry.sequence() != tree.size) {
                findings.add(broken("entry " + tree.size + " is missing"));
                return findings;
            }
            byte[] leaf = hash((byte) 0, entry.leaf(), new byte[0]);
            if (!Arrays.equals(leaf, entry.leafHash())) {
                findings.add(broken("entry " + entry.sequence() + " is not what was hashed"));
            }
            tree.append(leaf);
            tree.compare(said, findings);
        }
        if (rows.head() != tree.size) {
            findings.add(broken("the head says " + rows.head() + " entries and there are " + tree.size));
        }
        said.keySet()
                .forEach(size -> findings.add(
                        broken("a checkpoint of " + size + " entries was seen, and there are only " + tree.size)));
        return findings;
    }

    private static Finding broken(String what) {
        return new Finding(Rule.LEDGER, what);
    }

    private void compare(Map<Long, List<byte[]>> said, List<Finding> findings) {
        List<byte[]> here = said.remove(size);
        if (here != null && here.stream().anyMatch(root -> !Arrays.equals(root, root()))) {
            findings.add(broken("the first " + size + " entries are not those of a checkpoint that was seen"));
        }
    }

    private void append(byte[] leaf) {
        byte[] hash = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = hash((byte) 1, subtrees.pop(), hash);
        }
        subtrees.push(hash);
        size++;
    }

    private byte[] root() {
        if (subtrees.isEmpty()) {
            return hash(new byte[0]);
        }
        Iterator<byte[]> smallestFirst = subtrees.iterator();
        byte[] root = smallestFirst.next();
        while (smallestFirst.hasNext()) {
            root = hash((byte) 1, smallestFirst.next(), root);
        }
        return root;
    }

    /** A C2SP signed note: origin, size, root, an empty line, the signature line. */
    private static Said read(String note, PublicKey key) throws GeneralSecurityException {
        int end = note.indexOf("\n\n") + 1;
        String text = note.substring(0, end);
        String[] lines = text.split("\n", -1);
        String[] signature = note.substring(end + 1).strip().split(" ", -1);
        byte[] signed = Base64.getDecoder().decode(signature[2]);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(text.getBytes(UTF_8));
        if (!verifier.verify(Arrays.copyOfRange(signed, KEY_ID_BYTES, signed.length))) {
            throw new GeneralSecurityException("not by this key");
        }
        return new Said(Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
    }

    private static byte[] hash(byte domain, byte[] first, byte[] second) {
        byte[] all = new byte[1 + first.length + second.length];
        all[0] = domain;
        System.arraycopy(first, 0, all, 1, first.length);
        System.arraycopy(second, 0, all, 1 + first.length, second.length);
        return hash(all);
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
