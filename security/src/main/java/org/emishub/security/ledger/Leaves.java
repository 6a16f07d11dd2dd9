package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the two halves of an entry: the leaf, which every auditor may read, and the sealed side, which only the key of child and year opens.
 *
 * <p>The leaf's {@code child} and {@code actor} are HMAC-SHA-256 under a salt that stands in the side alone: without it nobody can try names. A leaf of whatever event
 * commits to its side so, and whoever has the tree's hashes alone cannot guess what was hashed. When the key is destroyed the commitments can no longer be opened and every proof stays valid. A side of version 2 may hold {@code decision} and {@code signs} beside what one
 * of version 1 holds; one of version 3 that is about a child holds its place in that child's {@code chain}. A leaf of version 2 commits to the whole side.
 */
final class Leaves {
    static final int VERSION = 2;
    static final int SIDE_VERSION = 3;

    /** Entries about no child are sealed under a key of the hub for the year; no system's identifier begins with NUL. */
    private static final String NO_CHILD = "\0hub";

    /** An entry bundle (C2SP tlog-tiles) gives the length in two bytes. */
    private static final int LARGEST_LEAF = 65_535;

    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final ChildVault vault;

    Leaves(ChildVault vault) {
        this.vault = vault;
    }

    /** @param before the child's newest entry; that of no child has none */
    LedgerTables.Row row(
            Connection connection, long sequence, Instant time, EntryDraft draft, Optional<ChainHeads.Head> before)
            throws SQLException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        String child = draft.side().child();
        byte[] plain = side(draft.side(), salt, before);
        byte[] side = vault.seal(
                connection,
                child.isEmpty() ? NO_CHILD : child,
                time.atZone(ZoneOffset.UTC).getYear(),
                context(sequence),
                plain);
        ObjectNode commitments = StrictJson.newObject()
                .put("child", commitment(salt, "child", child))
                .put("actor", commitment(salt, "actor", draft.side().actor()))
                .put("side", commitment(salt, "side", new String(plain, UTF_8)));
        byte[] leaf = CanonicalJson.bytes(
                leaf(sequence, time, draft).put("sideHash", Sha256.hex(side)).setAll(commitments));
        if (leaf.length > LARGEST_LEAF) {
            throw new IllegalArgumentException("an entry has at most " + LARGEST_LEAF + " bytes");
        }
        return new LedgerTables.Row(sequence, leaf, Merkle.leaf(leaf), side);
    }

    /** What the side's bytes are bound to; whoever has the key opens them with it. */
    static String context(long sequence) {
        return "ledger side " + sequence;
    }

    private static byte[] side(EntryDraft.Side side, byte[] salt, Optional<ChainHeads.Head> before) {
        ObjectNode json = StrictJson.newObject()
                .put("version", SIDE_VERSION)
                .put("salt", hex(salt))
                .put("child", side.child())
                .put("actor", side.actor())
                .put("note", side.note());
        side.decision().ifPresent(decision -> json.set("decision", decision));
        if (!side.signs().isEmpty()) {
            ArrayNode signs = json.putArray("signs");
            side.signs().stream().sorted().forEach(signs::add);
        }
        before.ifPresent(head -> json.putObject("chain")
                .put("number", head.number() + 1)
                .put("previous", hex(head.leafHash()))
                .put("previousSequence", head.sequence()));
        return CanonicalJson.bytes(json);
    }

    private static ObjectNode leaf(long sequence, Instant time, EntryDraft draft) {
        ObjectNode leaf = StrictJson.newObject();
        leaf.put("version", VERSION)
                .put("sequence", sequence)
                .put("event", draft.event().name())
                .put("time", MILLISECONDS.format(time))
                .put("messageIdHash", Sha256.hex(draft.messageId()))
                .put("code", draft.code())
                .put("rule", LeafShape.rule(draft.rule()))
                .put("provider", text(draft.provider()))
                .put("client", text(draft.client()))
                .put("withheld", draft.withheld())
                .put("contentHash", draft.contentHash());
        ArrayNode fields = leaf.putArray("fields");
        draft.fields().stream().sorted().forEach(fields::add);
        draft.agreement().ifPresent(agreement -> leaf.putObject("agreement")
                .put("id", agreement.id())
                .put("version", agreement.version())
                .put("bundleHash", agreement.bundleHash()));
        draft.erasure().ifPresent(erasure -> {
            ArrayNode erased = leaf.putArray("erased");
            erasure.keys().stream().sorted().forEach(erased::add);
        });
        return leaf;
    }

    private static String text(Optional<SystemId> system) {
        return system.map(SystemId::toString).orElse("");
    }

    /** hex(HMAC-SHA-256(salt, {@code label || NUL || value})); empty for an empty value. */
    static String commitment(byte[] salt, String label, String value) {
        if (value.isEmpty()) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return hex(mac.doFinal((label + "\0" + value).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
