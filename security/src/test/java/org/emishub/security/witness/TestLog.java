package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.Arrays;
import org.emishub.security.note.VerifierKey;

/** Somebody else's log: trees and proofs straight from RFC 6962's definitions, notes by the JDK's Ed25519. */
public final class TestLog {
    final String origin;
    final List<byte[]> leaves = new ArrayList<>();
    private final KeyPair pair;

    TestLog(String origin) {
        this(origin, pair());
    }

    private TestLog(String origin, KeyPair pair) {
        this.origin = origin;
        this.pair = pair;
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same log, which now says something else to somebody else. */
    TestLog fork() {
        TestLog other = new TestLog(origin, pair);
        other.leaves.addAll(leaves);
        return other;
    }

    TestLog grow(int entries, String what) {
        for (int i = 0; i < entries; i++) {
            leaves.add((what + leaves.size()).getBytes(UTF_8));
        }
        return this;
    }

    VerifierKey key() {
        return new VerifierKey(
                origin,
                VerifierKey.NOTE,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                        .getPublicKeyData()
                        .getBytes());
    }

    /** The signed checkpoint. */
    String note() {
        return note(leaves.size(), root());
    }

    String note(long size, byte[] root) {
        String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        return text + "\n" + line(text);
    }

    String line(String text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(text.getBytes(UTF_8));
            byte[] signature = Arrays.concatenate(key().id(), signer.sign());
            return "— " + origin + " " + Base64.getEncoder().encodeToString(signature) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] root() {
        return root(leaves);
    }

    /** What is posted to a witness that holds the first {@code old} entries. */
    byte[] request(int old) {
        return request(old, old == 0 ? List.of() : proof(old), note());
    }

    static byte[] request(long old, List<byte[]> proof, String note) {
        StringBuilder text = new StringBuilder("old " + old + "\n");
        proof.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return text.append('\n').append(note).toString().getBytes(UTF_8);
    }

    /** RFC 6962, section 2.1.2. */
    List<byte[]> proof(int old) {
        return old == leaves.size() ? List.of() : subproof(old, leaves, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
        if (m == d.size()) {
            return b ? new ArrayList<>() : new ArrayList<>(List.of(root(d)));
        }
        int k = Integer.highestOneBit(d.size() - 1);
        List<byte[]> proof;
        if (m <= k) {
            proof = subproof(m, d.subList(0, k), b);
            proof.add(root(d.subList(k, d.size())));
        } else {
            proof = subproof(m - k, d.subList(k, d.size()), false);
            proof.add(root(d.subList(0, k)));
        }
        return proof;
    }

    private static byte[] root(List<byte[]> d) {
        if (d.isEmpty()) {
            return sha256(new byte[0]);
        }
        if (d.size() == 1) {
            return sha256(Arrays.concatenate(new byte[] {0}, d.get(0)));
        }
        int k = Integer.highestOneBit(d.size() - 1);
        return sha256(Arrays.concatenate(new byte[] {1}, root(d.subList(0, k)), root(d.subList(k, d.size()))));
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
