package org.emishub.security.ledger;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Follows every child's chain through the sides that the vault can still open, and compares the heads kept with where each ends. */
final class ChainCheck {
    private final ChildVault vault;
    private final Map<String, ChainHeads.Head> newest = new HashMap<>();
    /** Leaf hashes of entries whose key was destroyed, by sequence: what they say nobody knows. */
    private final Map<Long, byte[]> erased = new HashMap<>();

    private final Set<String> kept = new HashSet<>();

    ChainCheck(ChildVault vault) {
        this.vault = vault;
    }

    void entry(LedgerTables.Row row, ObjectNode leaf) {
        if (leaf.path("child").asString("").isEmpty()) {
            return;
        }
        ObjectNode side;
        try {
            side = EntryReader.opened(vault, row.sequence(), leaf, row.side());
        } catch (ChildVault.KeyDestroyed e) {
            erased.put(row.sequence(), row.leafHash());
            return;
        } catch (SecurityException | IllegalArgumentException e) {
            throw new LedgerAltered("sequence " + row.sequence() + ": the side is not the one the leaf commits to");
        }
        JsonNode chain = side.path("chain");
        if (chain.isMissingNode()) {
            return; // of before there were chains
        }
        String child = ChainHeads.blind(vault, side.path("child").asString(""));
        ChainHeads.Head before = newest.get(child);
        long number = chain.path("number").asLong(-1);
        long previousSequence = chain.path("previousSequence").asLong(-1);
        byte[] previous = HexFormat.of().parseHex(chain.path("previous").asString(""));
        boolean follows = before == null
                ? first(number, previousSequence, previous)
                : number == before.number() + 1
                        && previousSequence == before.sequence()
                        && Arrays.equals(previous, before.leafHash());
        if (!follows) {
            throw new LedgerAltered("sequence " + row.sequence() + ": an entry about its child is missing before it");
        }
        newest.put(child, new ChainHeads.Head(number, row.sequence(), row.leafHash()));
    }

    /** Nothing of this child was read before: it is the chain's first, or comes after one that nobody can read any more. */
    private boolean first(long number, long previousSequence, byte[] previous) {
        return number == 1
                ? previousSequence == -1 && previous.length == 0
                : Arrays.equals(previous, erased.get(previousSequence));
    }

    /** A head as it is kept. */
    void head(String child, ChainHeads.Head head) {
        kept.add(child);
        ChainHeads.Head read = newest.get(child);
        boolean holds = read == null
                ? Arrays.equals(erased.get(head.sequence()), head.leafHash())
                : head.number() == read.number()
                        && head.sequence() == read.sequence()
                        && Arrays.equals(head.leafHash(), read.leafHash());
        if (!holds) {
            throw new LedgerAltered("a child's log does not end in sequence " + head.sequence() + ", as is kept of it");
        }
    }

    void end() {
        if (!kept.containsAll(newest.keySet())) {
            throw new LedgerAltered("where a child's log ends is not kept any more");
        }
    }
}
