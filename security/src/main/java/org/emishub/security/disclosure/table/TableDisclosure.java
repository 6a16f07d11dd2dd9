package org.emishub.security.disclosure.table;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

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
    private final int rounding;
    private final Release release;
    private final List<Cell> cells;

    TableDisclosure(AgreementRef agreement, int rounding, Release release) {
        this.agreement = agreement;
        this.rounding = rounding;
        this.release = release;
        this.cells = release.cells().stream()
                .map(cell -> new Cell(
                        cell.key(), cell.suppressed() ? 0 : rounded(cell.count(), rounding), cell.suppressed()))
                .toList();
    }

    /**
     * One cell.
     *
     * @param key the dimensions' values in order, {@code _T} for the total over a dimension
     * @param count how many children, rounded to the agreement's base; 0 and meaningless when suppressed
     */
    public record Cell(List<String> key, long count, boolean suppressed) {}

    /**
     * Counts the records, one a child, by the agreement's dimensions, adds totals over every dimension and level and the grand total, and suppresses what must be
     * protected and what would give it away; as if no other table had ever left.
     *
     * @param records read once, not closed
     * @throws IllegalArgumentException when the agreement is no statistic
     */
    public static TableDisclosure of(Stream<ChildRecord> records, Agreement agreement, LocalDate asOf) {
        if (of(records, agreement, asOf, List.of()) instanceof Outcome.Ok<TableDisclosure> ok) {
            return ok.value();
        }
        throw new IllegalStateException("a first table is held against none");
    }

    /**
     * As above, held against the tables that left before.
     *
     * @param before in the order in which they left
     * @return {@link Code#TOLD_BY_DIFFERENCE} when together they would tell what may not be told, or when nothing could be shown
     */
    static Outcome<TableDisclosure> of(
            Stream<ChildRecord> records, Agreement agreement, LocalDate asOf, List<Release> before) {
        return of(count(records, agreement), agreement, asOf, before);
    }

    /** Counts, once for however many tables it is held against. */
    static Counted count(Stream<ChildRecord> records, Agreement agreement) {
        return new Counting(agreement, rule(agreement)).count(records);
    }

    private static TableRule rule(Agreement agreement) {
        return agreement.table().orElseThrow(() -> new IllegalArgumentException(agreement.id() + " is no statistic"));
    }

    static Outcome<TableDisclosure> of(Counted counted, Agreement agreement, LocalDate asOf, List<Release> before) {
        TableRule rule = rule(agreement);
        return protect(counted, agreement.id(), agreement.provider().toString(), agreement.about(), rule, asOf, before)
                .then(release -> Outcome.ok(new TableDisclosure(agreement.ref(), rule.rounding(), release)));
    }

    static Outcome<Release> protect(
            Counted counted,
            String agreement,
            String provider,
            String about,
            TableRule rule,
            LocalDate asOf,
            List<Release> before) {
        boolean[] small = new boolean[counted.counts().length];
        for (int i = 0; i < small.length; i++) {
            small[i] = counted.widths()[i] > 0;
        }
        Release open = release(counted, agreement, provider, about, rule, asOf, small);
        List<Release> all = new ArrayList<>(before);
        all.add(open);
        LinkedTables tables = new LinkedTables(all);
        Secret secret = tables.secret();
        boolean safe = new Suppression(secret, tables.sets()).protect();
        if (!safe) {
            for (int cell : tables.cells()) {
                secret.hidden()[cell] |= secret.mayHide()[cell];
            }
            safe = new Attacker(secret).exposed().isEmpty();
        }
        boolean[] suppressed = new boolean[small.length];
        boolean shown = false;
        for (int i = 0; i < small.length; i++) {
            suppressed[i] = small[i] || secret.hidden()[tables.cells()[i]];
            shown |= !suppressed[i];
        }
        if (!before.isEmpty() && (!safe || !shown)) {
            return Outcome.refused(Code.TOLD_BY_DIFFERENCE, "table: held against " + before.size() + " before");
        }
        return Outcome.ok(release(counted, agreement, provider, about, rule, asOf, suppressed));
    }

    private static Release release(
            Counted counted,
            String agreement,
            String provider,
            String about,
            TableRule rule,
            LocalDate asOf,
            boolean[] suppressed) {
        List<Release.Cell> cells = IntStream.range(0, suppressed.length)
                .mapToObj(i -> new Release.Cell(
                        counted.keys().get(i), counted.counts()[i], suppressed[i], counted.widths()[i]))
                .toList();
        return new Release(
                agreement, provider, about, asOf, rule.threshold(), rule.protection(), counted.dimensions(), cells);
    }

    /** To the nearest multiple, halves up; what is rounded tells less than what is not. */
    private static long rounded(long count, int base) {
        return (count + base / 2) / base * base;
    }

    public AgreementRef agreement() {
        return agreement;
    }

    public String source() {
        return release.provider();
    }

    public LocalDate asOf() {
        return release.asOf();
    }

    /** Catalogue paths, in the agreement's order, without the counted one. */
    public List<String> dimensions() {
        return release.dimensions().stream().map(Dimension::path).toList();
    }

    /** The base to which counts are rounded; 1 when they are exact. */
    public int rounding() {
        return rounding;
    }

    /** What a later table is held against. */
    Release release() {
        return release;
    }

    /** Sorted by key. */
    public List<Cell> cells() {
        return cells;
    }
}
