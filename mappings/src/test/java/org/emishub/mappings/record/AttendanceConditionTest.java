package org.emishub.mappings.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttendanceConditionTest {
    @ParameterizedTest(name = "{0} sessions, {1} absences, {2} excused: {3}")
    @CsvSource({
        "40,0,0,met",
        "40,8,0,met",
        "40,9,0,not met",
        "40,9,1,justified",
        "40,20,11,not met",
        "40,20,12,justified",
        "40,40,40,justified",
        "40,40,0,not met"
    })
    void compares_attended_days_with_eighty_percent_of_the_sessions(
            long sessions, long absences, long excused, String answer) {
        assertThat(of(record(sessions, absences).put("attendance.excused", excused)))
                .isEqualTo(answer);
    }

    @Test
    void is_unknown_when_the_school_has_not_reported_its_sessions() {
        ChildRecord.Builder late = empty().put("attendance.absences", 20L).put("attendance.excused", 0L);
        assertThat(of(late)).isEqualTo("unknown");
        assertThat(of(late.put("attendance.sessions", 0L))).isEqualTo("unknown");
        assertThat(of(empty().put("attendance.rate", new BigDecimal("10")))).isEqualTo("unknown");
    }

    @Test
    void is_unknown_below_the_threshold_when_nobody_said_whether_the_absences_were_excused() {
        assertThat(of(record(40, 20))).isEqualTo("unknown");
        assertThat(of(record(40, 2))).isEqualTo("met");
    }

    @Test
    void works_out_the_missing_one_of_three_counts() {
        assertThat(of(record(40, 10).put("attendance.unexcused", 2L))).isEqualTo("justified");
        assertThat(of(empty().put("attendance.sessions", 40L)
                        .put("attendance.excused", 0L)
                        .put("attendance.unexcused", 9L)))
                .isEqualTo("not met");
    }

    @Test
    void is_unknown_when_the_counts_contradict_each_other() {
        assertThat(of(record(40, 41).put("attendance.excused", 0L))).isEqualTo("unknown");
        assertThat(of(record(40, 10).put("attendance.excused", 11L))).isEqualTo("unknown");
        assertThat(of(record(-1, 0))).isEqualTo("unknown");
        assertThat(of(record(40, 9).put("attendance.unexcused", 12L))).isEqualTo("unknown");
    }

    @Property
    void never_gets_worse_when_an_absence_is_excused(
            @ForAll @IntRange(min = 1, max = 200) int sessions,
            @ForAll @IntRange(max = 200) int absences,
            @ForAll @IntRange(max = 199) int excused) {
        ChildRecord.Builder less = record(sessions, absences).put("attendance.excused", (long) excused);
        ChildRecord.Builder more = record(sessions, absences).put("attendance.excused", excused + 1L);
        if (excused + 1 <= absences) {
            assertThat(rank(of(more))).isGreaterThanOrEqualTo(rank(of(less)));
        }
    }

    private static int rank(String answer) {
        return "met".equals(answer) ? 2 : "justified".equals(answer) ? 1 : 0;
    }

    private static String of(ChildRecord.Builder record) {
        return AttendanceCondition.of(record.build(), AttendanceCondition.USUAL_THRESHOLD);
    }

    private static ChildRecord.Builder record(long sessions, long absences) {
        return empty().put("attendance.sessions", sessions).put("attendance.absences", absences);
    }

    private static ChildRecord.Builder empty() {
        return ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1));
    }
}
