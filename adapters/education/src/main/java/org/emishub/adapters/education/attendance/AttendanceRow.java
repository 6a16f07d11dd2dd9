package org.emishub.adapters.education.attendance;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.education.csv.Row;

/**
 * A child's attendance in a month.
 *
 * @param values of {@code attendance.*}, keyed by catalogue path; without the period, which is the month
 * @param row to be refused when the child turns out to be unknown
 */
public record AttendanceRow(String sourcedId, YearMonth month, Map<String, Object> values, Row row) {

    /** The values of several whole months added up; what is not known of one is not known of all. */
    public static Map<String, Object> sum(Iterable<Map<String, Object>> months) {
        Map<String, Object> sum = new LinkedHashMap<>();
        boolean first = true;
        for (Map<String, Object> month : months) {
            for (String path : AttendanceReader.COUNTS) {
                Object before = first ? (Object) 0L : sum.get(path);
                if (before instanceof Long a && month.get(path) instanceof Long b) {
                    sum.put(path, a + b);
                } else {
                    sum.remove(path);
                }
            }
            reason(sum, month, first);
            later(sum, month);
            first = false;
        }
        return sum;
    }

    /** One reason for all is kept; several are none that could be named. */
    private static void reason(Map<String, Object> sum, Map<String, Object> month, boolean first) {
        Optional<Object> reason = Optional.ofNullable(month.get("attendance.reason"));
        boolean absent = !Long.valueOf(0).equals(month.get("attendance.absences"));
        if (first) {
            reason.ifPresent(code -> sum.put("attendance.reason", code));
        } else if (absent && !reason.equals(Optional.ofNullable(sum.get("attendance.reason")))) {
            sum.remove("attendance.reason");
        }
    }

    private static void later(Map<String, Object> sum, Map<String, Object> month) {
        if (month.get("attendance.lastAttended") instanceof LocalDate day) {
            sum.merge("attendance.lastAttended", day, (a, b) -> ((LocalDate) a).isAfter((LocalDate) b) ? a : b);
        }
    }
}
