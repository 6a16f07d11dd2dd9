package org.emishub.adapters.education.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;

/** The errors of a file: the first so many of them in full, all of them by code. */
public final class ErrorList implements RowErrors {
    /** One error, without the value that caused it. */
    public record RowError(String file, long line, String column, RowCode code) {}

    private final int room;
    private final List<RowError> first = new ArrayList<>();
    private final Map<RowCode, Long> byCode = new TreeMap<>();
    private long count;

    /** @param room how many are kept in full */
    public ErrorList(int room) {
        this.room = room;
    }

    @Override
    public void add(String file, long line, String column, RowCode code) {
        count++;
        byCode.merge(code, 1L, Long::sum);
        if (first.size() < room) {
            first.add(new RowError(file, line, column, code));
        }
    }

    public List<RowError> first() {
        return List.copyOf(first);
    }

    public Map<RowCode, Long> byCode() {
        return Map.copyOf(byCode);
    }

    /** True when every error is in {@link #first()}. */
    public boolean isComplete() {
        return count == first.size();
    }
}
