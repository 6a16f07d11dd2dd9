package org.emishub.security.disclosure;

/**
 * The changes of the hidden cells of a table that leave every line true: a linear space, and the nearest point of it.
 *
 * <p>Found by conjugate gradients for least squares (Björck, Numerical Methods for Least Squares Problems, 1996, 7.4), which needs nothing but the lines.
 */
final class Changes {
    private static final int MOST_STEPS = 20_000;

    private final Lines lines;
    private final double[] mobility;
    private final double[] scale;

    /** @param mobility by cell, how readily it gives way to others: 0 when shown, else positive; all vectors here are measured in it */
    Changes(Lines lines, double[] mobility) {
        this.lines = lines;
        this.mobility = mobility;
        this.scale = new double[lines.size()];
        for (int line = 0; line < scale.length; line++) {
            double sum = 0;
            for (int cell : lines.line(line)) {
                sum += mobility[cell] * mobility[cell];
            }
            // Long lines would outweigh short ones and slow the descent; scaling a line changes nothing that it says.
            scale[line] = sum == 0 ? 0 : 1 / Math.sqrt(sum);
        }
    }

    /**
     * The nearest change that leaves every line true.
     *
     * @param rest by cell; overwritten by the result
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

    /** By line, scaled: the sum of its parts less its total. */
    private double[] sums(double[] cells) {
        double[] result = new double[scale.length];
        for (int line = 0; line < result.length; line++) {
            int[] members = lines.line(line);
            double sum = -cells[members[0]] * mobility[members[0]];
            for (int i = 1; i < members.length; i++) {
                sum += cells[members[i]] * mobility[members[i]];
            }
            result[line] = sum * scale[line];
        }
        return result;
    }

    /** The transpose of {@link #sums}. */
    private double[] spread(double[] values) {
        double[] result = new double[mobility.length];
        for (int line = 0; line < values.length; line++) {
            int[] members = lines.line(line);
            double value = values[line] * scale[line];
            result[members[0]] -= value;
            for (int i = 1; i < members.length; i++) {
                result[members[i]] += value;
            }
        }
        for (int cell = 0; cell < result.length; cell++) {
            result[cell] *= mobility[cell];
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
