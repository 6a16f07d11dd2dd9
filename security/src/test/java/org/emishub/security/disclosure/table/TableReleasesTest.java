package org.emishub.security.disclosure.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.TestDatabase;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.disclosure.table.TableDisclosure.Cell;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;
import org.junit.jupiter.api.Test;

class TableReleasesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final Agreement BY_SEX_AND_GRADE = statistic("child.sex: as is", "enrolment.grade: as is");
    private static final Agreement BY_SEX = statistic("child.sex: as is");

    private final DataSource database = TestDatabase.fresh();
    private final TableReleases releases = releases(1);

    private TableReleases releases(int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new TableReleases(database, new AtRest(new SecretKeySpec(bytes, "AES")));
    }

    private static Agreement statistic(String... dimensions) {
        return SampleAgreement.parse(SampleAgreement.STATISTIC.replace(
                "  child.sex: as is\n", String.join("\n", dimensions).indent(2)));
    }

    private static Stream<ChildRecord> children(int girls, int boys) {
        return IntStream.range(0, girls + boys).mapToObj(i -> ChildRecord.from("education/emis", DAY)
                .put("child.sex", i < girls ? "female" : "male")
                .put("enrolment.grade", "grade-" + (1 + i % 2))
                .build());
    }

    private int remembered() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM table_release")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<List<String>, Cell> cells(Outcome<TableDisclosure> outcome) {
        return ((Outcome.Ok<TableDisclosure>) outcome)
                .value().cells().stream().collect(Collectors.toMap(Cell::key, Function.identity()));
    }

    private Map<List<String>, Cell> release(int girls, int boys, Agreement agreement, LocalDate day) {
        return cells(releases.release(UUID.randomUUID(), children(girls, boys), agreement, day));
    }

    @Test
    void a_table_of_the_same_children_again_is_the_same_table() {
        Map<List<String>, Cell> first = release(40, 44, BY_SEX_AND_GRADE, DAY);

        assertThat(release(40, 44, BY_SEX_AND_GRADE, DAY.plusDays(1))).isEqualTo(first);
    }

    @Test
    void a_table_that_leaves_while_another_is_worked_out_does_not_wait_and_is_held_against_all_the_same() {
        Stream<ChildRecord> slow = Stream.concat(children(40, 44), Stream.of(1).flatMap(once -> {
            assertThat(release(41, 44, BY_SEX, DAY)).as("meanwhile").hasSize(3);
            return Stream.empty();
        }));

        Map<List<String>, Cell> late = cells(releases.release(UUID.randomUUID(), slow, BY_SEX, DAY.plusDays(1)));

        assertThat(late.get(List.of("female")).suppressed())
                .as("one child fewer than in the table that left meanwhile")
                .isTrue();
    }

    /** Protecting may take longer than a database lets a transaction idle, and records come out of one. */
    @Test
    void records_are_given_back_before_what_they_counted_is_protected() {
        List<Integer> tablesWhenClosed = new ArrayList<>();
        Stream<ChildRecord> records = children(40, 44).onClose(() -> tablesWhenClosed.add(remembered()));

        releases.release(UUID.randomUUID(), records, BY_SEX, DAY);

        assertThat(tablesWhenClosed).containsExactly(0);
        assertThat(remembered()).isEqualTo(1);
    }

    @Test
    void the_same_table_twice_at_once_is_one_table() {
        UUID id = UUID.randomUUID();
        List<Map<List<String>, Cell>> first = new ArrayList<>();
        Stream<ChildRecord> slow = Stream.concat(children(40, 44), Stream.of(1).flatMap(once -> {
            first.add(cells(releases.release(id, children(40, 44), BY_SEX, DAY)));
            return Stream.empty();
        }));

        assertThat(cells(releases.release(id, slow, BY_SEX, DAY))).isEqualTo(first.get(0));
    }

    @Test
    void one_more_child_the_next_day_is_not_shown() {
        release(40, 44, BY_SEX, DAY);

        Map<List<String>, Cell> next = release(41, 44, BY_SEX, DAY.plusDays(1));

        assertThat(next.get(List.of("female")).suppressed()).isTrue();
        assertThat(next.get(List.of("_T")).suppressed()).isTrue();
        assertThat(next.get(List.of("male")).count()).isEqualTo(44);
    }

    @Test
    void one_more_child_a_year_later_is_shown() {
        release(40, 44, BY_SEX, DAY);

        assertThat(release(41, 44, BY_SEX, DAY.plusYears(1))
                        .get(List.of("female"))
                        .count())
                .isEqualTo(41);
    }

    @Test
    void a_table_under_another_agreement_does_not_show_what_an_earlier_one_hid() {
        release(40, 3, BY_SEX, DAY);
        Agreement lower = SampleAgreement.parse(SampleAgreement.STATISTIC.replace("threshold: 5", "threshold: 3"));

        Map<List<String>, Cell> next = release(40, 3, lower, DAY);

        assertThat(next.get(List.of("male")).suppressed()).isTrue();
        assertThat(next.values().stream().filter(Cell::suppressed)).hasSize(2);
    }

    @Test
    void a_table_that_could_only_show_who_came_is_refused_and_not_remembered() throws SQLException {
        release(40, 44, BY_SEX, DAY);

        assertThat(releases.release(UUID.randomUUID(), children(41, 45), BY_SEX, DAY.plusDays(1)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Code.TOLD_BY_DIFFERENCE));
        assertThat(rows()).hasSize(1);
    }

    @Test
    void the_same_message_gives_the_same_table_whatever_is_held_by_then() {
        UUID message = UUID.randomUUID();
        Map<List<String>, Cell> first = cells(releases.release(message, children(40, 44), BY_SEX, DAY));

        assertThat(cells(releases.release(message, children(90, 91), BY_SEX, DAY)))
                .isEqualTo(first);
    }

    @Test
    void nobody_reads_the_ledger_of_tables_without_the_hubs_key_or_changes_it() throws SQLException {
        release(40, 44, BY_SEX_AND_GRADE, DAY);

        assertThat(rows()).noneMatch(row -> row.contains("female"));
        assertThatThrownBy(() -> TestDatabase.execute(database, "DELETE FROM table_release"))
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> releases(2).release(UUID.randomUUID(), children(40, 44), BY_SEX, DAY))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void no_children_are_no_table() {
        assertThat(releases.release(UUID.randomUUID(), Stream.empty(), BY_SEX, DAY))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Code.NOTHING_TO_DISCLOSE));
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT cells FROM table_release")) {
            while (row.next()) {
                rows.add(new String(row.getBytes(1), StandardCharsets.ISO_8859_1));
            }
        }
        return rows;
    }
}
