package org.emishub.security.disclosure;

import java.util.BitSet;

/**
 * Finds hidden cells of one child that some sum of lines holds at one: "these two make two, and each is at least one".
 *
 * <p>A table in which every such cell can grow at once, other hidden cells giving way, tells none of them; nor, by {@link LinearAttack}, any other. Such a change is
 * sought by projecting in turn onto the changes that leave the lines true and onto those that grow the cells. Cells that will not grow are taken as told, which
 * at worst hides too much.
 */
final class TightAttack {
    private static final double PRECISION = 1e-8;
    private static final double GROWN = 1e-2;
    private static final int MOST_TURNS = 12;
    /** The other cells move this much more readily than those that must grow, so that few turns are needed. */
    private static final double GIVING_WAY = 8;

    private final Changes changes;
    private final long[] counts;
    private final boolean[] hidden;

    TightAttack(Lines lines, long[] counts, boolean[] hidden) {
        double[] mobility = new double[counts.length];
        for (int cell = 0; cell < mobility.length; cell++) {
            mobility[cell] = !hidden[cell] ? 0 : counts[cell] == 1 ? 1 : GIVING_WAY;
        }
        this.changes = new Changes(lines, mobility);
        this.counts = counts;
        this.hidden = hidden;
    }

    BitSet told() {
        double[] change = new double[counts.length];
        BitSet stuck = stuck(change);
        for (int turn = 0; turn < MOST_TURNS && !stuck.isEmpty(); turn++) {
            change = changes.nearest(grown(change), PRECISION);
            stuck = stuck(change);
        }
        return stuck;
    }

    /** Mirrored beyond the wanted growth of 1, which converges faster than stopping at it. */
    private double[] grown(double[] change) {
        double[] result = change.clone();
        for (int cell = 0; cell < result.length; cell++) {
            if (isOne(cell) && result[cell] < 1) {
                result[cell] = 2 - result[cell];
            }
        }
        return result;
    }

    private BitSet stuck(double[] change) {
        BitSet stuck = new BitSet();
        for (int cell = 0; cell < change.length; cell++) {
            stuck.set(cell, isOne(cell) && change[cell] < GROWN);
        }
        return stuck;
    }

    private boolean isOne(int cell) {
        return hidden[cell] && counts[cell] == 1;
    }
}
