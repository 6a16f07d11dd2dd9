package org.emishub.security.disclosure.table;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a reader can find out about protected cells, found by the hub before any reader does.
 *
 * <p>The quick attack comes first. A cell that withstands it is only safe when two tables are found that look the same to every reader and differ in the cell by its
 * protection interval: no attack whatever can then tell them apart. Such tables are sought by walking from the true one through the others (affine scaling, Dikin
 * 1967), so a cell that is not proven safe is at worst hidden better than it need be.
 */
final class Attacker {
    /** Widths are proven to a hundredth of a child. */
    static final double TOLERANCE = 0.01;

    private static final double PRECISION = 1e-15;
    private static final double LARGEST_ERROR = 5e-4;
    private static final double NO_WAY = 1e-5;
    private static final double GROWN = 1e-2;
    private static final double ENOUGH = 0.2;
    private static final double EASY = 20;
    private static final int MOST_TURNS = 40;
    private static final int ROUNDS_TOGETHER = 8;
    private static final int STEPS_TOGETHER = 4;
    private static final int STEPS_ALONE = 12;

    private final Secret secret;
    private final Changes changes;
    private final double[] truth;
    private final double[] low;
    /** The protected cells, and of each the least and the most that was seen, as changes. */
    private final int[] guarded;

    private final double[] least;
    private final double[] most;
    private final double easy;

    Attacker(Secret secret) {
        this.secret = secret;
        this.changes = new Changes(secret);
        this.truth = new double[changes.size()];
        this.low = new double[changes.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = secret.truth()[changes.cell(i)];
            low[i] = secret.low()[changes.cell(i)];
        }
        this.guarded =
                IntStream.range(0, secret.cells()).filter(secret::isProtected).toArray();
        this.easy = Math.max(
                EASY,
                2
                        * IntStream.of(guarded)
                                .mapToDouble(cell -> secret.width()[cell])
                                .max()
                                .orElse(0));
        this.least = new double[guarded.length];
        this.most = new double[guarded.length];
    }

    /** The protected cells that are not proven safe. */
    BitSet exposed() {
        BitSet narrowed = new Bounds(secret).narrowed();
        if (!narrowed.isEmpty() || guarded.length == 0) {
            return narrowed;
        }
        double[] grown = growth();
        BitSet stuck = stuck(grown);
        if (!stuck.isEmpty()) {
            return stuck;
        }
        double[] start = inside(grown);
        together(start);
        for (int g = 0; g < guarded.length; g++) {
            if (!proven(g)) {
                alone(start, g);
            }
        }
        BitSet unproven = new BitSet();
        for (int g = 0; g < guarded.length; g++) {
            unproven.set(guarded[g], !proven(g));
        }
        return unproven;
    }

    private boolean proven(int g) {
        return most[g] - least[g] >= secret.width()[guarded[g]] - TOLERANCE;
    }

    /** A change in which every cell that cannot go down goes up, as far as there is one; sought by mirrored projections. */
    private double[] growth() {
        double[] mobility = ease(1);
        double[] change = new double[truth.length];
        for (int turn = 0; turn < MOST_TURNS && !grows(change); turn++) {
            for (int i = 0; i < change.length; i++) {
                // Mirrored beyond the wanted growth of 1, which converges faster than stopping at it.
                change[i] = isTight(i) && change[i] < 1 ? 2 - change[i] : change[i];
            }
            change = changes.nearest(mobility, change, PRECISION);
        }
        for (int i = 0; i < change.length; i++) {
            change[i] *= mobility[i];
        }
        return change;
    }

    private double[] ease(double ofTight) {
        double[] mobility = new double[truth.length];
        for (int i = 0; i < mobility.length; i++) {
            mobility[i] = isTight(i) ? ofTight : Math.max(0.5, Math.min(8, truth[i] - low[i]));
        }
        return mobility;
    }

    private boolean grows(double[] change) {
        for (int i = 0; i < change.length; i++) {
            if (isTight(i) && change[i] < ENOUGH) {
                return false;
            }
        }
        return true;
    }

    private boolean isTight(int i) {
        return truth[i] == low[i];
    }

    private BitSet stuck(double[] grown) {
        BitSet stuck = new BitSet();
        for (int i = 0; i < grown.length; i++) {
            stuck.set(changes.cell(i), isTight(i) && grown[i] < GROWN);
        }
        return stuck;
    }

    /** A table that looks the same and in which no cell is at its least. */
    private double[] inside(double[] grown) {
        double far = 2;
        for (int i = 0; i < grown.length; i++) {
            if (grown[i] < 0) {
                far = Math.min(far, 0.5 * (truth[i] - low[i]) / -grown[i]);
            }
        }
        double[] inside = truth.clone();
        for (int i = 0; i < inside.length; i++) {
            inside[i] += far * grown[i];
        }
        saw(inside);
        return inside;
    }

    private void together(double[] start) {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS_TOGETHER; round++) {
            double[] wish = new double[truth.length];
            boolean any = false;
            for (int g = 0; g < guarded.length; g++) {
                if (!proven(g)) {
                    wish(guarded[g], round < 2 ? 1 - 2 * round : random.nextBoolean() ? 1 : -1, wish);
                    any = true;
                }
            }
            if (!any) {
                return;
            }
            walk(start, wish, STEPS_TOGETHER, -1);
        }
    }

    private void wish(int cell, double sign, double[] wish) {
        for (int entry : secret.basis().sumOf(cell)) {
            int at = changes.place(entry < 0 ? -1 - entry : entry);
            if (at >= 0) {
                wish[at] += entry < 0 ? -sign : sign;
            }
        }
    }

    private void alone(double[] start, int g) {
        for (int sign = 1; sign >= -1 && !proven(g); sign -= 2) {
            double[] wish = new double[truth.length];
            wish(guarded[g], sign, wish);
            walk(start, wish, STEPS_ALONE, g);
        }
    }

    /** Goes where the wish grows, never beyond what anybody knows to be the least. */
    private void walk(double[] start, double[] wish, int steps, int only) {
        double[] at = start.clone();
        for (int step = 0; step < steps; step++) {
            double[] mobility = new double[at.length];
            double[] direction = new double[at.length];
            double before = 0;
            for (int i = 0; i < at.length; i++) {
                mobility[i] = Math.min(easy, at[i] - low[i]);
                direction[i] = wish[i] * mobility[i];
                before += direction[i] * direction[i];
            }
            direction = changes.nearest(mobility, direction, PRECISION);
            double after = 0;
            double far = Double.POSITIVE_INFINITY;
            double longest = 0;
            double gain = 0;
            for (int i = 0; i < at.length; i++) {
                after += direction[i] * direction[i];
                direction[i] *= mobility[i];
                gain += wish[i] * direction[i];
                longest = Math.max(longest, Math.abs(direction[i]));
                if (direction[i] < 0) {
                    far = Math.min(far, (at[i] - low[i]) / -direction[i]);
                }
            }
            if (after <= NO_WAY * NO_WAY * before || longest == 0 || gain <= 0) {
                return;
            }
            double length =
                    Math.min(0.9 * far, only >= 0 ? 1.5 * secret.width()[guarded[only]] / gain : easy / longest);
            for (int i = 0; i < at.length; i++) {
                at[i] += length * direction[i];
            }
            if (!saw(at) || (only >= 0 && proven(only))) {
                return;
            }
        }
    }

    /** Remembers the extremes of a table that looks the same; false when it does not. */
    private boolean saw(double[] table) {
        double[] change = new double[table.length];
        for (int i = 0; i < table.length; i++) {
            change[i] = table[i] - truth[i];
            if (table[i] < low[i]) {
                return false;
            }
        }
        if (changes.error(change) > LARGEST_ERROR) {
            return false;
        }
        for (int g = 0; g < guarded.length; g++) {
            double moved = changes.sum(secret.basis().sumOf(guarded[g]), change);
            least[g] = Math.min(least[g], moved);
            most[g] = Math.max(most[g], moved);
        }
        return true;
    }

    /** The shown cell that costs least for what hiding it does for an exposed one; -1 when there is none. */
    int remedy(int cell) {
        double[] mobility = ease(0.1);
        double[] wish = new double[truth.length];
        wish(cell, 1, wish);
        for (int i = 0; i < wish.length; i++) {
            mobility[i] = wish[i] != 0 ? Math.max(1, mobility[i]) : mobility[i];
            wish[i] *= mobility[i];
        }
        changes.nearest(mobility, wish, PRECISION);
        double[] leaning = changes.leaning(secret);
        double largest = 0;
        for (int other = 0; other < leaning.length; other++) {
            leaning[other] = secret.canHide(other) ? leaning[other] : 0;
            largest = Math.max(largest, leaning[other]);
        }
        int best = -1;
        for (int other = 0; other < leaning.length; other++) {
            if (leaning[other] > 0.1 * largest
                    && (best < 0 || secret.cost()[other] / leaning[other] < secret.cost()[best] / leaning[best])) {
                best = other;
            }
        }
        return largest > 1e-9 ? best : -1;
    }
}
