package org.emishub.security.disclosure.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything a reader holds: the tables that left and the one about to leave, as one set of cells and sums.
 *
 * <p>Cells of different tables that count the same children are one cell. Where a count changed between two tables the change is a cell of its own, which nobody is
 * told and which is protected when it is small; where it did not change, readers are taken to know that.
 */
final class LinkedTables {
    private static final double KEPT_BEFORE = 0.25;

    private final List<Double> truth = new ArrayList<>();
    private final List<Double> low = new ArrayList<>();
    private final List<Double> width = new ArrayList<>();
    private final List<Boolean> hidden = new ArrayList<>();
    private final List<Boolean> leaving = new ArrayList<>();
    private final List<int[]> lines = new ArrayList<>();
    private final Set<List<Integer>> known = new HashSet<>();
    /** By what a cell counts, its states in the order in which they left. */
    private final Map<String, List<Integer>> states = new HashMap<>();

    private final List<Release> releases;
    private int[] cells = {};

    /** @param releases in the order in which they left, the last about to leave; what of it is suppressed must be hidden */
    LinkedTables(List<Release> releases) {
        this.releases = releases;
        for (int i = 0; i < releases.size(); i++) {
            boolean last = i == releases.size() - 1;
            int[] numbers = add(releases.get(i), last);
            cells = last ? numbers : cells;
        }
    }

    /** What readers must not find out. */
    Secret secret() {
        int size = truth.size();
        boolean[] mayHide = new boolean[size];
        boolean[] isHidden = new boolean[size];
        double[] cost = new double[size];
        for (int cell = 0; cell < size; cell++) {
            mayHide[cell] = leaving.get(cell);
            isHidden[cell] = hidden.get(cell);
            cost[cell] = Math.abs(truth.get(cell));
        }
        // Of the table about to leave everything is open that needs no protection, also what another table hid for
        // others' sake.
        for (int i = 0; i < cells.length; i++) {
            int cell = cells[i];
            if (mayHide[cell]) {
                isHidden[cell] = width.get(cell) > 0;
                cost[cell] *= hidden.get(cell) ? KEPT_BEFORE : 1;
            }
        }
        Relations relations = new Relations(size, lines);
        return new Secret(
                relations, new Basis(relations, all(low)), all(truth), all(low), all(width), mayHide, cost, isHidden);
    }

    /** The number of each cell of the table about to leave. */
    int[] cells() {
        return cells;
    }

    /** By cell of the table about to leave the set of totals it is of, numbered from the coarsest; -1 for other cells. */
    int[] sets() {
        Release release = releases.get(releases.size() - 1);
        SortedMap<List<Integer>, List<Integer>> byDepth = new TreeMap<>(Comparator.<List<Integer>>comparingInt(
                        depths -> depths.stream().mapToInt(Integer::intValue).sum())
                .thenComparing(Object::toString));
        for (int i = 0; i < cells.length; i++) {
            List<Integer> depths = new ArrayList<>();
            for (int d = 0; d < release.dimensions().size(); d++) {
                depths.add(release.dimensions()
                                .get(d)
                                .chain(release.cells().get(i).key().get(d))
                                .size()
                        - 1);
            }
            byDepth.computeIfAbsent(depths, k -> new ArrayList<>()).add(cells[i]);
        }
        int[] sets = new int[truth.size()];
        Arrays.fill(sets, -1);
        int number = 0;
        for (List<Integer> of : byDepth.values()) {
            for (int cell : of) {
                sets[cell] = number;
            }
            number++;
        }
        return sets;
    }

    private static double[] all(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private int[] add(Release release, boolean last) {
        List<Dimension> shape = shape(release);
        Map<List<String>, Integer> numbers = new LinkedHashMap<>();
        for (Release.Cell cell : release.cells()) {
            numbers.put(
                    cell.key(),
                    number(shape, cell.key(), cell.count(), cell.suppressed(), cell.width(), release, last));
        }
        between(release, shape)
                .forEach((key, count) ->
                        numbers.computeIfAbsent(key, k -> number(shape, k, count, true, 0, release, false)));
        Map<List<Integer>, List<Integer>> parts = new LinkedHashMap<>();
        numbers.forEach((key, number) -> {
            for (int d = 0; d < key.size(); d++) {
                if (!key.get(d).equals(TableDisclosure.TOTAL)) {
                    Integer total = numbers.get(with(key, d, shape.get(d).above(key.get(d))));
                    if (total != null) {
                        parts.computeIfAbsent(List.of(total, d), k -> new ArrayList<>())
                                .add(number);
                    }
                }
            }
        });
        parts.forEach((total, of) -> line(total.get(0), of));
        return release.cells().stream()
                .mapToInt(cell -> numbers.get(cell.key()))
                .toArray();
    }

    private void line(int total, List<Integer> parts) {
        List<Integer> line = new ArrayList<>(List.of(total));
        line.addAll(new TreeSet<>(parts));
        if (known.add(line)) {
            lines.add(line.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private static List<String> with(List<String> key, int dimension, String code) {
        List<String> result = new ArrayList<>(key);
        result.set(dimension, code);
        return result;
    }

    /** The cell of what is counted, where it counted as many before; else a new one, and the changes to it from those before. */
    private int number(
            List<Dimension> shape,
            List<String> key,
            long count,
            boolean suppressed,
            int wide,
            Release release,
            boolean last) {
        List<Integer> before = states.computeIfAbsent(identity(shape, key), k -> new ArrayList<>());
        Optional<Integer> same = before.stream()
                .filter(cell -> truth.get(cell) == (double) count)
                .findFirst();
        if (same.isPresent()) {
            int cell = same.get();
            leaving.set(cell, last && hidden.get(cell));
            hidden.set(cell, hidden.get(cell) && (last || suppressed));
            width.set(cell, Math.max(width.get(cell), wide));
            return cell;
        }
        int cell = cell((double) count, 1, wide, suppressed, last);
        for (int i = 0; i < before.size(); i++) {
            change(before.get(i), cell, i == before.size() - 1, release);
        }
        before.add(cell);
        return cell;
    }

    /** A reader may compare with any table that left, not only with the last: a small change to each of them is protected. */
    private void change(int earlier, int later, boolean last, Release release) {
        double change = truth.get(later) - truth.get(earlier);
        boolean small = Math.abs(change) < release.threshold();
        if (small || last) {
            line(later, List.of(earlier, cell(change, Secret.ANYTHING, small ? release.protection() : 0, true, false)));
        }
    }

    private int cell(double count, double least, double wide, boolean suppressed, boolean last) {
        truth.add(count);
        low.add(least);
        width.add(wide);
        hidden.add(suppressed);
        leaving.add(last);
        return truth.size() - 1;
    }

    private static String identity(List<Dimension> shape, List<String> key) {
        Set<String> codes = new TreeSet<>();
        for (int d = 0; d < key.size(); d++) {
            if (!key.get(d).equals(TableDisclosure.TOTAL)) {
                codes.add(shape.get(d).meaning(key.get(d)));
            }
        }
        return String.join("\n", codes);
    }

    /** The dimensions, with the levels at which another table divides the same field more coarsely. */
    private List<Dimension> shape(Release release) {
        return release.dimensions().stream()
                .map(dimension -> {
                    Map<String, String> coarser = new HashMap<>(dimension.coarser());
                    Set<String> codes = codes(release, dimension);
                    for (String operation : otherOperations(dimension)) {
                        if (coarser.isEmpty()) {
                            codes.forEach(
                                    code -> Coarsening.of(dimension.path(), dimension.operation(), operation, code)
                                            .ifPresent(above -> coarser.put(code, above)));
                        }
                    }
                    return new Dimension(dimension.path(), dimension.operation(), coarser, dimension.fields());
                })
                .toList();
    }

    private Set<String> otherOperations(Dimension dimension) {
        return releases.stream()
                .flatMap(release -> release.dimensions().stream())
                .filter(other -> other.path().equals(dimension.path()))
                .map(Dimension::operation)
                .filter(operation -> !operation.equals(dimension.operation()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> codes(Release release, Dimension dimension) {
        int d = release.dimensions().indexOf(dimension);
        return release.cells().stream()
                .map(cell -> cell.key().get(d))
                .filter(code -> !code.equals(TableDisclosure.TOTAL))
                .collect(Collectors.toSet());
    }

    /** Sums at levels that only another table shows. */
    private static Map<List<String>, Long> between(Release release, List<Dimension> shape) {
        Map<List<String>, Long> all = new LinkedHashMap<>();
        release.cells().forEach(cell -> all.put(cell.key(), cell.count()));
        for (int d = 0; d < shape.size(); d++) {
            if (!shape.get(d).coarser().equals(release.dimensions().get(d).coarser())) {
                Map<List<String>, Long> sums = new LinkedHashMap<>();
                for (Map.Entry<List<String>, Long> entry : all.entrySet()) {
                    String above = shape.get(d).coarser().get(entry.getKey().get(d));
                    if (above != null) {
                        sums.merge(with(entry.getKey(), d, above), entry.getValue(), Long::sum);
                    }
                }
                sums.forEach(all::putIfAbsent);
            }
        }
        return all;
    }
}
