package org.emishub.security.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sums that a reader of a table with totals can do: along every dimension, parts make a total. */
final class Lines {
    private final int[][] lines;
    private final int[][] linesOfCell;

    /** @param keys all cells of the table; for each cell the totals over each of its dimensions are among them */
    Lines(List<List<String>> keys) {
        Map<List<String>, Integer> index = new HashMap<>();
        keys.forEach(key -> index.put(key, index.size()));
        Map<Long, List<Integer>> parts = new HashMap<>();
        for (int cell = 0; cell < keys.size(); cell++) {
            List<String> key = keys.get(cell);
            for (int dimension = 0; dimension < key.size(); dimension++) {
                if (!key.get(dimension).equals(TableDisclosure.TOTAL)) {
                    List<String> total = new ArrayList<>(key);
                    total.set(dimension, TableDisclosure.TOTAL);
                    long line = (long) index.getOrDefault(total, -1) * key.size() + dimension;
                    parts.computeIfAbsent(line, l -> new ArrayList<>()).add(cell);
                }
            }
        }
        int dimensions = keys.isEmpty() ? 1 : keys.get(0).size();
        this.lines = parts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> line((int) (entry.getKey() / dimensions), entry.getValue()))
                .toArray(int[][]::new);
        this.linesOfCell = invert(keys.size());
    }

    private static int[] line(int total, List<Integer> parts) {
        int[] line = new int[parts.size() + 1];
        line[0] = total;
        for (int i = 0; i < parts.size(); i++) {
            line[i + 1] = parts.get(i);
        }
        return line;
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
