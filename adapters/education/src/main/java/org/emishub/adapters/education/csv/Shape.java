package org.emishub.adapters.education.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the header of a file must be.
 *
 * @param file the file's name
 * @param columns in the order in which the header must have them
 * @param required those whose value may not be empty
 * @param extension prefix of columns that may stand to the right of the others; empty when there may be none
 */
public record Shape(String file, List<String> columns, Set<String> required, String extension) {
    public Shape {
        columns = List.copyOf(columns);
        required = Set.copyOf(required);
    }

    /**
     * Checks a header.
     *
     * @throws PackageRefused {@code BAD_HEADER} when a column is missing, out of order, unknown or given twice
     */
    void check(List<String> header) throws PackageRefused {
        boolean begins = header.size() >= columns.size()
                && header.subList(0, columns.size()).equals(columns);
        boolean extended = begins
                && header.stream()
                        .skip(columns.size())
                        .allMatch(name -> !extension.isEmpty() && name.startsWith(extension));
        if (!extended || new HashSet<>(header).size() != header.size()) {
            throw new PackageRefused(
                    file,
                    PackageRefused.Why.BAD_HEADER,
                    "The header must be " + String.join(",", columns)
                            + (extension.isEmpty() ? "." : ", then only columns that begin with " + extension));
        }
    }
}
