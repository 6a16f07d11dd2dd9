package org.emishub.adapters.education.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.intake.ErrorList;
import org.emishub.adapters.education.simulator.EmisAttendance;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Period;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the snapshot answers, over 60 children and two months of attendance. */
class QuestionsTest {
    private static final Period SEPTEMBER = period("2026-09-01", "2026-09-30");

    private final Fixture hub = new Fixture();
    private final EmisSimulator emis = TestCountry.emis(60);

    @BeforeEach
    void load() throws Exception {
        loadPackage("bulk-1", emis.bulk());
        loadAttendance(
                "attendance-1",
                new EmisAttendance("student-1", "2026-09", 24, 2, 2, 0, 1, "2026-09-30", "IL"),
                new EmisAttendance("student-1", "2026-10", 22, 12, 4, 8, 0, "2026-10-09", "WO"),
                new EmisAttendance("student-2", "2026-09", 24, 9, 8, 1, 0, "2026-09-28", "QU"));
    }

    private void loadPackage(String id, EmisSimulator.Content content) throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        content.to(zip);
        hub.snapshot.load(Fixture.posted(zip.toByteArray()), id, Fixture.TODAY, noErrors(), hub.unmapped::add);
    }

    private void loadAttendance(String id, EmisAttendance... months) throws Exception {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        emis.attendance("2026/1", () -> Stream.of(months)).to(csv);
        hub.snapshot.loadAttendance(
                new ByteArrayInputStream(csv.toByteArray()),
                id,
                Fixture.TODAY.plusDays(20),
                noErrors(),
                hub.unmapped::add);
    }

    private static RowErrors noErrors() {
        return (file, line, column, code) -> {
            throw new AssertionError(file + ":" + line + ":" + column + ":" + code);
        };
    }

    private static Period period(String from, String to) {
        return new Period(LocalDate.parse(from), LocalDate.parse(to));
    }

    private static ChildRecord.Builder somebody() {
        return ChildRecord.from("education/emis", LocalDate.EPOCH);
    }

    private static ChildRecord numbered(int n) {
        return somebody().put("child.id", "TJ" + (10_000_000 + n)).build();
    }

    private ChildRecord attendance(int n, Period period) {
        return matched(hub.provider.find("attendance", numbered(n), Optional.of(period)));
    }

    private static ChildRecord matched(Found found) {
        assertThat(found).isInstanceOf(Found.Match.class);
        return ((Found.Match) found).record();
    }

    @Test
    void finds_a_child_by_its_national_number_however_it_is_spaced() {
        ChildRecord subject = somebody().put("child.id", "tj 10000-007").build();
        ChildRecord found = matched(hub.provider.find("enrolment", subject, Optional.empty()));
        assertThat(found.text("enrolment.schoolId")).contains("school-0");
        assertThat(found.text("enrolment.enrolled")).contains("yes");
        assertThat(found.asOf()).isEqualTo(Fixture.TODAY);
        assertThat(found.source()).isEqualTo("education/emis");
    }

    @Test
    void finds_a_child_by_name_and_birth_date_in_another_script() {
        ChildRecord other = somebody()
                .put("child.familyName", "Jurayeva")
                .put("child.givenName", "Zulfiya")
                .put("child.birthDate", LocalDate.of(2019, 1, 8))
                .build();
        assertThat(matched(hub.provider.find("enrolment", other, Optional.empty()))
                        .text("child.emisId"))
                .contains("EM-7");
    }

    @Test
    void forgets_a_child_that_was_erased_with_its_attendance_and_nobody_else() throws Exception {
        SnapshotKeeper keeper = new SnapshotKeeper(hub.database, hub.vault, "education/emis");

        assertThat(keeper.erase("TJ10000001")).isEqualTo(3);

        assertThat(hub.provider.find("enrolment", numbered(1), Optional.empty()))
                .isInstanceOf(Found.None.class);
        assertThat(attendance(2, SEPTEMBER).text("attendance.condition")).isPresent();
        assertThat(keeper.erase("TJ10000001")).isZero();
        assertThat(keeper.erase("EM-7")).isEqualTo(1);
    }

    @Test
    void finds_a_child_by_the_registers_own_number() {
        ChildRecord subject = somebody().put("child.emisId", "EM-9").build();
        assertThat(matched(hub.provider.find("enrolment", subject, Optional.empty()))
                        .text("child.id"))
                .contains("TJ10000009");
    }

    @Test
    void releases_nobody_when_a_fact_speaks_against_the_number() {
        ChildRecord subject = somebody()
                .put("child.id", "TJ10000007")
                .put("child.birthDate", LocalDate.of(2011, 5, 5))
                .build();
        assertThat(hub.provider.find("enrolment", subject, Optional.empty())).isInstanceOf(Found.Vetoed.class);
    }

    @Test
    void releases_nobody_when_the_registers_number_is_of_another_child() {
        ChildRecord subject = somebody()
                .put("child.id", "TJ10000007")
                .put("child.emisId", "EM-8")
                .build();
        assertThat(hub.provider.find("enrolment", subject, Optional.empty())).isInstanceOf(Found.Vetoed.class);
    }

    @Test
    void knows_nobody_by_half_a_name() {
        ChildRecord subject = somebody()
                .put("child.familyName", "Ҷӯраева")
                .put("child.birthDate", LocalDate.of(2019, 1, 8))
                .build();
        assertThat(hub.provider.find("enrolment", subject, Optional.empty())).isInstanceOf(Found.None.class);
        assertThat(hub.provider.find("enrolment", numbered(9_999), Optional.empty()))
                .isInstanceOf(Found.None.class);
    }

    @Test
    void answers_a_month_that_was_delivered() {
        ChildRecord record = attendance(1, SEPTEMBER);
        assertThat(record.value("attendance.sessions")).contains(24L);
        assertThat(record.value("attendance.absences")).contains(2L);
        assertThat(record.value("attendance.rate")).contains(new BigDecimal("91.7"));
        assertThat(record.text("attendance.condition")).contains("met");
        assertThat(record.text("attendance.reason")).contains("illness");
        assertThat(record.asOf()).isEqualTo(Fixture.TODAY.plusDays(20));
    }

    @Test
    void adds_up_whole_months() {
        ChildRecord record = attendance(1, period("2026-09-01", "2026-10-31"));
        assertThat(record.value("attendance.sessions")).contains(46L);
        assertThat(record.value("attendance.absences")).contains(14L);
        assertThat(record.value("attendance.excused")).contains(6L);
        assertThat(record.value("attendance.lastAttended")).contains(LocalDate.of(2026, 10, 9));
        assertThat(record.text("attendance.reason")).as("two reasons are none").isEmpty();
        assertThat(record.text("attendance.condition")).contains("justified");
    }

    @Test
    void says_justified_when_absences_were_excused() {
        assertThat(attendance(2, SEPTEMBER).text("attendance.condition")).contains("justified");
    }

    @Test
    void says_unknown_and_never_not_met_when_a_month_was_not_delivered() {
        for (Period period : List.of(
                period("2026-09-01", "2026-11-30"),
                period("2026-09-01", "2026-09-29"),
                period("2025-09-01", "2025-09-30"))) {
            ChildRecord record = attendance(1, period);
            assertThat(record.text("attendance.condition")).contains("unknown");
            assertThat(record.value("attendance.absences")).isEmpty();
            assertThat(record.value("attendance.rate")).isEmpty();
        }
        assertThat(attendance(3, SEPTEMBER).text("attendance.condition")).contains("unknown");
    }

    @Test
    void gives_the_newest_month_when_no_period_was_asked_for() {
        ChildRecord record = matched(hub.provider.find("enrolment", numbered(1), Optional.empty()));
        assertThat(record.value("attendance.periodFrom")).contains(LocalDate.of(2026, 10, 1));
        assertThat(record.text("attendance.condition")).contains("not met");
    }

    @Test
    void a_later_file_of_the_term_takes_the_place_of_the_earlier() throws Exception {
        loadAttendance("attendance-2", new EmisAttendance("student-1", "2026-10", 22, 1, 1, 0, 0, "", "IL"));
        assertThat(attendance(1, period("2026-10-01", "2026-10-31")).text("attendance.condition"))
                .contains("met");
        assertThat(attendance(1, SEPTEMBER).text("attendance.condition"))
                .as("no longer delivered")
                .contains("unknown");
    }

    @Test
    void refuses_attendance_that_contradicts_itself_or_is_of_nobody() throws Exception {
        ErrorList errors = new ErrorList(10);
        String csv =
                """
                term,studentSourcedId,month,sessions,absences,excused,unexcused,late,lastAttended,reason
                2026/2,student-1,2026-11,20,21,0,0,0,,
                2026/2,student-1,2026-13,20,1,0,1,0,,
                2026/2,student-1,2026-11,20,5,1,1,0,,
                2026/2,nobody,2026-11,20,5,5,0,0,,
                2026/3,student-1,2026-11,20,5,5,0,0,,
                2026/2,student-1,2026-11,20,5,5,0,0,,XX
                2026/2,student-1,2026-11,20,5,5,0,0,,IL
                2026/2,student-1,2026-11,20,4,4,0,0,,IL
                """;
        Loaded loaded = hub.snapshot.loadAttendance(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                "attendance-3",
                Fixture.TODAY,
                errors,
                hub.unmapped::add);
        assertThat(errors.first().stream().map(e -> e.line() + ":" + e.column() + ":" + e.code()))
                .containsExactlyInAnyOrder(
                        "2:absences:BAD_NUMBER",
                        "3:month:BAD_DATE",
                        "4:absences:BAD_NUMBER",
                        "5:studentSourcedId:UNKNOWN_REFERENCE",
                        "6:term:BAD_ENUM",
                        "7:reason:UNMAPPED_CODE",
                        "9:studentSourcedId:DUPLICATE_ID");
        assertThat(loaded.accepted()).isEqualTo(1);
        assertThat(loaded.refused()).isEqualTo(7);
        assertThat(hub.unmapped).extracting("code").containsExactly("XX");
    }

    @Test
    void counts_only_children_on_a_roll() throws Exception {
        try (Stream<ChildRecord> all = hub.provider.records("enrolment", Fixture.TODAY)) {
            assertThat(all).hasSize(60).allMatch(record -> record.value("child.birthDate")
                    .isPresent());
        }
    }

    @Test
    void keeps_nothing_of_a_child_in_clear_in_the_database() throws Exception {
        try (var connection = hub.database.getConnection();
                var statement = connection.createStatement()) {
            for (String table :
                    List.of("education_child", "education_name", "education_attendance", "education_reference")) {
                try (var rows = statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        String hex = rows.getString(1);
                        assertThat(hex)
                                .doesNotContain("student-", "TJ1000", "EM-", "guardian")
                                .doesNotContainPattern("2019-[0-9]{2}-");
                        assertThat(hex)
                                .doesNotContain(HexFormat.of().formatHex("Ҷӯраев".getBytes(StandardCharsets.UTF_8)));
                    }
                }
            }
        }
    }
}
