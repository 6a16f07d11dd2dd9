package org.emishub.adapters.education.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.simulator.EmisAttendance;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Period;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a question takes on a kept connection, over 20,000 children; prints figures, run with {@code -Pheavy}. */
@Tag("heavy")
class QuestionTimeTest {
    private static final int CHILDREN = 20_000;
    private static final int QUESTIONS = 20_000;
    private static final Period SEPTEMBER = new Period(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30));

    @Test
    @SuppressWarnings("SystemOut")
    void a_question_about_attendance_takes_microseconds() throws Exception {
        Fixture hub = new Fixture();
        load(hub);
        try (Connection connection = hub.database.getConnection()) {
            EducationProvider provider = new EducationProvider(kept(connection), hub.vault, Fixture.EMIS);
            long[] nanos = new long[QUESTIONS];
            for (int i = 0; i < QUESTIONS; i++) {
                ChildRecord subject = ChildRecord.from(Fixture.EMIS, LocalDate.EPOCH)
                        .put("child.id", "TJ" + (10_000_000 + i * 7919 % CHILDREN))
                        .build();
                long begin = System.nanoTime();
                Found found = provider.find("attendance", subject, Optional.of(SEPTEMBER));
                nanos[i] = System.nanoTime() - begin;
                assertThat(found).isInstanceOf(Found.Match.class);
            }
            long[] warm = Arrays.stream(nanos).skip(QUESTIONS / 2).sorted().toArray();
            System.out.println("question, microseconds: p50 " + warm[warm.length / 2] / 1_000 + ", p99 "
                    + warm[warm.length * 99 / 100] / 1_000);
        }
    }

    private static void load(Fixture hub) throws Exception {
        EmisSimulator emis = TestCountry.emis(CHILDREN);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        emis.bulk().to(zip);
        hub.snapshot.load(
                Fixture.posted(zip.toByteArray()), "bulk", Fixture.TODAY, (f, l, c, code) -> {}, hub.unmapped::add);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        emis.attendance("2026/1", () -> IntStream.range(0, CHILDREN)
                        .mapToObj(i -> new EmisAttendance(
                                "student-" + i, "2026-09", 24, i % 5, i % 5, 0, 0, "2026-09-30", "IL")))
                .to(csv);
        hub.snapshot.loadAttendance(
                new ByteArrayInputStream(csv.toByteArray()),
                "attendance",
                Fixture.TODAY,
                (f, l, c, code) -> {},
                hub.unmapped::add);
    }

    /** A pool of one: closing gives the connection back. */
    private static DataSource kept(Connection connection) {
        Connection shared = (Connection) Proxy.newProxyInstance(
                QuestionTimeTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return (DataSource) Proxy.newProxyInstance(
                QuestionTimeTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> shared);
    }
}
