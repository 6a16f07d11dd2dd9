package org.emishub.security.disclosure;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft.AgreementRef;

/**
 * A table of counts that may leave under one agreement, unsafe cells suppressed.
 *
 * <p>A combination that no child has is no cell: that nobody is there is public. A child whose value is not known is counted under {@code _U}.
 */
public final class TableDisclosure {
    /** The key of a total over a dimension (SDMX). */
    public static final String TOTAL = "_T";
    /** The key of children whose value is not known (SDMX). */
    public static final String UNKNOWN = "_U";

    private final AgreementRef agreement;
    private final String source;
    private final LocalDate asOf;
    private final List<String> dimensions;
    private final List<Cell> cells;

    private TableDisclosure(
            AgreementRef agreement, String source, LocalDate asOf, List<String> dimensions, List<Cell> cells) {
        this.agreement = agreement;
        this.source = source;
        this.asOf = asOf;
        this.dimensions = dimensions;
        this.cells = cells;
    }

    /**
     * One cell.
     *
     * @param key the dimensions' values in order, {@code _T} for the total over a dimension
     * @param count how many children; 0 and meaningless when suppressed
     */
    public record Cell(List<String> key, long count, boolean suppressed) {}

    /**
     * Counts the records, one a child, by the agreement's dimensions, adds totals over every dimension and the grand total, suppresses cells of 1 to threshold - 1
     * children and those that would give them away.
     *
     * @param records read once, not closed
     * @throws IllegalArgumentException when the agreement is no statistic
     */
    public static TableDisclosure of(Stream<ChildRecord> records, Agreement agreement, LocalDate asOf) {
        int threshold = agreement
                .table()
                .orElseThrow(() -> new IllegalArgumentException(agreement.id() + " is no statistic"))
                .threshold();
        Counting counting = new Counting(agreement);
        Map<List<String>, Long> counts = counting.count(records);
        List<List<String>> keys = List.copyOf(counts.keySet());
        long[] values = keys.stream().mapToLong(counts::get).toArray();
        boolean[] hidden = new Suppression(new Lines(keys), values, threshold).hidden();
        List<Cell> cells = IntStream.range(0, values.length)
                .mapToObj(i -> new Cell(keys.get(i), hidden[i] ? 0 : values[i], hidden[i]))
                .toList();
        return new TableDisclosure(
                agreement.ref(), agreement.provider().toString(), asOf, counting.dimensions(), cells);
    }

    public AgreementRef agreement() {
        return agreement;
    }

    public String source() {
        return source;
    }

    public LocalDate asOf() {
        return asOf;
    }

    /** Catalogue paths, in the agreement's order, without the counted one. */
    public List<String> dimensions() {
        return dimensions;
    }

    /** Sorted by key. */
    public List<Cell> cells() {
        return cells;
    }
}
