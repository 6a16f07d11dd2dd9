package org.emishub.security.disclosure;

/**
 * The changes of the hidden cells of a table that leave every line true: a linear space, and the nearest point of it.
 *
 * <p>Found by conjugate gradients for least squares (Björck, Numerical Methods for Least Squares Problems, 1996, 7.4), which needs nothing but the lines.
 */
final class Changes {
    private static final int MOST_STEPS = 20_000;

    private final Lines lines;
    private final boolean[] hidden;

    /** @param hidden looked at anew in each projection */
    Changes(Lines lines, boolean[] hidden) {
        this.lines = lines;
        this.hidden = hidden;
    }

    /**
     * The nearest change that leaves every line true.
     *
     * @param rest by cell, 0 where shown; overwritten by the result
     * @param precision how far the lines may still be off, relative, squared
     */
    double[] nearest(double[] rest, double precision) {
        double[] gradient = sums(rest);
        double[] direction = gradient.clone();
        double size = dot(gradient, gradient);
        double target = size * precision;
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
