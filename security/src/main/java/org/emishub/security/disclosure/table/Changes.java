package org.emishub.security.disclosure.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The changes of hidden finest cells that leave every shown number true: a linear space, and the nearest point of it.
 *
 * <p>Found by conjugate gradients for least squares (Björck, Numerical Methods for Least Squares Problems, 1996, 7.4), which needs nothing but the sums.
 */
final class Changes {
    private static final int MOST_STEPS = 3_000;

    /** The hidden finest cells, and by cell its place among them or -1. */
    private final int[] cells;

    private final int[] place;
    /** What must not change, in places; {@code -1 - place} is taken away. */
    private final int[][] rows;
    /** By row the shown cell it holds, or -1. */
    private final int[] cellOfRow;

    private double[] multipliers = {};
    private double[] scale = {};

    Changes(Secret secret) {
        boolean[] hidden = secret.hidden();
        this.place = new int[hidden.length];
        Arrays.fill(place, -1);
        int count = 0;
        int[] all = new int[hidden.length];
        for (int cell = 0; cell < hidden.length; cell++) {
            if (hidden[cell] && secret.basis().isFinest(cell)) {
                place[cell] = count;
                all[count++] = cell;
            }
        }
        this.cells = Arrays.copyOf(all, count);
        List<int[]> held = new ArrayList<>();
        List<Integer> holders = new ArrayList<>();
        for (int[] bond : secret.basis().bonds()) {
            add(bond, -1, held, holders);
        }
        for (int cell = 0; cell < hidden.length; cell++) {
            if (!hidden[cell] && !secret.basis().isFinest(cell) && !follows(cell, secret)) {
                add(secret.basis().sumOf(cell), cell, held, holders);
            }
        }
        this.rows = held.toArray(int[][]::new);
        this.cellOfRow = holders.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether a shown cell says no more than other shown cells do. */
    private static boolean follows(int cell, Secret secret) {
        for (int line : secret.relations().of(cell)) {
            int[] of = secret.relations().line(line);
            boolean follows = of[0] == cell;
            for (int i = 1; i < of.length && follows; i++) {
                follows = !secret.hidden()[of[i]];
            }
            if (follows) {
                return true;
            }
        }
        return false;
    }

    private void add(int[] sum, int holder, List<int[]> held, List<Integer> holders) {
        int[] row = new int[sum.length];
        int length = 0;
        for (int entry : sum) {
            int at = place[entry < 0 ? -1 - entry : entry];
            if (at >= 0) {
                row[length++] = entry < 0 ? -1 - at : at;
            }
        }
        if (length > 0) {
            held.add(Arrays.copyOf(row, length));
            holders.add(holder);
        }
    }

    /** How many finest cells are hidden. */
    int size() {
        return cells.length;
    }

    /** The cell at a place. */
    int cell(int at) {
        return cells[at];
    }

    /** -1 when the cell is shown, or not of the finest. */
    int place(int cell) {
        return place[cell];
    }

    /** The value that a cell's finest cells add up to, of those that are hidden. */
    double sum(int[] finest, double[] values) {
        double sum = 0;
        for (int entry : finest) {
            int at = place[entry < 0 ? -1 - entry : entry];
            if (at >= 0) {
                sum += entry < 0 ? -values[at] : values[at];
            }
        }
        return sum;
    }

    /**
     * The nearest change, in units of each cell's mobility.
     *
     * @param mobility by place, how readily a cell gives way to others; not below 0
     * @param rest by place; overwritten by the result
     * @param precision how far the sums may still be off, relative, squared
     */
    double[] nearest(double[] mobility, double[] rest, double precision) {
        scale(mobility);
        multipliers = new double[rows.length];
        double[] gradient = sums(mobility, rest);
        double[] direction = gradient.clone();
        double size = dot(gradient, gradient);
        double target = size * precision;
        for (int step = 0; step < MOST_STEPS && size > target && size > 1e-30; step++) {
            double[] move = spread(mobility, direction);
            double length = size / dot(move, move);
            for (int i = 0; i < rest.length; i++) {
                rest[i] -= length * move[i];
            }
            for (int row = 0; row < direction.length; row++) {
                multipliers[row] += length * direction[row];
            }
            gradient = sums(mobility, rest);
            double next = dot(gradient, gradient);
            for (int row = 0; row < direction.length; row++) {
                direction[row] = gradient[row] + next / size * direction[row];
            }
            size = next;
        }
        return rest;
    }

    /** By cell, how much the last {@link #nearest} leaned on its being shown: the weight of its number in what held the vector back. */
    double[] leaning(Secret secret) {
        double[] leaning = new double[place.length];
        for (int row = 0; row < rows.length; row++) {
            if (cellOfRow[row] >= 0) {
                leaning[cellOfRow[row]] = Math.abs(multipliers[row] * scale[row]);
            }
        }
        double[] shown = new double[place.length];
        int row = 0;
        for (int[] bond : secret.basis().bonds()) {
            row += lean(bond, row, shown);
        }
        for (; row < rows.length; row++) {
            lean(secret.basis().sumOf(cellOfRow[row]), row, shown);
        }
        for (int cell = 0; cell < shown.length; cell++) {
            if (shown[cell] != 0 && leaning[cell] == 0) {
                leaning[cell] = Math.abs(shown[cell]);
            }
        }
        return leaning;
    }

    private int lean(int[] sum, int row, double[] shown) {
        boolean used = false;
        for (int entry : sum) {
            used |= place[entry < 0 ? -1 - entry : entry] >= 0;
        }
        if (!used) {
            return 0;
        }
        for (int entry : sum) {
            int cell = entry < 0 ? -1 - entry : entry;
            if (place[cell] < 0) {
                shown[cell] += (entry < 0 ? -1 : 1) * multipliers[row] * scale[row];
            }
        }
        return 1;
    }

    /** How far a change of the cells is from leaving every sum true, at the worst. */
    double error(double[] change) {
        double worst = 0;
        for (int[] row : rows) {
            double sum = 0;
            for (int entry : row) {
                sum += entry < 0 ? -change[-1 - entry] : change[entry];
            }
            worst = Math.max(worst, Math.abs(sum));
        }
        return worst;
    }

    /** Long rows would outweigh short ones and slow the descent; scaling a row changes nothing that it says. */
    private void scale(double[] mobility) {
        scale = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double sum = 0;
            for (int entry : rows[row]) {
                double m = mobility[entry < 0 ? -1 - entry : entry];
                sum += m * m;
            }
            scale[row] = sum == 0 ? 0 : 1 / Math.sqrt(sum);
        }
    }

    private double[] sums(double[] mobility, double[] values) {
        double[] moved = new double[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = values[i] * mobility[i];
        }
        double[] result = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double sum = 0;
            for (int entry : rows[row]) {
                sum += entry < 0 ? -moved[-1 - entry] : moved[entry];
            }
            result[row] = sum * scale[row];
        }
        return result;
    }

    /** The transpose of {@link #sums}. */
    private double[] spread(double[] mobility, double[] values) {
        double[] result = new double[cells.length];
        for (int row = 0; row < rows.length; row++) {
            double value = values[row] * scale[row];
            for (int entry : rows[row]) {
                if (entry < 0) {
                    result[-1 - entry] -= value;
                } else {
                    result[entry] += value;
                }
            }
        }
        for (int i = 0; i < result.length; i++) {
            result[i] *= mobility[i];
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
