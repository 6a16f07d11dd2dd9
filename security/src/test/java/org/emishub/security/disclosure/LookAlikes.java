package org.emishub.security.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks for other tables of whole, positive counts that would be published alike; written apart from the code that it tests. */
final class LookAlikes {
    private static final int FURTHEST = 2;

    private final List<List<String>> keys;
    private final long[] counts;
    private final boolean[] hidden;
    private final List<Integer> inner = new ArrayList<>();
    private final boolean[] differs;

    private LookAlikes(List<List<String>> keys, long[] counts, boolean[] hidden) {
        this.keys = keys;
        this.counts = counts;
        this.hidden = hidden;
        this.differs = new boolean[keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            if (hidden[i] && !keys.get(i).contains(TableDisclosure.TOTAL)) {
                inner.add(i);
            }
        }
    }

    /** The hidden cells that have the same count in every such table found. */
    static List<List<String>> missing(List<List<String>> keys, long[] counts, boolean[] hidden) {
        LookAlikes search = new LookAlikes(keys, counts, hidden);
        search.tryFrom(0, new long[keys.size()]);
        List<List<String>> missing = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (hidden[i] && !search.differs[i]) {
                missing.add(keys.get(i));
            }
        }
        return missing;
    }

    /** @param change of every cell, totals included */
    private void tryFrom(int next, long[] change) {
        if (next == inner.size()) {
            if (publishedAlike(change)) {
                for (int i = 0; i < change.length; i++) {
                    differs[i] |= change[i] != 0;
                }
            }
            return;
        }
        for (int step = -FURTHEST; step <= FURTHEST; step++) {
            int cell = inner.get(next);
            if (counts[cell] + step >= 1) {
                long[] changed = Arrays.copyOf(change, change.length);
                for (int i = 0; i < keys.size(); i++) {
                    changed[i] += covers(keys.get(i), keys.get(cell)) ? step : 0;
                }
                tryFrom(next + 1, changed);
            }
        }
    }

    private static boolean covers(List<String> total, List<String> key) {
        for (int i = 0; i < key.size(); i++) {
            if (!total.get(i).equals(TableDisclosure.TOTAL) && !total.get(i).equals(key.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean publishedAlike(long[] change) {
        for (int i = 0; i < change.length; i++) {
            if (!hidden[i] && change[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
