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
    private final int[] hiddenInLine;

    /** @param counts by cell, all positive */
    Suppression(Lines lines, long[] counts, int threshold) {
        this.lines = lines;
        this.counts = counts;
        this.hidden = new boolean[counts.length];
        this.hiddenInLine = new int[lines.size()];
        for (int cell = 0; cell < counts.length; cell++) {
            if (counts[cell] < threshold) {
                hide(cell);
            }
        }
    }

    /** By cell, true for what may not be shown. */
    boolean[] hidden() {
        Attacker attacker = new Attacker(lines, counts, hidden);
        int each = 1;
        pairUp();
        for (BitSet told = attacker.told(); !told.isEmpty(); told = attacker.told()) {
            hideNearAll(told, each);
            pairUp();
            // One more cell may only move the leak along a chain of lines; hiding ever more reaches its end in few
            // rounds.
            each *= 3;
        }
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
            if (hiddenInLine[line] == 1) {
                int cell = cheapestShown(line);
                hide(cell);
                for (int other : lines.of(cell)) {
                    queue.add(other);
                }
            }
        }
    }

    private void hide(int cell) {
        hidden[cell] = true;
        for (int line : lines.of(cell)) {
            hiddenInLine[line]++;
        }
    }

    /** -1 when the line shows nothing; of the others one that hides few children and leaves few lines to be mended. */
    private int cheapestShown(int line) {
        int best = -1;
        for (int cell : lines.line(line)) {
            if (!hidden[cell] && (best < 0 || cost(cell) < cost(best))) {
                best = cell;
            }
        }
        return best;
    }

    private long cost(int cell) {
        long wholeLines = 0;
        for (int line : lines.of(cell)) {
            wholeLines += hiddenInLine[line] == 0 ? 1 : 0;
        }
        return (wholeLines + 1) * counts[cell];
    }

    private void hideNearAll(BitSet told, int each) {
        BitSet touched = new BitSet();
        for (int cell = told.nextSetBit(0); cell >= 0; cell = told.nextSetBit(cell + 1)) {
            if (!touches(cell, touched)) {
                hideNear(cell, each, touched);
            }
        }
    }

    private boolean touches(int cell, BitSet touched) {
        for (int line : lines.of(cell)) {
            if (touched.get(line)) {
                return true;
            }
        }
        return false;
    }

    /** Hides the cheapest shown cells of the nearest lines that show one, going from line to line over hidden cells. */
    private void hideNear(int start, int many, BitSet touched) {
        BitSet seen = new BitSet();
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(start);
        seen.set(start);
        int left = many;
        while (!queue.isEmpty() && left > 0) {
            int cell = queue.remove();
            int best = cheapestAround(cell);
            while (best >= 0 && left > 0) {
                hide(best);
                left--;
                for (int line : lines.of(best)) {
                    touched.set(line);
                }
                best = cheapestAround(cell);
            }
            enqueueNeighbours(cell, seen, queue);
        }
    }

    /** -1 when no line of the cell shows anything. */
    private int cheapestAround(int cell) {
        int best = -1;
        for (int line : lines.of(cell)) {
            int shown = cheapestShown(line);
            best = shown >= 0 && (best < 0 || cost(shown) < cost(best)) ? shown : best;
        }
        return best;
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
