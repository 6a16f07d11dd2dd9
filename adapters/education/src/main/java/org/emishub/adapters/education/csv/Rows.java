package org.emishub.adapters.education.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of one file, read once from first to last. */
public final class Rows implements AutoCloseable {
    private static final int MAX_VALUE_CHARS = 2_000;
    private static final int MAX_COLUMNS = 64;
    private static final long MAX_ROWS = 20_000_000;
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    private final Shape shape;
    private final RowErrors errors;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Map<String, Integer> columns = new HashMap<>();
    private int width;
    private long refusedLines;

    private Rows(Shape shape, InputStream in, RowErrors errors) throws IOException {
        this.shape = shape;
        this.errors = errors;
        RowErrors counting = (file, line, column, code) -> {
            refusedLines++;
            errors.add(file, line, column, code);
        };
        this.parser = CSVParser.builder()
                .setReader(new LineGuard(in, shape.file(), counting))
                .setFormat(FORMAT)
                .get();
        this.records = parser.iterator();
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws PackageRefused {@code BAD_HEADER}
     */
    public static Rows open(Shape shape, InputStream in, RowErrors errors) throws IOException, PackageRefused {
        Rows rows = new Rows(shape, in, errors);
        List<String> header = rows.hasNext() ? rows.records.next().toList() : List.of();
        shape.check(header.size() > MAX_COLUMNS ? List.of() : header);
        header.forEach(name -> rows.columns.put(name, rows.columns.size()));
        rows.width = header.size();
        return rows;
    }

    /**
     * The next row that has as many values as the header has columns; a required value that is missing has refused it already.
     *
     * @return empty at the end
     * @throws PackageRefused {@code TOO_MANY_ROWS}
     */
    public Optional<Row> next() throws PackageRefused {
        while (hasNext()) {
            CSVRecord record = records.next();
            if (record.getRecordNumber() > MAX_ROWS) {
                throw new PackageRefused(shape.file(), PackageRefused.Why.TOO_MANY_ROWS, "Split the package.");
            }
            Row row = new Row(shape.file(), parser.getCurrentLineNumber(), record, columns, errors);
            if (record.size() == width) {
                check(record, row);
                return Optional.of(row);
            }
            refusedLines++;
            row.refuse("", RowCode.COLUMN_COUNT);
        }
        return Optional.empty();
    }

    /** A zip whose directory is whole may still be damaged inside: that is the sender's, a disk that fails is ours. */
    private boolean hasNext() throws PackageRefused {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ZipException || e.getCause() instanceof EOFException) {
                throw new PackageRefused(shape.file(), PackageRefused.Why.NOT_A_ZIP, "It is damaged: send it again.");
            }
            throw e;
        }
    }

    private void check(CSVRecord record, Row row) {
        for (String column : shape.required()) {
            if (row.text(column).isEmpty()) {
                row.refuse(column, RowCode.MISSING_VALUE);
            }
        }
        for (Map.Entry<String, Integer> column : columns.entrySet()) {
            if (record.get(column.getValue()).length() > MAX_VALUE_CHARS) {
                row.refuse(column.getKey(), RowCode.VALUE_TOO_LONG);
            }
        }
    }

    /** Lines so far that could not even be made a row. */
    public long refusedLines() {
        return refusedLines;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
