package org.emishub.adapters.education.oneroster;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.csv.Rows;

/** Goes through the rows of a package's files, applying what holds for every file. */
record RowLoop(PackageFiles files, Manifest manifest, RowErrors errors, Tally tally) {
    /** Takes one row. */
    @FunctionalInterface
    interface Use<E extends Exception> {
        void row(Row row) throws E;
    }

    /** Reads a file, reports what is wrong with its rows and counts the verdicts. */
    <E extends Exception> void each(RosterFile file, Use<E> use) throws IOException, PackageRefused, E {
        each(file, errors, tally, use);
    }

    /** Reads a file without a word about its errors: they are said when it is read for good. */
    <E extends Exception> void eachSilently(RosterFile file, Use<E> use) throws IOException, PackageRefused, E {
        each(file, (f, line, column, code) -> {}, new Tally(), use);
    }

    private <E extends Exception> void each(RosterFile file, RowErrors to, Tally counts, Use<E> use)
            throws IOException, PackageRefused, E {
        Optional<InputStream> in = files.open(file.fileName());
        if (in.isEmpty()) {
            return;
        }
        long accepted = 0;
        long refused = 0;
        try (Rows rows = Rows.open(file.shape(), in.get(), to)) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                checkMode(row.get());
                use.row(row.get());
                accepted += row.get().refused() ? 0 : 1;
                refused += row.get().refused() ? 1 : 0;
            }
            counts.add(file.fileName(), accepted, refused + rows.refusedLines());
        }
    }

    /** In a delta every row says what it is and since when; in bulk nothing is deleted by a row (CSV Binding 1.2.1, processing modes). */
    private void checkMode(Row row) {
        String status = row.oneOf("status", Words.STATUS).orElse("");
        if (manifest.mode() == Manifest.Mode.BULK) {
            if (status.equals("tobedeleted")) {
                row.refuse("status", RowCode.BAD_ENUM);
            }
            return;
        }
        if (row.text("status").isEmpty()) {
            row.refuse("status", RowCode.MISSING_VALUE);
        }
        if (row.text("dateLastModified").isEmpty()) {
            row.refuse("dateLastModified", RowCode.MISSING_VALUE);
        } else {
            row.checkTime("dateLastModified");
        }
    }

    static boolean deleted(Row row) {
        return row.text("status").equals("tobedeleted");
    }
}
