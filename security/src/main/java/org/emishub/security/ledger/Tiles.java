package org.emishub.security.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tree of one size, read from its files; where a partial tile is gone its full one serves (C2SP tlog-tiles, partial tiles). */
final class Tiles implements MerkleTree.Subtrees {
    private final Path folder;
    private final long size;

    Tiles(Path folder, long size) {
        this.folder = folder;
        this.size = size;
    }

    /** How many hashes the tile has in a tree of this size. */
    static int width(long size, int level, long index) {
        long hashes = size >> (level * LedgerTables.TILE_HEIGHT);
        return (int) Math.max(0, Math.min(hashes - index * TilePath.WIDTH, TilePath.WIDTH));
    }

    /** @throws LedgerAltered when it is not there whole */
    byte[] hashes(int level, long index) {
        int width = width(size, level, index);
        byte[] tile = read(TilePath.hashes(level, index, width))
                .or(() -> read(TilePath.hashes(level, index, TilePath.WIDTH)))
                .orElseThrow(() -> missing(TilePath.hashes(level, index, width)));
        if (tile.length != width * Merkle.HASH_BYTES && tile.length != TilePath.WIDTH * Merkle.HASH_BYTES) {
            throw new LedgerAltered("the file " + TilePath.hashes(level, index, width) + " is not whole");
        }
        return Arrays.copyOf(tile, width * Merkle.HASH_BYTES);
    }

    /** @throws LedgerAltered when it is not there whole */
    List<byte[]> entries(long index) {
        int width = width(size, 0, index);
        ByteBuffer bundle = ByteBuffer.wrap(read(TilePath.entries(index, width))
                .or(() -> read(TilePath.entries(index, TilePath.WIDTH)))
                .orElseThrow(() -> missing(TilePath.entries(index, width))));
        List<byte[]> leaves = new ArrayList<>();
        while (bundle.remaining() >= Short.BYTES) {
            byte[] leaf = new byte[Math.min(Short.toUnsignedInt(bundle.getShort()), bundle.remaining())];
            bundle.get(leaf);
            leaves.add(leaf);
        }
        if (bundle.hasRemaining() || (leaves.size() != width && leaves.size() != TilePath.WIDTH)) {
            throw new LedgerAltered("the file " + TilePath.entries(index, width) + " is not whole");
        }
        return leaves.subList(0, width);
    }

    private static LedgerAltered missing(String path) {
        return new LedgerAltered("the file " + path + " is missing");
    }

    /** Empty when it is not there: a partial tile may have given way to the full one just now. */
    private Optional<byte[]> read(String path) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + path + " cannot be read", e);
        }
    }

    @Override
    public byte[] root(int level, long index) {
        int tileLevel = level / LedgerTables.TILE_HEIGHT;
        int up = level % LedgerTables.TILE_HEIGHT;
        long first = index << up;
        byte[] tile = hashes(tileLevel, first / TilePath.WIDTH);
        int from = (int) (first % TilePath.WIDTH) * Merkle.HASH_BYTES;
        Frontier subtree = new Frontier();
        for (int i = 0; i < 1 << up; i++) {
            byte[] hash = Arrays.copyOfRange(tile, from + i * Merkle.HASH_BYTES, from + (i + 1) * Merkle.HASH_BYTES);
            subtree.append(hash, (l, n, root) -> {});
        }
        return subtree.root();
    }
}
