package org.emishub.security.disclosure.table;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/** The quick attack: what is known of each cell at least and at most, passed along the sums until nothing changes. */
final class Bounds {
    /** A reader who gains a thousandth of a child gains nothing; without this, bounds may creep for ever. */
    private static final double LEAST_GAIN = 1e-3;

    private static final int MOST_VISITS_OF_A_LINE = 40;

    private final Secret secret;
    private final double[] least;
    private final double[] most;

    Bounds(Secret secret) {
        this.secret = secret;
        this.least = new double[secret.cells()];
        this.most = new double[secret.cells()];
    }

    /** The protected cells that come out narrower than they may. */
    BitSet narrowed() {
        for (int cell = 0; cell < least.length; cell++) {
            least[cell] = secret.hidden()[cell] ? secret.low()[cell] : secret.truth()[cell];
            most[cell] = secret.hidden()[cell] ? Double.POSITIVE_INFINITY : secret.truth()[cell];
        }
        pass();
        BitSet narrowed = new BitSet();
        for (int cell = 0; cell < least.length; cell++) {
            narrowed.set(
                    cell,
                    secret.isProtected(cell) && most[cell] - least[cell] < secret.width()[cell] - Attacker.TOLERANCE);
        }
        return narrowed;
    }

    private void pass() {
        Relations relations = secret.relations();
        Deque<Integer> queue = new ArrayDeque<>();
        boolean[] queued = new boolean[relations.size()];
        int[] visits = new int[relations.size()];
        Arrays.fill(queued, true);
        for (int line = 0; line < relations.size(); line++) {
            queue.add(line);
        }
        while (!queue.isEmpty()) {
            int line = queue.remove();
            queued[line] = false;
            if (visits[line]++ < MOST_VISITS_OF_A_LINE) {
                passAlong(relations.line(line), queue, queued);
            }
        }
    }

    private void passAlong(int[] line, Deque<Integer> queue, boolean[] queued) {
        int total = line[0];
        double lows = 0;
        double highs = 0;
        int noLow = 0;
        int noHigh = 0;
        for (int i = 1; i < line.length; i++) {
            noLow += Double.isInfinite(least[line[i]]) ? 1 : 0;
            noHigh += Double.isInfinite(most[line[i]]) ? 1 : 0;
            lows += Double.isInfinite(least[line[i]]) ? 0 : least[line[i]];
            highs += Double.isInfinite(most[line[i]]) ? 0 : most[line[i]];
        }
        double totalLeast = least[total];
        double totalMost = most[total];
        narrow(
                total,
                noLow == 0 ? lows : Double.NEGATIVE_INFINITY,
                noHigh == 0 ? highs : Double.POSITIVE_INFINITY,
                queue,
                queued);
        for (int i = 1; i < line.length; i++) {
            int part = line[i];
            boolean openBelow = Double.isInfinite(least[part]);
            boolean openAbove = Double.isInfinite(most[part]);
            boolean othersBelow = noLow - (openBelow ? 1 : 0) == 0;
            boolean othersAbove = noHigh - (openAbove ? 1 : 0) == 0;
            double othersLow = lows - (openBelow ? 0 : least[part]);
            double othersHigh = highs - (openAbove ? 0 : most[part]);
            if (narrow(
                    part,
                    othersAbove ? totalLeast - othersHigh : Double.NEGATIVE_INFINITY,
                    othersBelow ? totalMost - othersLow : Double.POSITIVE_INFINITY,
                    queue,
                    queued)) {
                // The sums of this line are stale now; it is queued again with the others of the cell.
                return;
            }
        }
    }

    private boolean narrow(int cell, double newLeast, double newMost, Deque<Integer> queue, boolean[] queued) {
        boolean gains = newLeast > least[cell] + LEAST_GAIN || newMost < most[cell] - LEAST_GAIN;
        if (!secret.hidden()[cell] || !gains) {
            return false;
        }
        least[cell] = Math.max(least[cell], newLeast);
        most[cell] = Math.min(most[cell], newMost);
        for (int line : secret.relations().of(cell)) {
            if (!queued[line]) {
                queued[line] = true;
                queue.add(line);
            }
        }
        return true;
    }
}
