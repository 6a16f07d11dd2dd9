package org.emishub.security.disclosure;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Chooses the cells of a table that may not be shown.
 *
 * <p>First every count below the threshold; then, as long as the {@link Attacker} can tell a hidden cell, the smallest shown cell near it. Small and greedy: it
 * hides more than an optimal choice would, and nothing that it hides can be computed.
 */
final class Suppression {
    private final Lines lines;
    private final long[] counts;
    private final boolean[] hidden;

    /** @param counts by cell, all positive */
    Suppression(Lines lines, long[] counts, int threshold) {
        this.lines = lines;
        this.counts = counts;
        this.hidden = new boolean[counts.length];
        for (int cell = 0; cell < counts.length; cell++) {
            hidden[cell] = counts[cell] < threshold;
        }
    }

    /** By cell, true for what may not be shown. */
    boolean[] hidden() {
        Attacker attacker = new Attacker(lines, counts, hidden);
        do {
            pairUp();
        } while (hideMore(attacker.told()));
        return hidden.clone();
    }

    /** A line with one hidden cell gives it away; hides a second until no line has only one. */
    private void pairUp() {
        Deque<Integer> queue = new ArrayDeque<>();
        for (int line = 0; line < lines.size(); line++) {
            queue.add(line);
        }
        while (!queue.isEmpty()) {
            int line = queue.remove();
            if (hiddenIn(line) == 1) {
                int cell = smallestShown(line);
                hidden[cell] = true;
                for (int other : lines.of(cell)) {
                    queue.add(other);
                }
            }
        }
    }

    private int hiddenIn(int line) {
        int result = 0;
        for (int cell : lines.line(line)) {
            result += hidden[cell] ? 1 : 0;
        }
        return result;
    }

    /** -1 when the line shows nothing. */
    private int smallestShown(int line) {
        int best = -1;
        for (int cell : lines.line(line)) {
            if (!hidden[cell] && (best < 0 || counts[cell] < counts[best])) {
                best = cell;
            }
        }
        return best;
    }

    private boolean hideMore(BitSet told) {
        BitSet touched = new BitSet();
        boolean more = false;
        for (int cell = told.nextSetBit(0); cell >= 0; cell = told.nextSetBit(cell + 1)) {
            more |= touches(cell, touched) || hideNear(cell, touched);
        }
        return more;
    }

    private boolean touches(int cell, BitSet touched) {
        for (int line : lines.of(cell)) {
            if (touched.get(line)) {
                return true;
            }
        }
        return false;
    }

    /** Hides the smallest shown cell of the nearest lines that show one, going from line to line over hidden cells. */
    private boolean hideNear(int start, BitSet touched) {
        BitSet seen = new BitSet();
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(start);
        seen.set(start);
        while (!queue.isEmpty()) {
            int cell = queue.remove();
            int best = -1;
            for (int line : lines.of(cell)) {
                int shown = smallestShown(line);
                best = shown >= 0 && (best < 0 || counts[shown] < counts[best]) ? shown : best;
            }
            if (best >= 0) {
                hidden[best] = true;
                for (int line : lines.of(best)) {
                    touched.set(line);
                }
                return true;
            }
            enqueueNeighbours(cell, seen, queue);
        }
        return false;
    }

    private void enqueueNeighbours(int cell, BitSet seen, Deque<Integer> queue) {
        for (int line : lines.of(cell)) {
            for (int other : lines.line(line)) {
                if (!seen.get(other)) {
                    seen.set(other);
                    queue.add(other);
                }
            }
        }
    }
}
