package org.emishub.security.ledger;

/** Where a tile or a bundle of entries lies (C2SP tlog-tiles): {@code tile/<L>/<N>[.p/<W>]} and {@code tile/entries/<N>[.p/<W>]}. */
final class TilePath {
    /** Hashes in a full tile, entries in a full bundle. */
    static final int WIDTH = 1 << LedgerTables.TILE_HEIGHT;

    private static final int GROUP = 1_000;

    private TilePath() {}

    /** @param width how many hashes of a tile that may not yet be full */
    static String hashes(int level, long index, int width) {
        return "tile/" + level + "/" + place(index, width);
    }

    static String entries(long index, int width) {
        return "tile/entries/" + place(index, width);
    }

    private static String place(long index, int width) {
        StringBuilder path = new StringBuilder("%03d".formatted(index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            path.insert(0, "x%03d/".formatted(rest % GROUP));
        }
        return width == WIDTH ? path.toString() : path + ".p/" + width;
    }
}
