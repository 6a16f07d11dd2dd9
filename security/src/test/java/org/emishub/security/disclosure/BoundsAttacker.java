package org.emishub.security.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Narrows what each hidden cell can be, again and again over every sum of the table; written apart from the code that it tests. */
final class BoundsAttacker {
    private static final long MUCH = 1_000_000;

    private BoundsAttacker() {}

    /** The hidden cells of which one value is left. */
    static List<List<String>> finds(List<List<String>> keys, long[] counts, boolean[] hidden) {
        Map<List<String>, long[]> ranges = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            ranges.put(keys.get(i), hidden[i] ? new long[] {1, MUCH} : new long[] {counts[i], counts[i]});
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (List<String> total : keys) {
                for (int d = 0; d < total.size(); d++) {
                    if (total.get(d).equals(TableDisclosure.TOTAL)) {
                        changed |= narrow(ranges, total, parts(keys, total, d));
                    }
                }
            }
        }
        List<List<String>> found = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            long[] range = ranges.get(keys.get(i));
            if (hidden[i] && range[0] == range[1]) {
                found.add(keys.get(i));
            }
        }
        return found;
    }

    static List<List<String>> parts(List<List<String>> keys, List<String> total, int dimension) {
        List<List<String>> parts = new ArrayList<>();
        for (List<String> key : keys) {
            List<String> summed = new ArrayList<>(key);
            summed.set(dimension, TableDisclosure.TOTAL);
            if (!key.get(dimension).equals(TableDisclosure.TOTAL) && summed.equals(total)) {
                parts.add(key);
            }
        }
        return parts;
    }

    private static boolean narrow(Map<List<String>, long[]> ranges, List<String> total, List<List<String>> parts) {
        boolean changed = false;
        long low = parts.stream().mapToLong(part -> ranges.get(part)[0]).sum();
        long high = parts.stream().mapToLong(part -> ranges.get(part)[1]).sum();
        changed |= set(ranges.get(total), low, high);
        for (List<String> part : parts) {
            long[] range = ranges.get(part);
            long[] sum = ranges.get(total);
            long othersLow = parts.stream().mapToLong(p -> ranges.get(p)[0]).sum() - range[0];
            long othersHigh = parts.stream().mapToLong(p -> ranges.get(p)[1]).sum() - range[1];
            changed |= set(range, sum[0] - othersHigh, sum[1] - othersLow);
        }
        return changed;
    }

    private static boolean set(long[] range, long low, long high) {
        boolean changed = low > range[0] || high < range[1];
        range[0] = Math.max(range[0], low);
        range[1] = Math.min(range[1], high);
        return changed;
    }
}
