package org.emishub.adapters.education.csv;

/** Takes every error of a file's rows; never gets a value. */
@FunctionalInterface
public interface RowErrors {
    /**
     * One error.
     *
     * @param line 1-based line in the file
     * @param column the column's header, empty when the line as a whole is meant
     */
    void add(String file, long line, String column, RowCode code);
}
