package org.emishub.adapters.education.attendance;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.csv.Rows;
import org.emishub.adapters.education.csv.Shape;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.oneroster.Tally;

/**
 * Reads the term attendance file, a format of the hub's own (OneRoster 1.2 has none): UTF-8, RFC 4180, one row per child and calendar month.
 *
 * <p>{@code absences} counts all sessions missed, {@code excused} and {@code unexcused} split them, {@code late} counts sessions attended from later than their
 * beginning; all are sessions of the month. The file replaces whatever was delivered of its term.
 */
public final class AttendanceReader {
    /** The file's name in reports. */
    public static final String FILE = "attendance.csv";

    /** The header, in this order. */
    public static final Shape SHAPE = new Shape(
            FILE,
            List.of(
                    "term",
                    "studentSourcedId",
                    "month",
                    "sessions",
                    "absences",
                    "excused",
                    "unexcused",
                    "late",
                    "lastAttended",
                    "reason"),
            Set.of("term", "studentSourcedId", "month", "sessions", "absences"),
            "");

    static final List<String> COUNTS = List.of(
            "attendance.sessions",
            "attendance.absences",
            "attendance.excused",
            "attendance.unexcused",
            "attendance.late");

    /** Two shifts on every day of a long month, four sessions each. */
    private static final long MAX_SESSIONS = 248;

    private static final long MAX_TERM_CHARS = 64;

    private final RegisterCodes codes;
    private final UnmappedCodes unmapped;
    private String term = "";

    private AttendanceReader(RegisterCodes codes, UnmappedCodes unmapped) {
        this.codes = codes;
        this.unmapped = unmapped;
    }

    /** Takes rows one by one, and the term before the first. */
    public interface Months<E extends Exception> {
        void term(String term) throws E;

        void take(AttendanceRow row) throws E;

        /** All rows were handed over: the last moment to refuse some. */
        void end() throws E;
    }

    /**
     * Reads the whole file.
     *
     * @throws PackageRefused when its header is another
     */
    public static <E extends Exception> Tally read(
            InputStream in, RegisterCodes codes, RowErrors errors, UnmappedCodes unmapped, Months<E> months)
            throws IOException, PackageRefused, E {
        AttendanceReader reader = new AttendanceReader(codes, unmapped);
        long[] refused = {0};
        Counting counting = new Counting(errors);
        long rows = 0;
        try (Rows file = Rows.open(SHAPE, in, counting)) {
            for (Optional<Row> row = file.next(); row.isPresent(); row = file.next()) {
                rows++;
                reader.row(row.get(), months);
            }
            months.end();
            refused[0] = file.refusedLines();
        }
        Tally tally = new Tally();
        tally.add(FILE, rows - counting.rows(), counting.rows() + refused[0]);
        return tally;
    }

    private <E extends Exception> void row(Row row, Months<E> months) throws E {
        if (term.isEmpty()
                && row.text("term").length() <= MAX_TERM_CHARS
                && row.find("term").isPresent()) {
            term = row.text("term");
            months.term(term);
        } else if (!row.text("term").equals(term)) {
            row.refuse("term", RowCode.BAD_ENUM);
        }
        Optional<YearMonth> month = month(row);
        Map<String, Object> values = values(row);
        row.date("lastAttended").ifPresent(day -> values.put("attendance.lastAttended", day));
        row.code("reason", codes.attendanceReason(), unmapped).ifPresent(code -> values.put("attendance.reason", code));
        if (!row.refused() && month.isPresent()) {
            months.take(new AttendanceRow(row.text("studentSourcedId"), month.get(), values, row));
        }
    }

    private static Optional<YearMonth> month(Row row) {
        try {
            YearMonth month = YearMonth.parse(row.text("month"));
            LocalDate lastAttended = row.date("lastAttended").orElse(LocalDate.MIN);
            if (lastAttended.isAfter(month.atEndOfMonth())) {
                row.refuse("lastAttended", RowCode.BAD_DATE);
            }
            return Optional.of(month);
        } catch (DateTimeException e) {
            row.refuse("month", RowCode.BAD_DATE);
            return Optional.empty();
        }
    }

    /** Counts that contradict each other would make a child absent that was not: they refuse the row. */
    private static Map<String, Object> values(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String path : COUNTS) {
            OptionalLong count = row.number(path.substring(path.indexOf('.') + 1), MAX_SESSIONS);
            count.ifPresent(number -> values.put(path, number));
        }
        long sessions = (long) values.getOrDefault("attendance.sessions", 0L);
        long absences = (long) values.getOrDefault("attendance.absences", 0L);
        long split = (long) values.getOrDefault("attendance.excused", 0L)
                + (long) values.getOrDefault("attendance.unexcused", 0L);
        boolean both = values.containsKey("attendance.excused") && values.containsKey("attendance.unexcused");
        if (absences > sessions || split > absences || (both && split != absences)) {
            row.refuse("absences", RowCode.BAD_NUMBER);
        } else if ((long) values.getOrDefault("attendance.late", 0L) > sessions - absences) {
            row.refuse("late", RowCode.BAD_NUMBER);
        }
        return values;
    }

    /** Counts rows, not errors: a row may have several. */
    private static final class Counting implements RowErrors {
        private final RowErrors errors;
        private long lastLine;
        private long rows;

        Counting(RowErrors errors) {
            this.errors = errors;
        }

        @Override
        public void add(String file, long line, String column, RowCode code) {
            // A line that is not even a row has no column and is counted as a line.
            boolean isRow = !column.isEmpty();
            rows += isRow && line != lastLine ? 1 : 0;
            lastLine = line;
            errors.add(file, line, column, code);
        }

        long rows() {
            return rows;
        }
    }
}
