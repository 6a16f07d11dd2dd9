package org.emishub.security.disclosure;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Finds the hidden cells that some sum of lines tells exactly.
 *
 * <p>Such a cell is zero in every change of the hidden cells that leaves all lines true, and only such a cell is. So a random vector is projected onto those
 * changes (conjugate gradients for least squares, Björck 1996, 7.4); where the projection is zero, the cell is told. Two vectors, for one may be zero by chance.
 */
final class LinearAttack {
    private static final double ZERO = 1e-5;
    private static final double CONVERGED = 1e-22;
    private static final int MOST_STEPS = 20_000;

    private final Lines lines;
    private final boolean[] hidden;

    LinearAttack(Lines lines, boolean[] hidden) {
        this.lines = lines;
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
        double[] change = project(random(seed));
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

    private double[] project(double[] rest) {
        double[] gradient = sums(rest);
        double[] direction = gradient.clone();
        double size = dot(gradient, gradient);
        double target = size * CONVERGED;
        for (int step = 0; step < MOST_STEPS && size > target; step++) {
            double[] move = spread(direction);
            double length = size / dot(move, move);
            for (int cell = 0; cell < rest.length; cell++) {
                rest[cell] -= length * move[cell];
            }
            gradient = sums(rest);
            double next = dot(gradient, gradient);
            for (int line = 0; line < direction.length; line++) {
                direction[line] = gradient[line] + next / size * direction[line];
            }
            size = next;
        }
        return rest;
    }

    /** By line: the sum of its parts less its total. */
    private double[] sums(double[] cells) {
        double[] result = new double[lines.size()];
        for (int line = 0; line < result.length; line++) {
            int[] members = lines.line(line);
            double sum = -cells[members[0]];
            for (int i = 1; i < members.length; i++) {
                sum += cells[members[i]];
            }
            result[line] = sum;
        }
        return result;
    }

    /** The transpose of {@link #sums}, on hidden cells only. */
    private double[] spread(double[] values) {
        double[] result = new double[hidden.length];
        for (int line = 0; line < values.length; line++) {
            int[] members = lines.line(line);
            result[members[0]] -= values[line];
            for (int i = 1; i < members.length; i++) {
                result[members[i]] += values[line];
            }
        }
        for (int cell = 0; cell < result.length; cell++) {
            result[cell] = hidden[cell] ? result[cell] : 0;
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
