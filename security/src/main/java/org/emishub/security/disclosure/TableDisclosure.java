package org.emishub.security.disclosure;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft.AgreementRef;

/** A table of counts that may leave under one agreement, unsafe cells suppressed. */
public final class TableDisclosure {
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

    /** Counts the records by the agreement's dimensions, adds totals, suppresses small cells and those that would give them away. */
    public static TableDisclosure of(Stream<ChildRecord> records, Agreement agreement, LocalDate asOf) {
        throw new UnsupportedOperationException();
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

    public List<Cell> cells() {
        return cells;
    }
}
