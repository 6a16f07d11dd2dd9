package org.emishub.deployment.campaign.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.deployment.campaign.load.Jose;

/** Logs and rows of a run, written by hand. Unless a test spoils something, all is as it should be. */
final class Written {
    static final String SENDER = "health/clinics";
    static final String AGREEMENT = "campaign.seen-civil";
    static final String RECEIVER = "civil/register";

    final List<Logs.Ask> asks = new ArrayList<>();
    final List<Logs.Answer> answers = new ArrayList<>();
    final List<Logs.Request> requests = new ArrayList<>();
    final List<Logs.Effect> effects = new ArrayList<>();
    final List<Logs.Bad> bad = new ArrayList<>();
    final List<Logs.Told> told = new ArrayList<>();
    final List<String> checkpoints = new ArrayList<>();
    final List<Rows.Inbox> inbox = new ArrayList<>();
    final List<Rows.Letter> letters = new ArrayList<>();
    final List<Rows.Entry> entries = new ArrayList<>();
    long head = -1;

    private final KeyPair key = pair();
    private final Jose.Own hub = new Jose.Own(key.getPrivate(), "hub", key.getPrivate(), "hub");

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fact that was accepted, delivered, receipted and told of. */
    static Written delivered() {
        Written run = new Written();
        run.accepted("m-1", 1, 1_000);
        run.delivered("m-1", 1);
        return run;
    }

    Written accepted(String id, int version, long issuedAt) {
        ask(id, "hash-" + id, "fact", version, issuedAt);
        inbox.add(new Rows.Inbox(SENDER, id, "hash-" + id, "ACCEPTED"));
        entry("RECEIVED", id, "OK");
        String receipt = receipt(id, "hash-" + id, entries.size() - 1);
        answers.add(new Logs.Answer(SENDER, id, "hash-" + id, "fact", 200, "", receipt, true));
        return this;
    }

    void ask(String id, String hash, String kind, int version, long issuedAt) {
        asks.add(new Logs.Ask(SENDER, id, hash, "child", "visit", AGREEMENT, kind, "2026-01-01", issuedAt, version));
    }

    Written delivered(String id, int version) {
        letter(id, "DELIVERED", 1, true);
        entry("RELEASED", "letter-" + id, "OK");
        requests.add(new Logs.Request(RECEIVER, "letter-" + id, (long) entries.size()));
        effect(id, version);
        entry("RECEIPTED", "letter-" + id, "OK");
        told.add(new Logs.Told(SENDER, id, "delivered", Map.of(AGREEMENT, "delivered")));
        return this;
    }

    void letter(String id, String state, int attempts, boolean signed) {
        letters.add(new Rows.Letter("letter-" + id, SENDER, id, AGREEMENT, RECEIVER, state, "", attempts, signed));
    }

    void effect(String id, int version) {
        effects.add(effect("letter-" + id, id, "v" + version));
    }

    static Logs.Effect effect(String letter, String id, String version) {
        return new Logs.Effect(
                RECEIVER,
                letter,
                AGREEMENT,
                SENDER,
                "2026-01-01",
                "child",
                id,
                version,
                "child.familyName,child.id,enrolment.className,enrolment.schoolName");
    }

    void entry(String event, String about, String code) {
        String leaf = "{\"event\":\"%s\",\"code\":\"%s\",\"messageIdHash\":\"%s\",\"n\":%d}"
                .formatted(event, code, Known.sha256(about), entries.size());
        byte[] bytes = leaf.getBytes(UTF_8);
        entries.add(new Rows.Entry(entries.size(), bytes, hash(0, bytes)));
    }

    String receipt(String id, String hash, int sequence) {
        String leaf = HexFormat.of().formatHex(entries.get(sequence).leafHash());
        String claims = "{\"jti\":\"%s\",\"sub\":\"%s\",\"sha256\":\"%s\",\"seq\":%d,\"leaf\":\"%s\"}"
                .formatted(id, SENDER, hash, sequence, leaf);
        return Jose.sign(claims.getBytes(UTF_8), hub);
    }

    /** A signed checkpoint of the first entries, by a plain recursion over RFC 6962. */
    String checkpoint(int size) {
        String text = "hub/exchange/ledger\n" + size + "\n"
                + Base64.getEncoder().encodeToString(root(entries.subList(0, size))) + "\n";
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(UTF_8));
            byte[] signed = signature.sign();
            byte[] named = new byte[4 + signed.length];
            System.arraycopy(signed, 0, named, 4, signed.length);
            return text + "\n— hub/exchange/ledger " + Base64.getEncoder().encodeToString(named) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] root(List<Rows.Entry> some) {
        if (some.size() == 1) {
            return hash(0, some.get(0).leaf());
        }
        int left = Integer.highestOneBit(some.size() - 1);
        return hash(1, root(some.subList(0, left)), root(some.subList(left, some.size())));
    }

    static byte[] hash(int domain, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) domain);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Findings check() {
        Map<String, PublicKey> keys = new TreeMap<>(Map.of("hub", key.getPublic()));
        return Checker.check(
                new Logs(asks, answers, requests, effects, bad, told, checkpoints),
                new Rows(inbox, letters, entries, head < 0 ? entries.size() : head, List.of()),
                keys,
                key.getPublic(),
                5);
    }
}
