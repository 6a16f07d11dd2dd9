package org.emishub.security.disclosure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Solves the sums of a table for its hidden cells by elimination in exact arithmetic; written apart from the code that it tests. */
final class ExactAttacker {
    private ExactAttacker() {}

    /** The hidden cells whose value follows from the shown ones. */
    static List<List<String>> finds(List<List<String>> keys, boolean[] hidden) {
        List<Integer> unknowns = new ArrayList<>();
        for (int i = 0; i < hidden.length; i++) {
            if (hidden[i]) {
                unknowns.add(i);
            }
        }
        List<BigInteger[]> rows = equations(keys, unknowns);
        reduce(rows, unknowns.size());
        List<List<String>> found = new ArrayList<>();
        for (BigInteger[] row : rows) {
            List<Integer> inRow = new ArrayList<>();
            for (int column = 0; column < row.length; column++) {
                if (row[column].signum() != 0) {
                    inRow.add(column);
                }
            }
            if (inRow.size() == 1) {
                found.add(keys.get(unknowns.get(inRow.get(0))));
            }
        }
        return found;
    }

    private static List<BigInteger[]> equations(List<List<String>> keys, List<Integer> unknowns) {
        List<BigInteger[]> rows = new ArrayList<>();
        for (List<String> total : keys) {
            for (int d = 0; d < total.size(); d++) {
                if (total.get(d).equals(TableDisclosure.TOTAL)) {
                    BigInteger[] row = new BigInteger[unknowns.size()];
                    List<List<String>> parts = BoundsAttacker.parts(keys, total, d);
                    for (int u = 0; u < row.length; u++) {
                        List<String> key = keys.get(unknowns.get(u));
                        row[u] = BigInteger.valueOf(parts.contains(key) ? 1 : key.equals(total) ? -1 : 0);
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** Fraction-free Gauss-Jordan: in reduced form a row with one entry tells a cell, and every cell that can be told has one. */
    private static void reduce(List<BigInteger[]> rows, int columns) {
        int rank = 0;
        for (int column = 0; column < columns && rank < rows.size(); column++) {
            int pivot = rank;
            while (pivot < rows.size() && rows.get(pivot)[column].signum() == 0) {
                pivot++;
            }
            if (pivot == rows.size()) {
                continue;
            }
            BigInteger[] by = rows.get(pivot);
            rows.set(pivot, rows.get(rank));
            rows.set(rank, by);
            for (int r = 0; r < rows.size(); r++) {
                if (r != rank && rows.get(r)[column].signum() != 0) {
                    eliminate(rows.get(r), by, column);
                }
            }
            rank++;
        }
    }

    private static void eliminate(BigInteger[] row, BigInteger[] by, int column) {
        BigInteger factor = row[column];
        BigInteger divisor = BigInteger.ZERO;
        for (int c = 0; c < row.length; c++) {
            row[c] = row[c].multiply(by[column]).subtract(by[c].multiply(factor));
            divisor = divisor.gcd(row[c]);
        }
        for (int c = 0; c < row.length && divisor.signum() != 0; c++) {
            row[c] = row[c].divide(divisor);
        }
    }
}
