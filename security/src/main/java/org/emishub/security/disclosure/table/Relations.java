package org.emishub.security.disclosure.table;

import java.util.List;

/** The sums that a reader can do: in each, the first cell is the sum of the others. */
final class Relations {
    private final int[][] lines;
    private final int[][] linesOfCell;

    /** @param lines of cell numbers, the total first */
    Relations(int cells, List<int[]> lines) {
        this.lines = lines.toArray(int[][]::new);
        this.linesOfCell = invert(cells);
    }

    private int[][] invert(int cells) {
        int[] counts = new int[cells];
        for (int[] line : lines) {
            for (int cell : line) {
                counts[cell]++;
            }
        }
        int[][] result = new int[cells][];
        for (int cell = 0; cell < cells; cell++) {
            result[cell] = new int[counts[cell]];
        }
        for (int line = 0; line < lines.length; line++) {
            for (int cell : lines[line]) {
                result[cell][--counts[cell]] = line;
            }
        }
        return result;
    }

    int cells() {
        return linesOfCell.length;
    }

    int size() {
        return lines.length;
    }

    /** The cells of a line: the total first, then its parts. */
    int[] line(int line) {
        return lines[line];
    }

    /** The lines in which a cell stands. */
    int[] of(int cell) {
        return linesOfCell[cell];
    }
}
