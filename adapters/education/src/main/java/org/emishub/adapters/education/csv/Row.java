package org.emishub.adapters.education.csv;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.emishub.mappings.codes.CodeMap;
import org.emishub.mappings.codes.Mapping;

/** One row; whoever finds a value wrong refuses the row, which reports it. */
public final class Row {
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

    private final String file;
    private final long line;
    private final CSVRecord values;
    private final Map<String, Integer> columns;
    private final RowErrors errors;
    private boolean refused;

    Row(String file, long line, CSVRecord values, Map<String, Integer> columns, RowErrors errors) {
        this.file = file;
        this.line = line;
        this.values = values;
        this.columns = columns;
        this.errors = errors;
    }

    /** 1-based line in the file. */
    public long line() {
        return line;
    }

    /** The value, trimmed; empty when there is none or the file has no such column. */
    public String text(String column) {
        Integer index = columns.get(column);
        return index == null ? "" : values.get(index).strip();
    }

    public Optional<String> find(String column) {
        return Optional.of(text(column)).filter(text -> !text.isEmpty());
    }

    /** Reports an error of this row, which is refused from then on. */
    public void refuse(String column, RowCode code) {
        refused = true;
        errors.add(file, line, column, code);
    }

    public boolean refused() {
        return refused;
    }

    /** A day as {@code 2026-09-01} (OneRoster 1.2 CSV Binding: ISO 8601 calendar date); anything else refuses the row. */
    public Optional<LocalDate> date(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (!date.isBefore(FIRST_DAY) && !date.isAfter(LAST_DAY)) {
                return Optional.of(date);
            }
        } catch (DateTimeException e) {
            // Falls through to the refusal: the row names its column, not the value.
        }
        refuse(column, RowCode.BAD_DATE);
        return Optional.empty();
    }

    /** A time with its zone as {@code 2026-09-01T00:00:00Z}; anything else refuses the row. */
    public void checkTime(String column) {
        try {
            OffsetDateTime.parse(text(column));
        } catch (DateTimeException e) {
            refuse(column, RowCode.BAD_DATE);
        }
    }

    /** One of the allowed words, or empty; anything else refuses the row. */
    public Optional<String> oneOf(String column, Set<String> allowed) {
        Optional<String> value = find(column);
        if (value.isPresent() && !allowed.contains(value.get())) {
            refuse(column, RowCode.BAD_ENUM);
            return Optional.empty();
        }
        return value;
    }

    public Optional<Boolean> bool(String column) {
        return oneOf(column, Set.of("true", "false")).map(Boolean::valueOf);
    }

    /** A whole number from 0 to {@code max}; anything else refuses the row. */
    public OptionalLong number(String column, long max) {
        String text = text(column);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long number = Long.parseLong(text);
            if (number <= max) {
                return OptionalLong.of(number);
            }
        }
        refuse(column, RowCode.BAD_NUMBER);
        return OptionalLong.empty();
    }

    /** The canonical code; one that nobody has mapped refuses the row and is handed to {@code unmapped}. */
    public Optional<String> code(String column, CodeMap map, UnmappedCodes unmapped) {
        Optional<String> value = find(column);
        return value.isEmpty() ? value : code(column, value.get(), map, unmapped);
    }

    /** As {@link #code(String, CodeMap, UnmappedCodes)} for one of several codes that stand in a column. */
    public Optional<String> code(String column, String value, CodeMap map, UnmappedCodes unmapped) {
        Mapping mapping = map.map(value);
        if (mapping instanceof Mapping.Mapped mapped) {
            return Optional.of(mapped.code());
        }
        unmapped.add((Mapping.Unmapped) mapping);
        refuse(column, RowCode.UNMAPPED_CODE);
        return Optional.empty();
    }
}
