package org.emishub.adapters.statistics.sdmx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.statistics.structure.DataStructure;
import org.emishub.adapters.statistics.structure.DataStructure.Component;
import org.emishub.mappings.codes.Mapping.Unmapped;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.security.disclosure.table.TableDisclosure;

/** Which catalogue field fills which dimension, and which SDMX code stands for which canonical one; data in {@code dimensions.csv} and {@code codes/}. */
public final class DimensionMap {
    private static final String TOTAL = "_T";

    private record Target(String dimension, String codes, Map<String, String> sdmxByCanonical) {}

    private final String system;
    private final Map<String, Target> targetByField;

    private DimensionMap(String system, Map<String, Target> targetByField) {
        this.system = system;
        this.targetByField = targetByField;
    }

    /**
     * Reads the maps shipped with this adapter.
     *
     * @param system for which an unmapped code is entered, {@code organisation/system}
     */
    public static DimensionMap standard(String system) {
        Map<String, Target> targets = new HashMap<>();
        for (String[] row : rows("dimensions.csv", 3)) {
            Map<String, String> codes = new HashMap<>();
            rows("codes/" + row[2] + ".csv", 2).forEach(code -> codes.put(code[0], code[1]));
            targets.put(row[0], new Target(row[1], row[2], Map.copyOf(codes)));
        }
        return new DimensionMap(system, Map.copyOf(targets));
    }

    /**
     * Translates a table's cells to observations in the definition's order of dimensions.
     *
     * <p>A dimension that the table lacks is its total; the frequency is annual.
     *
     * @throws UnmappedCode when a value has no SDMX code: nothing is guessed
     * @throws IllegalArgumentException when the definition has no dimension for a field of the table
     */
    public List<Observation> observations(TableDisclosure table, DataStructure structure) {
        List<Target> targets = table.dimensions().stream().map(this::target).toList();
        List<Optional<Integer>> positions = structure.dimensions().stream()
                .map(dimension -> position(dimension, targets))
                .toList();
        if (positions.stream().filter(Optional::isPresent).count() != targets.size()) {
            throw new IllegalArgumentException(
                    structure.reference() + " has no dimension for one of " + table.dimensions());
        }
        List<Observation> observations = new ArrayList<>();
        for (TableDisclosure.Cell cell : table.cells()) {
            List<String> key = new ArrayList<>();
            for (int i = 0; i < positions.size(); i++) {
                boolean frequency = structure.dimensions().get(i).id().equals("FREQ");
                key.add(positions
                        .get(i)
                        .map(p -> code(targets.get(p), cell.key().get(p)))
                        .orElse(frequency ? "A" : TOTAL));
            }
            observations.add(new Observation(key, cell.count(), cell.suppressed(), table.rounding() > 1));
        }
        return observations;
    }

    private Target target(String field) {
        Target target = targetByField.get(field);
        if (target == null) {
            throw new IllegalArgumentException("no dimension is mapped for " + field);
        }
        return target;
    }

    private static Optional<Integer> position(Component dimension, List<Target> targets) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).dimension().equals(dimension.id())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private String code(Target target, String canonical) {
        String code = target.sdmxByCanonical().get(canonical);
        if (code == null) {
            throw new UnmappedCode(new Unmapped(system, target.codes(), canonical));
        }
        return code;
    }

    private static List<String[]> rows(String resource, int columns) {
        try (InputStream in = DimensionMap.class.getResourceAsStream("/org/emishub/adapters/statistics/" + resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
