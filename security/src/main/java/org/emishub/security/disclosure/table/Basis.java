package org.emishub.security.disclosure.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Tables told by their finest cells alone: every other cell is a sum of these, and what is left of the sums is what binds tables to each other.
 *
 * <p>Sums are written as finest cells, one after the other; {@code -1 - cell} stands for one that is taken away.
 */
final class Basis {
    private final int[][] sumOf;
    private final int[][] bonds;

    /** @param low by cell what it is at least; what may be anything is a change, the last part of its line */
    Basis(Relations relations, double[] low) {
        int[] definition = new int[relations.cells()];
        Arrays.fill(definition, -1);
        for (int line = relations.size() - 1; line >= 0; line--) {
            if (!isChange(relations.line(line), low)) {
                definition[relations.line(line)[0]] = line;
            }
        }
        this.sumOf = new int[relations.cells()][];
        changes(relations, low, definition);
        for (int cell = 0; cell < sumOf.length; cell++) {
            expand(cell, relations, definition);
        }
        List<int[]> left = new ArrayList<>();
        for (int line = 0; line < relations.size(); line++) {
            int[] cells = relations.line(line);
            if (definition[cells[0]] != line && !isChange(cells, low)) {
                int[] bond = bond(cells);
                if (bond.length > 0) {
                    left.add(bond);
                }
            }
        }
        this.bonds = left.toArray(int[][]::new);
    }

    private static boolean isChange(int[] line, double[] low) {
        return low[line[line.length - 1]] == Secret.ANYTHING;
    }

    /** A change is what is there later less what was there earlier, never a number of its own. */
    private void changes(Relations relations, double[] low, int[] definition) {
        for (int line = 0; line < relations.size(); line++) {
            int[] cells = relations.line(line);
            if (isChange(cells, low)) {
                int[] later = expand(cells[0], relations, definition);
                int[] earlier = expand(cells[1], relations, definition);
                int[] change = Arrays.copyOf(later, later.length + earlier.length);
                for (int i = 0; i < earlier.length; i++) {
                    change[later.length + i] = -1 - earlier[i];
                }
                sumOf[cells[2]] = change;
            }
        }
    }

    private int[] expand(int cell, Relations relations, int[] definition) {
        if (sumOf[cell] == null) {
            if (definition[cell] < 0) {
                sumOf[cell] = new int[] {cell};
            } else {
                int[] line = relations.line(definition[cell]);
                int[][] parts = new int[line.length - 1][];
                int length = 0;
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = expand(line[i + 1], relations, definition);
                    length += parts[i].length;
                }
                int[] sum = new int[length];
                int next = 0;
                for (int[] part : parts) {
                    System.arraycopy(part, 0, sum, next, part.length);
                    next += part.length;
                }
                sumOf[cell] = sum;
            }
        }
        return sumOf[cell];
    }

    /** The total less its parts, in finest cells; empty when that is nothing. */
    private int[] bond(int[] line) {
        TreeMap<Integer, Integer> weights = new TreeMap<>();
        for (int i = 0; i < line.length; i++) {
            int sign = i == 0 ? 1 : -1;
            for (int cell : sumOf[line[i]]) {
                weights.merge(cell, sign, Integer::sum);
            }
        }
        List<Integer> bond = new ArrayList<>();
        weights.forEach((cell, weight) -> {
            for (int i = 0; i < Math.abs(weight); i++) {
                bond.add(weight > 0 ? cell : -1 - cell);
            }
        });
        return bond.stream().mapToInt(Integer::intValue).toArray();
    }

    boolean isFinest(int cell) {
        return sumOf[cell].length == 1 && sumOf[cell][0] == cell;
    }

    /** The finest cells that a cell is the sum of; itself when it is one. */
    int[] sumOf(int cell) {
        return sumOf[cell];
    }

    /** Sums that are nothing. */
    int[][] bonds() {
        return bonds;
    }
}
