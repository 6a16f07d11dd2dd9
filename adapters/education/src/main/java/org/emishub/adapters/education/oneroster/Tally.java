package org.emishub.adapters.education.oneroster;

import java.util.Map;
import java.util.TreeMap;

/** How many rows of each file were taken and how many were not. */
public final class Tally {
    /** The verdicts on one file's rows. */
    public record Count(long accepted, long refused) {}

    private final Map<String, Count> byFile = new TreeMap<>();

    /** Counts the verdicts on some rows of a file. */
    public void add(String file, long accepted, long refused) {
        byFile.merge(
                file,
                new Count(accepted, refused),
                (a, b) -> new Count(a.accepted + b.accepted, a.refused + b.refused));
    }

    void row(String file, boolean refused) {
        add(file, refused ? 0 : 1, refused ? 1 : 0);
    }

    public Map<String, Count> byFile() {
        return java.util.Collections.unmodifiableMap(byFile);
    }

    public long accepted() {
        return byFile.values().stream().mapToLong(Count::accepted).sum();
    }

    public long refused() {
        return byFile.values().stream().mapToLong(Count::refused).sum();
    }
}
