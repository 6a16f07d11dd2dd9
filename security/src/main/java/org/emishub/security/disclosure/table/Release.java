package org.emishub.security.disclosure.table;

import java.time.LocalDate;
import java.util.List;

/**
 * A table that left, with what is behind its suppressed cells: of those a later table must not tell either.
 *
 * @param agreement its id
 * @param provider whose children were counted, {@code organisation/system}
 * @param about the record part
 * @param protection how wide small changes between this table and another must stay
 * @param threshold changes of fewer children are small
 */
record Release(
        String agreement,
        String provider,
        String about,
        LocalDate asOf,
        int threshold,
        int protection,
        List<Dimension> dimensions,
        List<Cell> cells) {
    Release {
        dimensions = List.copyOf(dimensions);
        cells = List.copyOf(cells);
    }

    /** One cell; {@code width} as in {@link Counted}. */
    record Cell(List<String> key, long count, boolean suppressed, int width) {}
}
