package org.emishub.adapters.education.snapshot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emishub.adapters.education.attendance.AttendanceRow;
import org.emishub.routes.system.Period;
import org.emishub.security.vault.ChildVault;

/** Answers what is known of a child's attendance in a period: whole delivered months, or nothing. */
record AttendanceTable(Connection connection, ChildVault vault, Blinds blinds, String provider) {
    private static final int MAX_MONTHS = 24;
    private static final String SELECT =
            """
            select month, as_of, sealed from education_attendance
            where provider = ? and child = ? and month between ? and ? order by month""";
    private static final String LATEST = "select max(month) from education_attendance where provider = ? and child = ?";

    /**
     * Values of a period.
     *
     * @param asOf when the oldest of the files came; empty when nothing is known
     */
    record Known(Period period, Optional<LocalDate> asOf, Map<String, Object> values) {}

    /** The month that was delivered last; empty when none was. */
    Optional<Period> latest(String sourcedId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATEST)) {
            select.setString(1, provider);
            select.setObject(2, blinds.attendance(sourcedId));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getObject(1, LocalDate.class))
                        .map(day -> new Period(day, YearMonth.from(day).atEndOfMonth()));
            }
        }
    }

    /** Sums the months of the period; a month that was not delivered, or a period that is not of whole months, leaves all of it unknown. */
    Known of(String sourcedId, Period period) throws SQLException {
        Known unknown = new Known(period, Optional.empty(), Map.of());
        YearMonth first = YearMonth.from(period.from());
        YearMonth last = YearMonth.from(period.to());
        long wanted = first.until(last, java.time.temporal.ChronoUnit.MONTHS) + 1;
        boolean whole = period.from().equals(first.atDay(1)) && period.to().equals(last.atEndOfMonth());
        if (!whole || wanted > MAX_MONTHS) {
            return unknown;
        }
        List<Map<String, Object>> months = new ArrayList<>();
        Optional<LocalDate> oldest = Optional.empty();
        UUID child = blinds.attendance(sourcedId);
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, provider);
            select.setObject(2, child);
            select.setObject(3, first.atDay(1));
            select.setObject(4, last.atDay(1));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LocalDate month = row.getObject(1, LocalDate.class);
                    LocalDate asOf = row.getObject(2, LocalDate.class);
                    oldest = oldest.filter(day -> day.isBefore(asOf)).or(() -> Optional.of(asOf));
                    months.add(StoredJson.values(vault.open(AttendanceLoad.context(child, month), row.getBytes(3))));
                }
            }
        } catch (ChildVault.KeyDestroyed e) {
            return unknown;
        }
        return months.size() == wanted ? new Known(period, oldest, withRate(AttendanceRow.sum(months))) : unknown;
    }

    private static Map<String, Object> withRate(Map<String, Object> values) {
        if (values.get("attendance.sessions") instanceof Long sessions
                && values.get("attendance.absences") instanceof Long absences
                && sessions > 0) {
            values.put(
                    "attendance.rate",
                    BigDecimal.valueOf((sessions - absences) * 100)
                            .divide(BigDecimal.valueOf(sessions), 1, RoundingMode.HALF_UP));
        }
        return values;
    }
}
