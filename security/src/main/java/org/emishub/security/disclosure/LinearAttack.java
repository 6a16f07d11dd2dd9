package org.emishub.security.disclosure;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Finds the hidden cells that some sum of lines tells exactly.
 *
 * <p>Such a cell is zero in every change of the hidden cells that leaves all lines true, and only such a cell is. So a random vector is projected onto those
 * changes; where the projection is zero, the cell is told. Two vectors, for one may be zero by chance.
 */
final class LinearAttack {
    private static final double ZERO = 1e-5;
    private static final double PRECISION = 1e-18;

    private final Changes changes;
    private final boolean[] hidden;

    LinearAttack(Lines lines, boolean[] hidden) {
        double[] mobility = new double[hidden.length];
        for (int cell = 0; cell < mobility.length; cell++) {
            mobility[cell] = hidden[cell] ? 1 : 0;
        }
        this.changes = new Changes(lines, mobility);
        this.hidden = hidden;
    }

    BitSet told() {
        BitSet told = zeros(1);
        if (!told.isEmpty()) {
            told.and(zeros(2));
        }
        return told;
    }

    private BitSet zeros(long seed) {
        double[] change = changes.nearest(random(seed), PRECISION);
        BitSet zeros = new BitSet();
        for (int cell = 0; cell < change.length; cell++) {
            zeros.set(cell, hidden[cell] && Math.abs(change[cell]) < ZERO);
        }
        return zeros;
    }

    /** A fixed seed: the same table is always suppressed alike. */
    private double[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] vector = new double[hidden.length];
        for (int cell = 0; cell < vector.length; cell++) {
            vector[cell] = hidden[cell] ? random.nextDouble() + 0.5 : 0;
        }
        return vector;
    }
}
