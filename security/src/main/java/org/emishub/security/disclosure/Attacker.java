package org.emishub.security.disclosure;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * What a reader of a published table can find out about its hidden cells, who knows that each counts at least one child.
 *
 * <p>Three attacks, the cheapest first: bounds passed along the lines until nothing changes; everything that adding and subtracting lines can tell; and sums of
 * lines that hold cells at one child.
 */
final class Attacker {
    private static final long UNBOUNDED = Long.MAX_VALUE / 4;

    private final Lines lines;
    private final long[] counts;
    private final boolean[] hidden;
    private final long[] low;
    private final long[] high;

    /** @param hidden looked at anew in each attack */
    Attacker(Lines lines, long[] counts, boolean[] hidden) {
        this.lines = lines;
        this.counts = counts;
        this.hidden = hidden;
        this.low = new long[counts.length];
        this.high = new long[counts.length];
    }

    /** The hidden cells whose exact count can be told. */
    BitSet told() {
        BitSet told = toldByBounds();
        if (told.isEmpty()) {
            told = new LinearAttack(lines, hidden).told();
        }
        return told.isEmpty() ? new TightAttack(lines, counts, hidden).told() : told;
    }

    private BitSet toldByBounds() {
        for (int cell = 0; cell < counts.length; cell++) {
            low[cell] = hidden[cell] ? 1 : counts[cell];
            high[cell] = hidden[cell] ? UNBOUNDED : counts[cell];
        }
        passBounds();
        BitSet told = new BitSet();
        for (int cell = 0; cell < counts.length; cell++) {
            told.set(cell, hidden[cell] && low[cell] == high[cell]);
        }
        return told;
    }

    private void passBounds() {
        Deque<Integer> queue = new ArrayDeque<>();
        boolean[] queued = new boolean[lines.size()];
        Arrays.fill(queued, true);
        for (int line = 0; line < lines.size(); line++) {
            queue.add(line);
        }
        while (!queue.isEmpty()) {
            int line = queue.remove();
            queued[line] = false;
            passAlong(line, queue, queued);
        }
    }

    private void passAlong(int line, Deque<Integer> queue, boolean[] queued) {
        int[] cells = lines.line(line);
        int total = cells[0];
        long lows = 0;
        long highs = 0;
        int unbounded = 0;
        for (int i = 1; i < cells.length; i++) {
            lows += low[cells[i]];
            unbounded += high[cells[i]] >= UNBOUNDED ? 1 : 0;
            highs += high[cells[i]] >= UNBOUNDED ? 0 : high[cells[i]];
        }
        narrow(total, lows, unbounded == 0 ? highs : UNBOUNDED, queue, queued);
        for (int i = 1; i < cells.length; i++) {
            int part = cells[i];
            boolean open = high[part] >= UNBOUNDED;
            boolean othersBounded = unbounded - (open ? 1 : 0) == 0;
            long othersHigh = highs - (open ? 0 : high[part]);
            long newLow = othersBounded ? low[total] - othersHigh : 1;
            long newHigh = high[total] >= UNBOUNDED ? UNBOUNDED : high[total] - (lows - low[part]);
            if (narrow(part, newLow, newHigh, queue, queued)) {
                // The sums of this line are stale now; it is queued again with the others of the cell.
                return;
            }
        }
    }

    private boolean narrow(int cell, long newLow, long newHigh, Deque<Integer> queue, boolean[] queued) {
        if (!hidden[cell] || (newLow <= low[cell] && newHigh >= high[cell])) {
            return false;
        }
        low[cell] = Math.max(low[cell], newLow);
        high[cell] = Math.min(high[cell], newHigh);
        for (int line : lines.of(cell)) {
            if (!queued[line]) {
                queued[line] = true;
                queue.add(line);
            }
        }
        return true;
    }
}
