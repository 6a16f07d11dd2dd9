package org.emishub.mappings.record;

import java.util.OptionalLong;

/**
 * Whether a child attended as often in a period as a benefit asks for.
 *
 * <p>Met: the share of school days attended reaches the threshold. Justified: it does not, but would if the excused absences were left out of account as absences.
 * Unknown: the counts are missing or contradict each other; a late school file never reads as absence.
 */
public final class AttendanceCondition {
    /** Percent of school days that a conditional child grant usually asks for. */
    public static final int USUAL_THRESHOLD = 80;

    private AttendanceCondition() {}

    /**
     * The answer {@code attendance.condition}.
     *
     * @param thresholdPercent 0 to 100, of the sessions of the period
     * @return {@code met}, {@code not met}, {@code justified} or {@code unknown}
     */
    public static String of(ChildRecord record, int thresholdPercent) {
        OptionalLong sessions = count(record, "sessions");
        OptionalLong excused = count(record, "excused");
        OptionalLong unexcused = count(record, "unexcused");
        OptionalLong absences = count(record, "absences");
        if (absences.isEmpty() && excused.isPresent() && unexcused.isPresent()) {
            absences = OptionalLong.of(excused.getAsLong() + unexcused.getAsLong());
        }
        if (sessions.isEmpty() || absences.isEmpty() || sessions.getAsLong() == 0) {
            return "unknown";
        }
        if (excused.isEmpty() && unexcused.isPresent()) {
            excused = OptionalLong.of(absences.getAsLong() - unexcused.getAsLong());
        }
        return decide(sessions.getAsLong(), absences.getAsLong(), excused, thresholdPercent);
    }

    private static String decide(long sessions, long absences, OptionalLong excused, int thresholdPercent) {
        boolean contradictory = absences > sessions || excused.orElse(0) < 0 || excused.orElse(0) > absences;
        if (contradictory) {
            return "unknown";
        }
        if (reaches(sessions - absences, sessions, thresholdPercent)) {
            return "met";
        }
        if (excused.isEmpty()) {
            return "unknown";
        }
        return reaches(sessions - absences + excused.getAsLong(), sessions, thresholdPercent) ? "justified" : "not met";
    }

    private static boolean reaches(long attended, long sessions, int thresholdPercent) {
        return attended * 100 >= sessions * thresholdPercent;
    }

    /** A count of days in a period; a negative or absurd one is as good as none. */
    private static OptionalLong count(ChildRecord record, String name) {
        return record.value("attendance." + name, Long.class)
                .filter(days -> days >= 0 && days <= 100_000)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }
}
