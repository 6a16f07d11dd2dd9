package org.emishub.security.ledger;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Builds the tree anew from the published entries and compares every tile and the checkpoint with it. */
final class TileCheck {
    private final Tiles tiles;
    private final Checkpoint checkpoint;
    private final Frontier tree = new Frontier();
    private final Map<Integer, ByteArrayOutputStream> open = new TreeMap<>();

    TileCheck(Tiles tiles, Checkpoint checkpoint) {
        this.tiles = tiles;
        this.checkpoint = checkpoint;
    }

    void run() {
        for (long index = 0; tree.size() < checkpoint.size(); index++) {
            for (byte[] leaf : tiles.entries(index)) {
                tree.append(Merkle.leaf(leaf), this::subtree);
            }
        }
        open.forEach((level, hashes) -> {
            if (hashes.size() > 0) {
                compare(level, (checkpoint.size() >> (level * LedgerTables.TILE_HEIGHT)) / TilePath.WIDTH, hashes);
            }
        });
        if (!checkpoint.says(tree.root())) {
            throw new LedgerAltered("the published entries are not what was signed");
        }
    }

    private void subtree(int height, long index, byte[] root) {
        if (height % LedgerTables.TILE_HEIGHT == 0) {
            int level = height / LedgerTables.TILE_HEIGHT;
            ByteArrayOutputStream hashes = open.computeIfAbsent(level, each -> new ByteArrayOutputStream());
            hashes.writeBytes(root);
            if (hashes.size() == TilePath.WIDTH * Merkle.HASH_BYTES) {
                compare(level, index / TilePath.WIDTH, hashes);
                hashes.reset();
            }
        }
    }

    private void compare(int level, long index, ByteArrayOutputStream hashes) {
        if (!Arrays.equals(tiles.hashes(level, index), hashes.toByteArray())) {
            throw new LedgerAltered("the tile " + index + " of level " + level + " is not of the published entries");
        }
    }
}
