package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes the tiles and bundles that a ledger needs when it has grown. */
final class TileWriter {
    private final LedgerTables tables;
    private final DurableFiles files;

    TileWriter(LedgerTables tables, DurableFiles files) {
        this.tables = tables;
        this.files = files;
    }

    /**
     * Writes what there was not at a size.
     *
     * @param sizes of the checkpoints since, ascending: each has its own partial tiles at the end of the tree
     */
    void write(long from, List<Long> sizes) throws SQLException, IOException {
        long size = sizes.get(sizes.size() - 1);
        for (int level = 0; size >> (level * LedgerTables.TILE_HEIGHT) > 0; level++) {
            int height = level * LedgerTables.TILE_HEIGHT;
            List<Long> counts = sizes.stream().map(each -> each >> height).toList();
            long first = (from >> height) / TilePath.WIDTH;
            long last = ((size >> height) - 1) / TilePath.WIDTH;
            for (long index = first; index <= last; index++) {
                SortedSet<Integer> widths = widths(counts, index);
                if (level == 0) {
                    leaves(index, widths);
                } else {
                    hashes(level, index, tables.nodes(height, index * TilePath.WIDTH, widths.last()), widths);
                }
            }
        }
        files.sync();
    }

    /** Which widths of a tile to write: the full one, or while it is not full one for each checkpoint that ends in it. */
    private static SortedSet<Integer> widths(List<Long> counts, long index) {
        SortedSet<Integer> widths = new TreeSet<>();
        long start = index * TilePath.WIDTH;
        for (long count : counts) {
            if (count > start) {
                widths.add((int) Math.min(count - start, TilePath.WIDTH));
            }
        }
        return widths.last() == TilePath.WIDTH ? new TreeSet<>(List.of(TilePath.WIDTH)) : widths;
    }

    private void leaves(long index, SortedSet<Integer> widths) throws SQLException, IOException {
        List<LedgerTables.Leaf> leaves = tables.leaves(index * TilePath.WIDTH, widths.last());
        List<byte[]> hashes = new ArrayList<>();
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (LedgerTables.Leaf leaf : leaves) {
            if (!Arrays.equals(Merkle.leaf(leaf.bytes()), leaf.hash())) {
                throw new LedgerAltered("a leaf from " + index * TilePath.WIDTH + " on is not what was hashed");
            }
            hashes.add(leaf.hash());
            add(bundle, leaf.bytes());
            if (widths.contains(hashes.size())) {
                files.write(TilePath.entries(index, hashes.size()), bundle.toByteArray());
            }
        }
        hashes(0, index, hashes, widths);
    }

    /** Its length in two bytes, big-endian, and the leaf. */
    static void add(ByteArrayOutputStream bundle, byte[] leaf) {
        bundle.write(leaf.length >> Byte.SIZE);
        bundle.write(leaf.length);
        bundle.writeBytes(leaf);
    }

    private void hashes(int level, long index, List<byte[]> hashes, SortedSet<Integer> widths) throws IOException {
        if (hashes.size() != widths.last()) {
            throw new LedgerAltered(
                    "entries are missing at level " + level + " from " + index * TilePath.WIDTH + " on");
        }
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        hashes.forEach(tile::writeBytes);
        for (int width : widths) {
            files.write(
                    TilePath.hashes(level, index, width), Arrays.copyOf(tile.toByteArray(), width * Merkle.HASH_BYTES));
        }
    }

    /** Publishes the checkpoint, and removes partial tiles whose full ones have been there for at least one more tile. */
    void end(long from, Checkpoint checkpoint) throws IOException {
        files.write("checkpoint", checkpoint.note().getBytes(UTF_8));
        files.sync();
        for (int level = 0; checkpoint.size() >> (level * LedgerTables.TILE_HEIGHT) > 0; level++) {
            int height = level * LedgerTables.TILE_HEIGHT;
            long first = Math.max(0, (from >> height) / TilePath.WIDTH - 1);
            long end = (checkpoint.size() >> height) / TilePath.WIDTH - 1;
            for (long index = first; index < end; index++) {
                files.deleteFolder(TilePath.hashes(level, index, TilePath.WIDTH) + ".p");
                if (level == 0) {
                    files.deleteFolder(TilePath.entries(index, TilePath.WIDTH) + ".p");
                }
            }
        }
    }
}
